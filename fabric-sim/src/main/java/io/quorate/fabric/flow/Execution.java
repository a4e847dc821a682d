package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame's way through a pipeline. Reused for every frame; on the steady path it allocates
 * nothing but the arrays of frames that are rewritten.
 *
 * <p>Limits are those of OVS: {@value #DEPTH_MAX} resubmits backwards inside one another, {@value
 * #RESUBMITS_MAX} in all. A frame that goes over a limit leaves by no port at all, as in OVS;
 * therefore outputs wait until the processing is over.
 */
final class Execution {
  static final int DEPTH_MAX = 64;
  static final int RESUBMITS_MAX = 4096;

  /** Resubmits inside one another in any direction; bounds the thread's stack. */
  static final int NESTED_MAX = 512;

  static final int OUTPUTS_MAX = 8192;

  private enum State {
    RUNNING,
    /** An exit action: this list and its callers end. */
    EXITED,
    /** A program consumed the frame. */
    CONSUMED,
    /** Over a limit: nothing leaves. */
    OVER_LIMIT
  }

  private final Pipeline pipeline;
  private final Datapath datapath;
  private final FlowKey key = new FlowKey();
  private final List<FlowKey> savedKeys = new ArrayList<>();
  private final ArrayList<Action> actionSet = new ArrayList<>();
  private Frame frame = new Frame(new byte[0]);
  private State state = State.RUNNING;
  private int entryPort;
  private int entryBytes;
  private long nowNs;
  private int table;
  private int depth;
  private int nested;
  private int resubmits;
  private int copies;
  private int[] outPorts = new int[16];
  private byte[][] outFrames = new byte[16][];
  private int outputs;

  Execution(Pipeline pipeline, Datapath datapath) {
    this.pipeline = pipeline;
    this.datapath = datapath;
  }

  /** Runs a frame through; the number of frames that left, or -1 if it went over a limit. */
  int run(byte[] bytes, int inPort, long now) {
    frame = new Frame(bytes);
    key.begin(bytes, inPort);
    state = State.RUNNING;
    entryPort = inPort;
    entryBytes = bytes.length;
    nowNs = now;
    table = 0;
    depth = 0;
    nested = 0;
    resubmits = 0;
    copies = 0;
    outputs = 0;
    actionSet.clear();
    inTable(0, inPort);
    executeActionSet();
    return state == State.OVER_LIMIT ? overLimit() : leave();
  }

  private int leave() {
    for (int i = 0; i < outputs; i++) {
      byte[] out = outFrames[i];
      outFrames[i] = NOTHING;
      datapath.output(outPorts[i], out);
    }
    return outputs;
  }

  private int overLimit() {
    Arrays.fill(outFrames, 0, outputs, NOTHING);
    return -1;
  }

  private static final byte[] NOTHING = new byte[0];

  /** Searches a table and executes what is found, following goto_table without deeper calls. */
  private void inTable(int first, int lookupPort) {
    int next = first;
    int port = lookupPort;
    int callerTable = table;
    int deepened = 0;
    while (next >= 0 && hasRoom()) {
      boolean deepens = next <= table && resubmits > 0;
      table = next;
      FlowEntry entry = lookup(next, port);
      next = -1;
      if (entry != null) {
        entry.packets++;
        entry.bytes += entryBytes;
        entry.usedNs = nowNs;
        resubmits++;
        deepened += deepens ? 1 : 0;
        depth += deepens ? 1 : 0;
        next = execute(entry.actions);
        port = key.inPort();
      }
    }
    depth -= deepened;
    table = callerTable;
  }

  private @Nullable FlowEntry lookup(int number, int port) {
    int inPort = key.inPort();
    key.setInPort(port);
    FlowEntry entry = pipeline.lookup(number, key, frame.bytes());
    key.setInPort(inPort);
    return entry;
  }

  private boolean hasRoom() {
    if (depth >= DEPTH_MAX || resubmits >= RESUBMITS_MAX || nested >= NESTED_MAX) {
      state = State.OVER_LIMIT;
    }
    return state == State.RUNNING;
  }

  /** Executes a list; the table that a goto_table at its end names, or -1. */
  private int execute(Action[] actions) {
    for (Action action : actions) {
      if (state != State.RUNNING) {
        return -1;
      }
      switch (action) {
        case Action.Output(int port) -> output(port);
        case Action.SetField set -> set(set.field(), set.value(), set.mask());
        case Action.RunCode(int program) -> run(program);
        case Action.GotoTable(int next) -> {
          return next;
        }
        case Action.Resubmit(int port, int to) -> resubmit(port, to);
        case Action.ToGroup(long group) -> {
          if (!group(group)) {
            return -1;
          }
        }
        case Action.DecTtl _ -> {
          if (!decrementTtl()) {
            return -1;
          }
        }
        case Action.Note _ -> {}
        case Action.Exit _ -> state = State.EXITED;
        case Action.OutputField(Subfield source) -> output((int) read(source));
        case Action.Move(Subfield from, Subfield to) -> move(from, to);
        case Action.PushVlan(int type) -> FrameWriter.push(frame, key, type);
        case Action.PopVlan _ -> FrameWriter.pop(frame, key);
        case Action.ModVlanVid(int vid) -> modifyTag(Field.DL_VLAN, vid);
        case Action.ModVlanPcp(int pcp) -> modifyTag(Field.VLAN_PCP, pcp);
        case Action.WriteMetadata(long value, long mask) -> set(Field.METADATA, value, mask);
        case Action.WriteActions(List<Action> inner) -> actionSet.addAll(inner);
        case Action.ClearActions _ -> actionSet.clear();
        case Action.Clone(List<Action> inner) -> onCopyWithOwnSet(inner);
        case Action.Learn(LearnTemplate template) -> learn(template);
      }
    }
    return -1;
  }

  private void output(int port) {
    switch (port) {
      case Ports.IN_PORT -> emit(key.inPort());
      case Ports.FLOOD, Ports.ALL -> {
        for (int one : datapath.ports()) {
          if (one != key.inPort()) {
            emit(one);
          }
        }
      }
      default -> {
        if (port != key.inPort()) {
          emit(port);
        }
      }
    }
  }

  private void emit(int port) {
    if (!Ports.isReal(port)) {
      return;
    }
    if (outputs == OUTPUTS_MAX) {
      state = State.OVER_LIMIT;
      return;
    }
    if (outputs == outPorts.length) {
      outPorts = Arrays.copyOf(outPorts, outputs * 2);
      outFrames = Arrays.copyOf(outFrames, outputs * 2);
    }
    outPorts[outputs] = port;
    outFrames[outputs++] = frame.share();
  }

  private void run(int program) {
    int version = frame.version();
    Verdict verdict = datapath.run(program, frame, entryPort);
    if (frame.version() != version) {
      key.readAgain(frame.bytes());
    }
    if (verdict == Verdict.STOP) {
      state = State.CONSUMED;
    }
  }

  private void set(Field field, long value, long mask) {
    if (key.has(field.prerequisite, frame.bytes())) {
      FrameWriter.set(frame, key, field, value, mask);
    }
  }

  private void modifyTag(Field field, int value) {
    FrameWriter.pushIfUntagged(frame, key);
    set(field, value, field.ones());
  }

  private void move(Subfield from, Subfield to) {
    if (key.has(from.field().prerequisite, frame.bytes())) {
      set(to.field(), read(from) << to.from(), to.mask());
    }
  }

  private long read(Subfield part) {
    key.readPayload(frame.bytes());
    return key.get(part.field()) >>> part.from() & Field.ones(part.bits());
  }

  private boolean decrementTtl() {
    if (!key.has(Prerequisite.IP, frame.bytes())) {
      return true;
    }
    long ttl = key.get(Field.IP_TTL);
    if (ttl <= 1) {
      return false;
    }
    FrameWriter.set(frame, key, Field.IP_TTL, ttl - 1, Field.IP_TTL.ones());
    return true;
  }

  private void resubmit(int port, int to) {
    nested++;
    int lookupPort = port == Ports.IN_PORT ? key.inPort() : port;
    inTable(to == Action.Resubmit.CURRENT ? table : to, lookupPort);
    nested--;
  }

  /** False if there is no such group: that ends the list, not the pipeline. */
  private boolean group(long id) {
    if (!hasRoom()) {
      return false;
    }
    CompiledGroup group = pipeline.group(id);
    if (group == null) {
      return false;
    }
    switch (group.type()) {
      case ALL, INDIRECT -> {
        for (int i = 0; i < group.buckets(); i++) {
          bucket(group.actions(i));
        }
      }
      case SELECT -> {
        key.readPayload(frame.bytes());
        bucket(group.actions(group.select(key, datapath)));
      }
      case FAST_FAILOVER -> bucket(group.actions(group.firstLive(datapath)));
    }
    return true;
  }

  private void bucket(Action @Nullable [] actions) {
    if (actions == null) {
      return;
    }
    depth++;
    nested++;
    byte[] bytes = save();
    execute(actions);
    restore(bytes);
    nested--;
    depth--;
    // An exit inside a bucket ends that bucket; inside a clone, in OVS 3.1, it ends the callers
    // too.
    if (state == State.EXITED) {
      state = State.RUNNING;
    }
  }

  private void onCopyWithOwnSet(List<Action> actions) {
    List<Action> outer = List.copyOf(actionSet);
    int savedTable = table;
    nested++;
    byte[] bytes = save();
    execute(actions.toArray(NO_ACTIONS));
    executeActionSet();
    restore(bytes);
    nested--;
    table = savedTable;
    actionSet.clear();
    actionSet.addAll(outer);
  }

  private static final Action[] NO_ACTIONS = new Action[0];

  private byte[] save() {
    if (copies == savedKeys.size()) {
      savedKeys.add(new FlowKey());
    }
    savedKeys.get(copies++).copyFrom(key);
    return frame.share();
  }

  private void restore(byte[] bytes) {
    key.copyFrom(savedKeys.get(--copies));
    frame.replace(bytes);
  }

  private void executeActionSet() {
    if (state == State.RUNNING && !actionSet.isEmpty()) {
      List<Action> ordered = ActionSet.ordered(actionSet);
      actionSet.clear();
      execute(ordered.toArray(NO_ACTIONS));
    }
  }

  private void learn(LearnTemplate template) {
    key.readPayload(frame.bytes());
    pipeline.learn(Learning.flow(template, key), template.limit(), nowNs);
  }
}
