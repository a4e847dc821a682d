package io.quorate.paxos.cluster;

import io.quorate.paxos.Incarnations;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has heard of whose starts, worked out from the messages that members took in; and what
 * follows from it: which words of theirs may be counted together. Where members have stores, all
 * may.
 */
final class Hearsay {

  /** That a member has said something, and which starts of others it had heard of by then. */
  record Word(int node, int incarnation, Incarnations known) {

    /** True if neither speaker had heard of a later self of the other. */
    private boolean goesWith(Word other) {
      return node != other.node
          && !Incarnations.isLater(incarnation, other.known.of(node))
          && !Incarnations.isLater(other.incarnation, known.of(other.node));
    }
  }

  private static final class Member {
    private final int incarnation;
    private Incarnations known;
    private boolean remembers;

    /** By node, the incarnation in which it has told this one all it knows. */
    private final Map<Integer, Integer> informants = new HashMap<>();

    Member(int node, int incarnation) {
      this.incarnation = incarnation;
      this.known = Incarnations.FIRST.with(node, incarnation);
      this.remembers = incarnation <= 1;
    }
  }

  private final boolean isVolatile;
  private final List<Member> members = new ArrayList<>();

  Hearsay(int members, boolean isVolatile) {
    this.isVolatile = isVolatile;
    for (int node = 0; node <= members; node++) {
      this.members.add(new Member(node, 0));
    }
  }

  /** The node starts, the first time or again. */
  void started(int node) {
    if (isVolatile) {
      members.set(node, new Member(node, members.get(node).incarnation + 1));
    }
  }

  /** What the node says now. */
  Word word(int node) {
    Member member = members.get(node);
    return new Word(node, member.incarnation, member.known);
  }

  /** The node takes a message in, unless it comes from a self of its sender that is no more. */
  void heard(int node, Envelope envelope) {
    int sender = envelope.sender();
    boolean isMember = sender >= 1 && sender < members.size() && sender != node;
    Member hearer = members.get(node);
    if (!isVolatile
        || !isMember
        || Incarnations.isLater(envelope.incarnation(), hearer.known.of(sender))) {
      return;
    }
    hearer.known = hearer.known.with(sender, envelope.incarnation());
    Incarnations told = told(envelope.message());
    for (int place = 0; place < told.size(); place++) {
      if (told.node(place) != node) {
        hearer.known = hearer.known.with(told.node(place), told.incarnation(place));
      }
    }
    if (envelope.message() instanceof Message.Recovered page
        && page.last()
        && page.incarnation() == hearer.incarnation) {
      hearer.informants.put(sender, envelope.incarnation());
    }
  }

  private static Incarnations told(Message message) {
    return switch (message) {
      case Message.Learn learn -> learn.known();
      case Message.Ack ack -> ack.known();
      case Message.Promise promise -> promise.known();
      case Message.Recovered page -> page.known();
      default -> Incarnations.FIRST;
    };
  }

  /** True if the message says what is known to its sender, where it has to. */
  boolean tellsAll(int node, Message message) {
    boolean counts =
        switch (message) {
          case Message.Learn learn -> true;
          case Message.Ack ack -> true;
          case Message.Promise promise -> promise.last();
          case Message.Recovered page -> page.last();
          default -> false;
        };
    Incarnations due = counts && isVolatile ? members.get(node).known : Incarnations.FIRST;
    return told(message).equals(due);
  }

  /**
   * True if the node has a memory: it never lost it, or so many have told it what they know, none
   * of whom it knows to have started again since.
   */
  boolean remembers(int node, int enough) {
    Member member = members.get(node);
    long told =
        member.informants.entrySet().stream()
            .filter(each -> isValid(each.getValue(), member.known.of(each.getKey())))
            .count();
    member.remembers |= told >= enough;
    return member.remembers;
  }

  private static boolean isValid(int incarnation, int latest) {
    return !Incarnations.isLater(incarnation, latest);
  }

  /** Adds what the node says to what was said, unless it has said so before. */
  void say(int node, List<Word> words) {
    Word now = word(node);
    boolean first =
        words.stream().noneMatch(each -> each.node == node && each.incarnation == now.incarnation);
    if (first) {
      words.add(now);
    }
  }

  /** True if there is a quorum among words that the node may count together with its own. */
  boolean haveQuorum(int node, int quorum, List<Word> words) {
    Word own = word(node);
    List<Word> others = isVolatile ? words.stream().filter(own::goesWith).toList() : words;
    return haveQuorum(quorum, others, List.of(own));
  }

  /** True if there is a quorum among words that somebody may count together. */
  boolean haveQuorum(int quorum, List<Word> words) {
    return haveQuorum(quorum, words, List.of());
  }

  private boolean haveQuorum(int quorum, List<Word> words, List<Word> with) {
    if (words.size() + with.size() < quorum) {
      return false;
    }
    if (with.size() == quorum || !isVolatile) {
      return true;
    }
    Word next = words.getFirst();
    List<Word> rest = words.subList(1, words.size());
    List<Word> together = rest.stream().filter(next::goesWith).toList();
    List<Word> more = new ArrayList<>(with);
    more.add(next);
    return haveQuorum(quorum, together, more) || haveQuorum(quorum, rest, with);
  }
}
