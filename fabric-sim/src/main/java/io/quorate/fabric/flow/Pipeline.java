package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The flow tables and groups of one switch, and their execution on frames.
 *
 * <p>Times are nanoseconds of any one clock and never go back; the pipeline has no clock of its own
 * and removes timed-out entries only in {@link #expire}. Not for use by several threads, and no
 * method may be called from inside {@link #process} by the {@link Datapath}.
 */
public final class Pipeline {
  /** Most entries in all tables together. */
  public static final int FLOWS_MAX = 100_000;

  /** Most groups. */
  public static final int GROUPS_MAX = 4_096;

  private final @Nullable FlowTable[] tables = new FlowTable[Flow.TABLE_MAX + 1];
  private final SortedMap<Long, CompiledGroup> groups = new TreeMap<>();
  private final Execution execution;
  private boolean running;
  private int flows;
  private long frames;
  private long misses;
  private long silent;
  private long overLimit;
  private long unlearned;

  public Pipeline(Datapath datapath) {
    this.execution = new Execution(this, datapath);
  }

  /**
   * Executes the pipeline on a frame that came in by a port, and hands what leaves to the datapath.
   *
   * @param frame any bytes; kept, and never written
   * @param inPort 0..{@link Ports#MAX} or {@link Ports#LOCAL}
   * @return how many frames left; 0 also if a limit cut the processing short
   */
  public int process(byte[] frame, int inPort, long nowNs) {
    begin();
    running = true;
    try {
      frames++;
      int left = execution.run(frame, inPort, nowNs);
      if (left == 0) {
        silent++;
      } else if (left < 0) {
        overLimit++;
      }
      return Math.max(0, left);
    } finally {
      running = false;
    }
  }

  /**
   * Adds a flow. An entry with the same table, priority and match is replaced, and counts from
   * zero.
   *
   * @throws IllegalStateException if {@link #FLOWS_MAX} is reached
   */
  public void add(Flow flow, long nowNs) {
    begin();
    FlowEntry there = table(flow.table()).findExactly(flow.match(), flow.priority());
    if (there != null) {
      remove(there);
    }
    insert(flow, nowNs);
  }

  /**
   * Gives all entries whose match lies within the flow's, in its table, the flow's actions; they
   * keep counters, cookie and time-outs. Its priority does not matter.
   *
   * @return how many
   */
  public int modify(Flow flow, long nowNs) {
    begin();
    int modified = 0;
    for (FlowEntry entry : table(flow.table()).entries()) {
      Flow old = entry.flow();
      if (old.match().isWithin(flow.match())) {
        entry.modify(old.withActions(flow.actions()), nowNs);
        modified++;
      }
    }
    return modified;
  }

  /** Removes the entries whose cookie agrees in the bits of the mask; returns how many. */
  public int delete(long cookie, long cookieMask) {
    begin();
    return removeAll(entriesWhere(flow -> ((flow.cookie() ^ cookie) & cookieMask) == 0));
  }

  /**
   * Removes the entries of a table whose match lies within the given one.
   *
   * @param table 0..253, or -1 for all tables
   * @return how many
   */
  public int delete(int table, Match within) {
    begin();
    return removeAll(
        entriesWhere(
            flow -> (table < 0 || flow.table() == table) && flow.match().isWithin(within)));
  }

  /** Removes the one entry with this table, match and priority; false if there is none. */
  public boolean deleteStrict(int table, Match match, int priority) {
    begin();
    FlowEntry entry = table(table).findExactly(match, priority);
    if (entry != null) {
      remove(entry);
    }
    return entry != null;
  }

  /**
   * Replaces, between two frames, the entries whose cookie agrees in the bits of the mask by these
   * flows. An entry that stays (same table, priority and match) keeps its counters and age, and
   * takes over the new actions, cookie and time-outs.
   *
   * @throws IllegalStateException if {@link #FLOWS_MAX} would be passed; nothing is changed then
   */
  public void replace(long cookie, long cookieMask, List<Flow> newFlows, long nowNs) {
    begin();
    List<FlowEntry> old = entriesWhere(flow -> ((flow.cookie() ^ cookie) & cookieMask) == 0);
    if (flows - old.size() + newFlows.size() > FLOWS_MAX) {
      throw full();
    }
    List<FlowEntry> kept = new ArrayList<>();
    for (Flow flow : newFlows) {
      FlowEntry there = table(flow.table()).findExactly(flow.match(), flow.priority());
      if (there == null) {
        kept.add(insert(flow, nowNs));
      } else {
        kept.add(there);
        if (!there.flow().equals(flow)) {
          there.modify(flow, nowNs);
        }
      }
    }
    old.removeIf(entry -> kept.stream().anyMatch(stays -> stays == entry));
    removeAll(old);
  }

  /** Removes the entries whose time-out has come; returns them in table order. */
  public List<FlowEntry> expire(long nowNs) {
    begin();
    List<FlowEntry> gone = new ArrayList<>();
    for (FlowEntry entry : entries()) {
      if (entry.expiryNs() <= nowNs) {
        gone.add(entry);
      }
    }
    removeAll(gone);
    return gone;
  }

  /** When the next entry times out if no frame uses it; {@link Long#MAX_VALUE} if none can. */
  public long nextExpiryNs() {
    long next = Long.MAX_VALUE;
    for (FlowEntry entry : entries()) {
      next = Math.min(next, entry.expiryNs());
    }
    return next;
  }

  /** Loses all flows and groups at once, as a switch does that is wiped. */
  public void clear() {
    begin();
    Arrays.fill(tables, null);
    groups.clear();
    flows = 0;
  }

  /**
   * Adds a group, or puts it in the place of the one with its id.
   *
   * @throws IllegalStateException if {@link #GROUPS_MAX} is reached
   */
  public void putGroup(Group group) {
    begin();
    if (groups.size() == GROUPS_MAX && !groups.containsKey(group.id())) {
      throw new IllegalStateException("more than " + GROUPS_MAX + " groups");
    }
    groups.put(group.id(), new CompiledGroup(group));
  }

  /** Groups ascending by id. */
  public List<Group> groups() {
    return groups.values().stream().map(CompiledGroup::group).toList();
  }

  /** Entries by table, then falling priority, then age. */
  public List<FlowEntry> entries() {
    List<FlowEntry> all = new ArrayList<>();
    for (FlowTable table : tables) {
      if (table != null) {
        List<FlowEntry> sorted = new ArrayList<>(table.entries());
        sorted.sort(Comparator.comparingInt(FlowEntry::priority).reversed());
        all.addAll(sorted);
      }
    }
    return all;
  }

  /** One line for each entry, with its counters. */
  public String dump(Names names) {
    StringBuilder text = new StringBuilder();
    entries().forEach(entry -> text.append(entry.text(names)).append('\n'));
    return text.toString();
  }

  /** What the pipeline has seen since it was made. */
  public PipelineCounters counters() {
    return new PipelineCounters(frames, misses, silent, overLimit, unlearned);
  }

  @Nullable FlowEntry lookup(int number, FlowKey key, byte[] frame) {
    FlowTable table = tables[number];
    FlowEntry entry = table == null ? null : table.lookup(key, frame);
    if (entry == null) {
      misses++;
    }
    return entry;
  }

  @Nullable CompiledGroup group(long id) {
    return groups.get(id);
  }

  /** Adds or refreshes a learned flow, in the middle of a frame's processing. */
  void learn(Flow flow, int limit, long nowNs) {
    FlowTable table = table(flow.table());
    FlowEntry there = table.findExactly(flow.match(), flow.priority());
    if (there != null) {
      there.modify(flow, nowNs);
    } else if (flows == FLOWS_MAX || (limit > 0 && learnedBy(flow, table) >= limit)) {
      unlearned++;
    } else {
      insert(flow, nowNs);
    }
  }

  private static long learnedBy(Flow flow, FlowTable table) {
    return table.entries().stream().filter(entry -> entry.flow().cookie() == flow.cookie()).count();
  }

  private void begin() {
    if (running) {
      throw new IllegalStateException("the pipeline is in the middle of a frame");
    }
  }

  private FlowTable table(int number) {
    FlowTable table = tables[number];
    if (table == null) {
      table = new FlowTable();
      tables[number] = table;
    }
    return table;
  }

  private FlowEntry insert(Flow flow, long nowNs) {
    if (flows == FLOWS_MAX) {
      throw full();
    }
    flows++;
    return table(flow.table()).add(flow, nowNs);
  }

  private void remove(FlowEntry entry) {
    table(entry.flow().table()).remove(entry);
    flows--;
  }

  private int removeAll(List<FlowEntry> gone) {
    gone.forEach(this::remove);
    return gone.size();
  }

  private List<FlowEntry> entriesWhere(Predicate<Flow> condition) {
    List<FlowEntry> found = entries();
    found.removeIf(entry -> !condition.test(entry.flow()));
    return found;
  }

  private static IllegalStateException full() {
    return new IllegalStateException("more than " + FLOWS_MAX + " flow entries");
  }
}
