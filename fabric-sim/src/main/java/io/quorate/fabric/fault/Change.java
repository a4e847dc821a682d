package io.quorate.fabric.fault;

import io.quorate.fabric.PaxosGroup;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How a group is to be changed. Names are those of its members. */
public sealed interface Change {

  /** The quorum size that is not said. */
  int DEFAULT = 0;

  /**
   * Some members get other roles, the others keep theirs. Where as many vote as before, quorums
   * stay; else they are majorities.
   *
   * @param remove shall play no role
   * @param add shall vote and learn
   * @param learn shall only learn
   */
  record Steps(List<String> remove, List<String> add, List<String> learn) implements Change {
    public Steps {
      remove = List.copyOf(remove);
      add = List.copyOf(add);
      learn = List.copyOf(learn);
    }
  }

  /**
   * All that is to be.
   *
   * @param acceptors shall vote
   * @param learners shall act on what is delivered
   * @param phase1 members that must promise; {@link #DEFAULT} for the least that will do
   * @param phase2 members that must vote; {@link #DEFAULT} for the least that will do
   */
  record Whole(List<String> acceptors, List<String> learners, int phase1, int phase2)
      implements Change {
    public Whole {
      acceptors = List.copyOf(acceptors);
      learners = List.copyOf(learners);
    }

    /** As a fabric file reads them: majorities, or the counterpart of the one that is said. */
    Quorums quorums() {
      int members = acceptors.size();
      if (phase1 == DEFAULT && phase2 == DEFAULT) {
        return Quorums.majority(members);
      }
      return new Quorums(
          members,
          phase1 == DEFAULT ? members - phase2 + 1 : phase1,
          phase2 == DEFAULT ? members - phase1 + 1 : phase2);
    }
  }

  /**
   * What follows a configuration; the same one, if there is nothing to change.
   *
   * @throws IllegalArgumentException if nobody would be left that votes
   */
  default Configuration next(Configuration now, PaxosGroup group) {
    Configuration next =
        switch (this) {
          case Steps steps -> after(now, steps, group);
          case Whole whole ->
              new Configuration(
                  now.version() + 1,
                  group.nodes(whole.acceptors()),
                  group.nodes(whole.learners()),
                  whole.quorums());
        };
    boolean same =
        next.acceptors().equals(now.acceptors())
            && next.learners().equals(now.learners())
            && next.quorums().equals(now.quorums());
    return same ? now : next;
  }

  private static Configuration after(Configuration now, Steps steps, PaxosGroup group) {
    TreeSet<Integer> acceptors = new TreeSet<>(now.acceptors());
    TreeSet<Integer> learners = new TreeSet<>(now.learners());
    group.nodes(steps.remove()).forEach(acceptors::remove);
    group.nodes(steps.remove()).forEach(learners::remove);
    group.nodes(steps.learn()).forEach(acceptors::remove);
    learners.addAll(group.nodes(steps.learn()));
    acceptors.addAll(group.nodes(steps.add()));
    learners.addAll(group.nodes(steps.add()));
    int votes = acceptors.size();
    return new Configuration(
        now.version() + 1,
        List.copyOf(acceptors),
        List.copyOf(learners),
        votes == now.acceptors().size() || votes == 0 ? now.quorums() : Quorums.majority(votes));
  }

  /** In words: {@code remove S2 add S4}. */
  default String describe() {
    List<String> words = new ArrayList<>();
    switch (this) {
      case Steps(List<String> remove, List<String> add, List<String> learn) -> {
        word(words, "remove ", remove);
        word(words, "add ", add);
        word(words, "learn ", learn);
      }
      case Whole(List<String> acceptors, List<String> learners, int phase1, int phase2) -> {
        word(words, "acceptors ", acceptors);
        word(words, "learners ", learners);
        words.add(phase1 == DEFAULT ? "" : "phase1 " + phase1);
        words.add(phase2 == DEFAULT ? "" : "phase2 " + phase2);
      }
    }
    words.removeIf(String::isEmpty);
    return String.join(" ", words);
  }

  private static void word(List<String> words, String word, List<String> names) {
    words.add(names.isEmpty() ? "" : word + String.join(" ", names));
  }

  /** As in a fault file, without the braces: {@code remove: [S2], add: [S4]}. */
  default String fields() {
    List<String> fields = new ArrayList<>();
    switch (this) {
      case Steps(List<String> remove, List<String> add, List<String> learn) -> {
        field(fields, "remove", remove);
        field(fields, "add", add);
        field(fields, "learn", learn);
      }
      case Whole(List<String> acceptors, List<String> learners, int phase1, int phase2) -> {
        fields.add("acceptors: " + acceptors);
        fields.add("learners: " + learners);
        fields.add(phase1 == DEFAULT ? "" : "phase1: " + phase1);
        fields.add(phase2 == DEFAULT ? "" : "phase2: " + phase2);
      }
    }
    fields.removeIf(String::isEmpty);
    return String.join(", ", fields);
  }

  private static void field(List<String> fields, String key, List<String> names) {
    fields.add(names.isEmpty() ? "" : key + ": " + names);
  }
}
