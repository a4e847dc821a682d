package io.quorate.paxos.cluster;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Replica;
import io.quorate.paxos.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whoever runs the group: asks for any change that comes to mind, of whoever seems to lead, and
 * sometimes asks again for what was asked before, or for what cannot be.
 *
 * <p>Where nothing is stored, it asks for none of which too many acceptors are without memory; and
 * from then on, as few of them stop at once as the others can help.
 */
final class Changes implements Watcher {

  private static final int NOBODY = 0;

  private final int members;
  private final SplittableRandom random;
  private long sequence;
  private @Nullable Configuration last;

  /** The first, and all that were asked for: any may be in force, or come into force. */
  private final List<Configuration> governing = new ArrayList<>();

  Changes(Setup setup, SplittableRandom random) {
    this.members = setup.members;
    this.random = random;
    governing.add(setup.config(1).initial());
  }

  void ask(Cluster cluster) {
    int leader = cluster.leader();
    int node = leader == 0 || random.nextInt(8) == 0 ? any() : leader;
    if (cluster.isStopped(node)) {
      return;
    }
    Configuration before = last;
    if (before != null && random.nextInt(4) == 0) {
      cluster.change(node, sequence, before);
    } else {
      Configuration next = draw(cluster.replica(node));
      if (!bears(cluster, next, NOBODY)) {
        return;
      }
      last = next;
      governing.add(next);
      cluster.change(node, ++sequence, next);
    }
  }

  /** True if the node may stop: in whatever configuration, enough others remember. */
  boolean mayForget(Cluster cluster, int node) {
    return cluster.isDurable() || governing.stream().allMatch(each -> bears(cluster, each, node));
  }

  /**
   * True if enough of its acceptors remember, were the node to forget too; or if they would be too
   * few in any case, for then it is refused.
   */
  private static boolean bears(Cluster cluster, Configuration configuration, int node) {
    int acceptors = configuration.acceptors().size();
    int enough = configuration.quorums().recovery();
    long remember =
        configuration.acceptors().stream()
            .filter(each -> each != node && cluster.remembers(each))
            .count();
    return remember >= enough || enough >= acceptors;
  }

  /** A session that was forgotten goes on where its horizon says. */
  @Override
  public void carriedOut(Replica replica, Effect effect) {
    if (effect instanceof Effect.Answer(long session, Message.Refusal refusal)
        && session == Cluster.OPERATOR
        && refusal.reason() == Message.Refusal.Reason.EXPIRED
        && refusal.sequence() == sequence) {
      sequence = refusal.horizon();
    }
  }

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {}

  private int any() {
    return 1 + random.nextInt(members);
  }

  private Configuration draw(Replica replica) {
    Configuration now = replica.newestConfiguration();
    return switch (random.nextInt(6)) {
      case 0 -> now.adding(any());
      case 1 ->
          now.acceptors().size() > 1 ? now.removing(oneOf(now.acceptors())) : now.adding(any());
      case 2 -> now.replacing(oneOf(now.acceptors()), any());
      case 3 -> resized(now);
      case 4 -> now.adding(any()).adding(any()); // Of a version that does not follow.
      default -> anything(now);
    };
  }

  private int oneOf(List<Integer> nodes) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Configuration resized(Configuration now) {
    int count = now.acceptors().size();
    int phase2 = 1 + random.nextInt(count);
    return now.resized(count - phase2 + 1 + random.nextInt(phase2), phase2);
  }

  /** Other acceptors and learners altogether: no quorum of old and new need intersect. */
  private Configuration anything(Configuration now) {
    TreeSet<Integer> acceptors = new TreeSet<>();
    TreeSet<Integer> learners = new TreeSet<>();
    for (int left = 1 + random.nextInt(members); left > 0; left--) {
      acceptors.add(any());
      learners.add(any());
    }
    return new Configuration(
        now.version() + 1,
        List.copyOf(acceptors),
        List.copyOf(learners),
        Quorums.majority(acceptors.size()));
  }
}
