package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Ports;
import io.quorate.ovs.openflow.Message.StatisticsAnswer;
import io.quorate.ovs.openflow.Message.StatisticsQuestion;
import io.quorate.ovs.peer.Sockets;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A switch that is spoken to in OpenFlow. The connection is kept: when it breaks it is sought
 * again, ever more slowly, and what {@link #synchronise} was last told is put back.
 *
 * <p>Any thread may call. Calls block until the switch has answered, each answer for the time-out
 * of the settings at most, and then throw {@link OpenFlowException}; while there is no connection
 * they throw at once.
 */
public final class OpenFlowSwitch implements AutoCloseable {
  private static final int ALL_TABLES = 0xff;
  private static final long ALL_METERS = 0xffff_ffffL;
  private static final long NO_BUFFER = 0xffff_ffffL;

  /** What the switch was last told to hold. */
  private record Wanted(SwitchTables tables, Scope scope) {}

  private final SwitchSettings settings;
  private final Connector connector;
  private final Events events;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Wanted wanted;

  OpenFlowSwitch(SwitchSettings settings, Events events, Connector connector) {
    this.settings = settings;
    this.events = events;
    this.connector = connector;
    connector.whenConnectedAgain(this::connectedAgain);
  }

  /**
   * Connects to a switch's passive port ({@code ptcp:}) or unix socket ({@code punix:}, or {@code
   * BRIDGE.mgmt} in Open vSwitch's run directory), and speaks the highest of the versions.
   *
   * @throws OpenFlowException if the switch cannot be reached in time or speaks none of them
   */
  public static OpenFlowSwitch connect(
      SocketAddress address, List<OpenFlowVersion> versions, Duration timeout) {
    return connect(address, SwitchSettings.of(versions, timeout));
  }

  /** As {@link #connect(SocketAddress, List, Duration)}. */
  public static OpenFlowSwitch connect(SocketAddress address, SwitchSettings settings) {
    OpenFlowSwitch made = seek(address, settings);
    try {
      made.connector.awaitFirst();
    } catch (OpenFlowException e) {
      made.close();
      throw e;
    }
    return made;
  }

  /** As {@link #connect(SocketAddress, SwitchSettings)}, but does not wait until it is there. */
  public static OpenFlowSwitch seek(SocketAddress address, SwitchSettings settings) {
    Events events = new Events("openflow " + address);
    return new OpenFlowSwitch(settings, events, Connector.dialling(address, settings, events));
  }

  /**
   * Breaks the connection and seeks none, as if the network to the switch were cut; or seeks it
   * again. The switch notices that the connection is gone, and nothing else.
   */
  public void cut(boolean on) {
    connector.cut(on);
  }

  /** Tells somebody what happens from now on. */
  public void listen(SwitchListener listener) {
    events.add(listener);
  }

  /** True while there is a connection. */
  public boolean isConnected() {
    return connector.isConnected();
  }

  /** Waits until there is a connection, at most as long as the settings' time-out. */
  public void awaitConnected() {
    connector.awaitConnected();
  }

  /** The version that is spoken. */
  public OpenFlowVersion version() {
    return connector.conversation().version();
  }

  /** Events, frames first, that were dropped because the listeners were too slow. */
  public long droppedEvents() {
    return events.dropped();
  }

  // ---------------------------------------------------------------- reading

  /** What the switch says of itself. */
  public SwitchFeatures features() {
    return featuresReply().features();
  }

  private Message.FeaturesReply featuresReply() {
    Message answer =
        await(
            connector.conversation().ask("its features", new Message.FeaturesRequest()),
            "its features");
    if (answer instanceof Message.FeaturesReply reply) {
      return reply;
    }
    throw new OpenFlowException("the switch answered the question for its features with " + answer);
  }

  /** The switch's ports, its own (65534) among them. */
  public List<SwitchPort> ports() {
    if (version() == OpenFlowVersion.V10) {
      return featuresReply().ports().stream().map(Message.PortWire::port).toList();
    }
    List<SwitchPort> ports = new ArrayList<>();
    for (StatisticsAnswer part : parts("its ports", new StatisticsQuestion.Ports())) {
      if (part instanceof StatisticsAnswer.Ports(List<Message.PortWire> some)) {
        some.forEach(port -> ports.add(port.port()));
      }
    }
    return List.copyOf(ports);
  }

  /** All flows, with what they have seen. */
  public List<FlowStatistics> flowStatistics() {
    StatisticsQuestion question =
        new StatisticsQuestion.Flows(
            ALL_TABLES,
            FlowCodec.anyPort(),
            SwitchGroup.NO_GROUP,
            0,
            0,
            FlowCodec.selector(0).match());
    List<FlowStatistics> flows = new ArrayList<>();
    for (StatisticsAnswer part : parts("its flows", question)) {
      if (part instanceof StatisticsAnswer.Flows(List<FlowStatistics> some)) {
        flows.addAll(some);
      }
    }
    return List.copyOf(flows);
  }

  /** All flows. */
  public List<SwitchFlow> readFlows() {
    return flowStatistics().stream().map(FlowStatistics::flow).toList();
  }

  /** All groups; none in 1.0. */
  public List<SwitchGroup> readGroups() {
    List<SwitchGroup> groups = new ArrayList<>();
    if (version() != OpenFlowVersion.V10) {
      for (StatisticsAnswer part : parts("its groups", new StatisticsQuestion.Groups())) {
        if (part instanceof StatisticsAnswer.Groups(List<SwitchGroup> some)) {
          groups.addAll(some);
        }
      }
    }
    return List.copyOf(groups);
  }

  /** All meters; none in 1.0. */
  public List<SwitchMeter> readMeters() {
    List<SwitchMeter> meters = new ArrayList<>();
    if (version() != OpenFlowVersion.V10) {
      for (StatisticsAnswer part : parts("its meters", new StatisticsQuestion.Meters(ALL_METERS))) {
        if (part instanceof StatisticsAnswer.Meters(List<SwitchMeter> some)) {
          meters.addAll(some);
        }
      }
    }
    return List.copyOf(meters);
  }

  /** Groups, meters and flows. */
  public SwitchTables readTables() {
    return new SwitchTables(readGroups(), readMeters(), readFlows());
  }

  private List<StatisticsAnswer> parts(String what, StatisticsQuestion question) {
    return await(connector.conversation().ask(what, question), what);
  }

  // ---------------------------------------------------------------- changing

  /**
   * Carries out changes, and waits until the switch has: in 1.3 all or none of those to flows and
   * groups, in one bundle. 1.0 has no bundles: there what was done before a refusal is undone, and
   * others may see the switch in between. Meters are never in a bundle: new ones are made before it
   * and old ones taken away after it; when it is refused, new ones go again.
   *
   * @throws ChangeRefusedException naming the change that was refused and the switch's error
   * @throws InexpressibleException if the version spoken has no words for one of them; nothing was
   *     sent
   */
  public void apply(List<Change> changes) {
    changing.lock();
    try {
      Conversation conversation = connector.conversation();
      boolean alone =
          conversation.version() == OpenFlowVersion.V10
              || changes.stream().anyMatch(Change::isOfMeter);
      SwitchTables before = alone ? readTables() : SwitchTables.EMPTY;
      Bundle bundle = new Bundle(conversation, settings.timeout());
      try {
        bundle.apply(changes);
      } catch (ChangeRefusedException e) {
        if (alone) {
          undo(before, conversation, e);
        }
        throw e;
      }
    } finally {
      changing.unlock();
    }
  }

  private void undo(SwitchTables before, Conversation conversation, ChangeRefusedException why) {
    Scope all = new Scope(flow -> true, id -> true, id -> true);
    try {
      List<Change> back = FlowSync.diff(readTables(), before, all, conversation.version());
      new Bundle(conversation, settings.timeout()).apply(back);
    } catch (OpenFlowException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Brings the whole switch to what is wanted; see {@link #synchronise(SwitchTables, Scope)} and
   * {@link Scope#everything}.
   */
  public List<Change> synchronise(SwitchTables want) {
    return synchronise(want, Scope.everything());
  }

  /**
   * Reads what the switch holds, and changes what differs from what is wanted; what is right stays
   * untouched, with its counters. The switch is kept like this: after a reconnection, as when it
   * was restarted, the same is done again by itself, until this is called with something else.
   *
   * @return the changes that were made, in order; empty if all was right
   */
  public List<Change> synchronise(SwitchTables want, Scope scope) {
    changing.lock();
    try {
      wanted = new Wanted(want, scope);
      return synchroniseOnce(want, scope);
    } finally {
      changing.unlock();
    }
  }

  /** The same, but only now: the switch is not kept like this. */
  public List<Change> synchroniseOnce(SwitchTables want, Scope scope) {
    changing.lock();
    try {
      List<Change> changes = FlowSync.diff(readTables(), want, scope, version());
      if (!changes.isEmpty()) {
        apply(changes);
      }
      return changes;
    } finally {
      changing.unlock();
    }
  }

  /** Runs on the listeners' thread. */
  private void connectedAgain() {
    Wanted last = wanted;
    if (last == null) {
      return;
    }
    try {
      List<Change> changes = synchronise(last.tables(), last.scope());
      events.tell(listener -> listener.resynchronised(changes));
    } catch (OpenFlowException e) {
      events.tell(listener -> listener.notResynchronised(e));
    }
  }

  /**
   * Has the switch carry out actions on a frame.
   *
   * @param frame from the Ethernet destination on
   * @param inPort by which it seems to have come in; {@link Ports#NONE} for none
   * @param actions {@code Output(0xfff9)} sends it through the tables
   */
  public void packetOut(byte[] frame, int inPort, List<SwitchAction> actions) {
    Message message = new Message.PacketOut(NO_BUFFER, inPort, actions, Bytes.of(frame));
    OpenFlowVersion version = version();
    new MessageCodec(version).write(Octets.buffer(), new Envelope(version.wire(), 0, message));
    List<Exchange.Refusal> refusals =
        await(connector.conversation().tell(List.of(message)), "a packet-out");
    if (!refusals.isEmpty()) {
      throw new OpenFlowException(
          "the switch refused a packet-out: "
              + ErrorNames.text(version, refusals.getFirst().error()));
    }
  }

  /**
   * A frame, and what the switch is to do with it.
   *
   * @param inPort by which it seems to have come in; {@link Ports#NONE} for none
   * @param actions in their order
   * @param frame from the Ethernet destination on; not written any more
   */
  public record FrameOut(int inPort, List<SwitchAction> actions, Bytes frame) {
    public FrameOut {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Has the switch carry out actions on frames, in this order and behind those of earlier calls.
   * Does not block.
   *
   * @return completes when the switch has done so; fails if nobody knows, because the connection
   *     broke, or it refused one
   */
  public CompletableFuture<Void> packetsOut(List<FrameOut> frames) {
    List<Message> messages =
        frames.stream()
            .<Message>map(
                each ->
                    new Message.PacketOut(NO_BUFFER, each.inPort(), each.actions(), each.frame()))
            .toList();
    try {
      return connector
          .conversation()
          .tell(messages)
          .thenAccept(
              refusals -> {
                if (!refusals.isEmpty()) {
                  throw new OpenFlowException(
                      "the switch refused a packet-out: "
                          + ErrorNames.text(version(), refusals.getFirst().error()));
                }
              });
    } catch (OpenFlowException gone) {
      return CompletableFuture.failedFuture(gone);
    }
  }

  private <T> T await(CompletableFuture<T> answer, String what) {
    return Waiting.forAnswer(answer, settings.timeout(), what);
  }

  /** Ends the connection for good. */
  @Override
  public void close() {
    connector.close();
    var _ = Sockets.loop().schedule(events::close, 1, TimeUnit.SECONDS);
  }

  /** What a switch says unasked, told to the listeners. */
  static void hear(Message message, Events events) {
    switch (message) {
      case Message.PacketIn in ->
          events.tellOfFrame(
              listener ->
                  listener.packetIn(
                      new SwitchListener.PacketIn(
                          (int) in.match().match().value(Field.IN_PORT),
                          in.reason(),
                          in.table(),
                          in.cookie(),
                          in.frame())));
      case Message.PortStatus(Message.PortReason reason, Message.PortWire port) -> {
        SwitchListener.PortChange change =
            switch (reason) {
              case ADDED -> SwitchListener.PortChange.ADDED;
              case DELETED -> SwitchListener.PortChange.DELETED;
              case MODIFIED -> SwitchListener.PortChange.MODIFIED;
            };
        events.tell(listener -> listener.portChanged(change, port.port()));
      }
      case Message.FlowRemovedTold removed ->
          events.tellOfFrame(
              listener ->
                  listener.flowRemoved(
                      new SwitchListener.FlowRemoved(
                          removed.flow(), removed.reason(), removed.packets(), removed.bytes())));
      default -> {
        // An answer that came too late, or something that this version says and we need not know.
      }
    }
  }
}
