package io.quorate.ovs.openflow;

import io.quorate.ovs.openflow.Exchange.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries changes out: in 1.3 in an atomic bundle, all or nothing; one after the other in 1.0,
 * which has no bundles, and meters, which no bundle can hold.
 */
final class Bundle {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final int OPEN = 0;
  private static final int CLOSE = 2;
  private static final int COMMIT = 4;
  private static final int DISCARD = 6;
  private static final int ATOMIC_ORDERED = 3;
  private static final long NO_BUFFER = 0xffff_ffffL;

  private final Conversation conversation;
  private final Duration timeout;

  Bundle(Conversation conversation, Duration timeout) {
    this.conversation = conversation;
    this.timeout = timeout;
  }

  /**
   * @throws ChangeRefusedException naming the first change that was refused
   */
  void apply(List<Change> changes) {
    List<Change> metersBefore = new ArrayList<>();
    List<Change> inside = new ArrayList<>();
    List<Change> metersAfter = new ArrayList<>();
    for (Change change : changes) {
      if (!change.isOfMeter()) {
        inside.add(change);
      } else if (change instanceof Change.DeleteMeter) {
        metersAfter.add(change);
      } else {
        metersBefore.add(change);
      }
    }
    oneByOne(metersBefore);
    if (conversation.version() == OpenFlowVersion.V10) {
      oneByOne(inside);
    } else if (!inside.isEmpty()) {
      atomically(inside);
    }
    oneByOne(metersAfter);
  }

  private void oneByOne(List<Change> changes) {
    if (!changes.isEmpty()) {
      List<Message> messages = changes.stream().map(this::sayable).toList();
      check(tell(messages), changes, 0);
    }
  }

  private void atomically(List<Change> changes) {
    int number = NUMBERS.incrementAndGet();
    List<Message> messages = new ArrayList<>();
    messages.add(control(number, OPEN));
    for (Change change : changes) {
      messages.add(new Message.BundleAdd(number, ATOMIC_ORDERED, sayable(change)));
    }
    // One transaction id names a change while it is put in and when it is carried out, so errors
    // of both kinds are told here; what was refused must be known before the rest is committed.
    List<Message> commit = List.of(control(number, CLOSE), control(number, COMMIT));
    List<Refusal> refusals =
        Waiting.forAnswer(
            conversation.tellInTwo(messages, commit, List.of(control(number, DISCARD))),
            timeout,
            "a bundle of " + changes.size() + " changes");
    check(refusals, changes, 1);
  }

  private static Message control(int number, int type) {
    return new Message.BundleControl(number, type, ATOMIC_ORDERED);
  }

  private List<Refusal> tell(List<Message> messages) {
    return Waiting.forAnswer(conversation.tell(messages), timeout, messages.size() + " changes");
  }

  private void check(List<Refusal> refusals, List<Change> changes, int first) {
    if (refusals.isEmpty()) {
      return;
    }
    Refusal worst = refusals.getFirst();
    for (Refusal refusal : refusals) {
      int place = refusal.place() - first;
      if (place >= 0 && place < changes.size()) {
        worst = refusal;
        break;
      }
    }
    int place = worst.place() - first;
    String error = ErrorNames.text(conversation.version(), worst.error());
    if (place < 0 || place >= changes.size()) {
      throw new OpenFlowException("the switch refused a bundle: " + error);
    }
    Change change = changes.get(place);
    throw new ChangeRefusedException(
        "the switch refused change %d of %d, %s: %s"
            .formatted(place + 1, changes.size(), change, error),
        change,
        worst.error().type(),
        worst.error().code());
  }

  /** The message, after a look whether it can be written at all: before the first one is sent. */
  private Message sayable(Change change) {
    Message message = message(change);
    OpenFlowVersion version = conversation.version();
    new MessageCodec(version).write(Octets.buffer(), new Envelope(version.wire(), 0, message));
    return message;
  }

  static Message message(Change change) {
    return switch (change) {
      case Change.AddFlow(SwitchFlow flow) -> flowMod(Message.FlowCommand.ADD, flow);
      case Change.ModifyFlow(SwitchFlow flow) -> flowMod(Message.FlowCommand.MODIFY_STRICT, flow);
      case Change.DeleteFlow(SwitchFlow flow) ->
          flowMod(Message.FlowCommand.DELETE_STRICT, flow.doing(List.of()));
      case Change.AddGroup(SwitchGroup group) ->
          new Message.GroupMod(Message.EntryCommand.ADD, group);
      case Change.ModifyGroup(SwitchGroup group) ->
          new Message.GroupMod(Message.EntryCommand.MODIFY, group);
      case Change.DeleteGroup(SwitchGroup group) ->
          new Message.GroupMod(
              Message.EntryCommand.DELETE, new SwitchGroup(group.id(), group.type(), List.of()));
      case Change.AddMeter(SwitchMeter meter) ->
          new Message.MeterMod(Message.EntryCommand.ADD, meter);
      case Change.ModifyMeter(SwitchMeter meter) ->
          new Message.MeterMod(Message.EntryCommand.MODIFY, meter);
      case Change.DeleteMeter(SwitchMeter meter) ->
          new Message.MeterMod(Message.EntryCommand.DELETE, meter);
    };
  }

  private static Message flowMod(Message.FlowCommand command, SwitchFlow flow) {
    int flags = flow.tellsRemoval() ? FlowCodec.SEND_REMOVED : 0;
    return new Message.FlowMod(
        command, flow, 0, NO_BUFFER, FlowCodec.anyPort(), SwitchGroup.NO_GROUP, flags);
  }
}
