package io.quorate.paxos;

import io.quorate.paxos.machine.SnapshotReader;
import io.quorate.paxos.machine.SnapshotWriter;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which configuration governs which slot: replicated state, changed by delivered values alone.
 *
 * <p><b>The activation rule.</b> A configuration chosen in slot s governs the slots from s +
 * <i>window</i> on, up to where the next one begins. The window's length, in slots, is Lamport's α
 * ("Paxos Made Simple", 2001, end of section 3; "The Part-Time Parliament", 1998, section 3.3.7;
 * Lamport, Malkhi and Zhou, "Reconfiguring a State Machine", SIGACT News 41(1), 2010, section 2).
 *
 * <p><b>Why it is safe.</b> Each slot is an instance of Paxos of its own, and Paxos is safe if all
 * agree on the quorums of the instance. So what must be shown is that nobody proposes, votes or
 * counts in a slot without knowing its configuration, and that all who know it know the same.
 *
 * <ul>
 *   <li><i>All know the same</i>: by induction over slots. The configuration of slot x is a
 *       function of the values chosen in the slots up to x − window, on which all agree.
 *   <li><i>Nobody acts without knowing</i>: a replica takes slot x in, in whatever role, only if
 *       its {@link Window} has room, that is if x &lt; next + <i>window</i> for its next slot to be
 *       delivered. Then it has delivered every slot up to x − window, the last that can bear on x;
 *       the bound is exact. This is also why a snapshot brings the configurations with it.
 *   <li><i>Nobody proposes unprepared</i>: a leader's phase 1 asks a phase-1 quorum of every
 *       configuration that governs a slot open to it. One that becomes known later begins beyond
 *       all slots that were open before; the leader asks its acceptors in its own ballot, and
 *       proposes nothing there until a quorum of them has promised and told its votes ({@code
 *       Transition}). Within a configuration, phase-1 and phase-2 quorums intersect (Howard, Malkhi
 *       and Spiegelman, "Flexible Paxos", 2016); across configurations they need not.
 * </ul>
 *
 * <p><b>Who does not vote.</b> A member that is no acceptor in a slot keeps what is proposed there
 * in the place of a vote, since its learner needs the value; it says nothing, and nobody would
 * count it. What it keeps may come up in a page of its votes. That does no harm: to know of more
 * proposals of lower ballots than a quorum tells of never leads to another value, for all proposals
 * above the ballot that has chosen are for its value ("Paxos Made Simple", section 2.2, P2b).
 *
 * <p><b>One at a time.</b> A change has effect only if it follows the newest configuration, which
 * it names by the version before its own, and stands in a slot that the newest governs already. So
 * the slots that a replica can hold are governed by at most three configurations: the one that is
 * passing, the one in force, and the one to come. What a change is judged by is in the log alone,
 * so all judge alike.
 *
 * <p><b>When one is over.</b> Its members are needed until the next has taken over: until every
 * phase-1 quorum of the next has a member that has delivered every slot below its first. From then
 * on the next can elect leaders by itself (compare SMART: Lorch et al., "The SMART Way to Migrate
 * Replicated Stateful Services", EuroSys 2006, section 4: a configuration is garbage when its
 * successor has its state). The watermark says so: it does not pass a configuration's first slot
 * before that holds. Whoever has left may be switched off then, and not before.
 */
public final class Configurations {

  /**
   * A configuration and the first slot that it governs.
   *
   * @param fromSlot up to the first slot of the next one
   * @param configuration who plays which role
   * @param quorums the same, by members' indexes
   */
  public record Epoch(long fromSlot, Configuration configuration, QuorumSystem quorums) {}

  /** Passing, in force, to come; a snapshot that has more is none. */
  private static final int EPOCHS_MAX = 3;

  private final Members members;
  private final int windowSlots;
  private final boolean isVolatile;

  /** By first slot; never empty, and the newest last. */
  private List<Epoch> epochs;

  /** The last of them, which nearly every slot asks for. */
  private Epoch newest;

  private long digest;

  private int changes;

  Configurations(ReplicaConfig config, Members members) {
    this.members = members;
    this.windowSlots = config.limits().windowSlots();
    this.isVolatile = config.durability() == Durability.VOLATILE;
    this.newest = epoch(0, config.initial());
    this.epochs = List.of(newest);
  }

  private Configurations(Configurations like, List<Epoch> epochs) {
    this.members = like.members;
    this.windowSlots = like.windowSlots;
    this.isVolatile = like.isVolatile;
    this.epochs = List.copyOf(epochs);
    this.newest = epochs.getLast();
    this.digest = digestOf(this.epochs);
  }

  private Epoch epoch(long fromSlot, Configuration configuration) {
    return new Epoch(fromSlot, configuration, new QuorumSystem(configuration, members));
  }

  /** The quorums of a slot; the slot must be open, or delivered less than a window ago. */
  public QuorumSystem at(long slot) {
    return epochAt(slot).quorums();
  }

  /** The configuration of a slot; the slot must be open, or delivered less than a window ago. */
  public Epoch epochAt(long slot) {
    return slot >= newest.fromSlot() ? newest : earlierAt(slot);
  }

  private Epoch earlierAt(long slot) {
    int last = epochs.size() - 1;
    while (last > 0 && epochs.get(last).fromSlot() > slot) {
      last--;
    }
    return epochs.get(last);
  }

  /** The newest one, be it in force or to come. */
  public Epoch newest() {
    return newest;
  }

  /** The first slot governed by a later version than this; beyond all slots if there is none. */
  long endOf(long version) {
    if (version >= newest.configuration().version()) {
      return Long.MAX_VALUE;
    }
    for (Epoch each : epochs) {
      if (each.configuration().version() > version) {
        return each.fromSlot();
      }
    }
    return Long.MAX_VALUE;
  }

  /** Those that govern any slot from {@code fromSlot} to {@code endSlot} − 1, by first slot. */
  public List<Epoch> governing(long fromSlot, long endSlot) {
    Epoch first = epochAt(fromSlot);
    return epochs.stream()
        .filter(each -> each.fromSlot() >= first.fromSlot() && each.fromSlot() < endSlot)
        .toList();
  }

  /** Those that are not over, by first slot: their members are still needed. */
  public List<Epoch> needed(long watermark) {
    return governing(watermark, Long.MAX_VALUE);
  }

  /**
   * Why a configuration could not follow in this slot, for people; null if it can.
   *
   * @param slot whose value it would be
   */
  public @Nullable String objection(Configuration next, long slot) {
    Epoch newest = newest();
    if (newest.fromSlot() > slot) {
      return "version %d, chosen before, is in force only from slot %d on"
          .formatted(newest.configuration().version(), newest.fromSlot());
    }
    if (next.version() != newest.configuration().version() + 1) {
      return "version %d does not follow version %d"
          .formatted(next.version(), newest.configuration().version());
    }
    if (isVolatile && next.quorums().recovery() >= next.acceptors().size()) {
      return "where nothing is stored, no acceptor of " + next + " could lose its memory";
    }
    return stranger(next);
  }

  private @Nullable String stranger(Configuration next) {
    for (List<Integer> role : List.of(next.acceptors(), next.learners())) {
      for (int node : role) {
        if (members.indexOf(node) < 0) {
          return "node " + node + " is not known to the group";
        }
      }
    }
    return null;
  }

  /**
   * The configuration has been delivered.
   *
   * @param slot whose value it is; there is no {@link #objection}
   * @return from where on it governs
   */
  Epoch change(Configuration next, long slot) {
    assert objection(next, slot) == null : objection(next, slot);
    Epoch begun = epoch(slot + windowSlots, next);
    List<Epoch> kept = new ArrayList<>(governing(slot + 1 - windowSlots, Long.MAX_VALUE));
    kept.add(begun);
    assert kept.size() <= EPOCHS_MAX : kept;
    become(new Configurations(this, kept));
    return begun;
  }

  /**
   * The slot up to which every phase-1 quorum has a member that has come so far, in each
   * configuration that is still needed; one whose successor is that far into its own slots is not.
   *
   * @param watermark the highest such slot known so far
   * @param slots by member's index, how far it has come
   */
  long reached(long watermark, long[] slots) {
    List<Epoch> needed = needed(watermark);
    long reached = needed.getLast().quorums().reachedInEveryPhase1Quorum(slots);
    long next = reached;
    for (int i = needed.size() - 2; i >= 0; i--) {
      long mine = needed.get(i).quorums().reachedInEveryPhase1Quorum(slots);
      if (next < needed.get(i + 1).fromSlot()) {
        reached = Math.min(reached, mine);
      }
      next = mine;
    }
    return reached;
  }

  // ---------------------------------------------------------------- as part of the state

  void write(SnapshotWriter out) {
    out.writeInt(epochs.size());
    for (Epoch each : epochs) {
      out.writeLong(each.fromSlot());
      out.writeBytes(ConfigurationBytes.of(each.configuration()));
    }
  }

  /**
   * Reads what another replica wrote; nothing changes here.
   *
   * @throws IllegalArgumentException if these are no configurations of this group
   */
  Configurations read(SnapshotReader in) {
    int count = in.readInt();
    if (count < 1 || count > EPOCHS_MAX) {
      throw new IllegalArgumentException("a snapshot of " + count + " configurations");
    }
    List<Epoch> read = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      long fromSlot = in.readLong();
      Configuration next = ConfigurationBytes.read(in.readBytes());
      if (next == null || stranger(next) != null) {
        throw new IllegalArgumentException("a snapshot with a configuration of another group");
      }
      read.add(epoch(fromSlot, next));
      if (read.size() > 1 && !follow(read.get(read.size() - 2), read.getLast())) {
        throw new IllegalArgumentException("a snapshot with configurations out of order");
      }
    }
    return new Configurations(this, read);
  }

  private static boolean follow(Epoch before, Epoch after) {
    return after.fromSlot() > before.fromSlot()
        && after.configuration().version() == before.configuration().version() + 1;
  }

  /** Becomes what another replica's were. */
  void become(Configurations others) {
    epochs = others.epochs;
    newest = others.newest;
    digest = others.digest;
    changes++;
  }

  /** Goes up whenever they change here: nothing is new to whoever has seen this number. */
  int changes() {
    return changes;
  }

  /** A digest; 0 as long as the first configuration is the only one. */
  long digest() {
    return digest;
  }

  private static long digestOf(List<Epoch> epochs) {
    if (epochs.getLast().configuration().version() == 0) {
      return 0;
    }
    long digest = 0x9E3779B97F4A7C15L;
    for (Epoch each : epochs) {
      digest = (digest ^ each.fromSlot()) * 0x100000001B3L;
      for (byte b : ConfigurationBytes.of(each.configuration())) {
        digest = (digest ^ b) * 0x100000001B3L;
      }
    }
    return digest;
  }
}
