package io.quorate.paxos.cluster;

import io.quorate.paxos.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a watermark lets everybody forget, every quorum that can elect has a member that delivered;
 * and whoever finds a higher one was told so by members whose words are still good.
 */
final class Watermarks {

  private final boolean isVolatile;
  private final Terms terms;
  private final Hearsay hearsay;

  /** How far members have said to have delivered: by that, those who said it first. */
  private final TreeMap<Long, List<Hearsay.Word>> acks = new TreeMap<>();

  private long highest;

  Watermarks(boolean isVolatile, Terms terms, Hearsay hearsay) {
    this.isVolatile = isVolatile;
    this.terms = terms;
    this.hearsay = hearsay;
  }

  void acknowledged(int node, Message.Ack ack) {
    hearsay.say(node, acks.computeIfAbsent(ack.deliveredBelow(), any -> new ArrayList<>()));
  }

  void told(int node, long watermark) {
    Terms.Term term = terms.at(watermark);
    if (isVolatile && watermark > highest && term != null) {
      List<Hearsay.Word> words =
          acks.tailMap(watermark).values().stream().flatMap(List::stream).distinct().toList();
      int enough = term.acceptors().cardinality() - term.phase1() + 1;
      Violation.unless(
          hearsay.haveQuorum(node, enough, words),
          node,
          () -> "finds watermark " + watermark + ", told by " + words);
    }
    highest = Math.max(highest, watermark);
  }

  /**
   * Nothing is forgotten too soon.
   *
   * @param delivered by node, the slot below which it has delivered all; that of one without memory
   *     is endless, for it elects nobody until it has delivered what it must
   */
  void areDelivered(List<Long> delivered) {
    Violation.unless(
        terms.isSafeToForget(highest, delivered),
        0,
        () -> "watermark " + highest + ", delivered below " + delivered);
  }
}
