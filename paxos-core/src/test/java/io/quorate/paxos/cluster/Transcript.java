package io.quorate.paxos.cluster;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Lease;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Succession;
import io.quorate.paxos.Timing;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a cluster, written down: commands, then {@code ----}, then what happened, up
 * to an empty line. Running it gives the same text with what happens now. The verbs are in
 * src/test/resources/transcripts/README.md.
 */
public final class Transcript implements Watcher {

  private static final Pattern LETTERS = Pattern.compile("\\bx(\\d+)");

  private static final String RULE = "----";

  /** So many lost messages are shown in full; of more only how many there were of each type. */
  private static final int LOST_SHOWN = 4;

  private final List<String> output = new ArrayList<>();
  private final List<Integer> ticks = new ArrayList<>();
  private @Nullable Cluster cluster;
  private boolean quiet;
  private boolean stores;
  private long requests;
  private long changes;
  private @Nullable Configuration change;

  private Transcript() {}

  /** The text as it should read if what happens now is right. */
  public static String run(String text) {
    return new Transcript().replay(text);
  }

  private String replay(String text) {
    StringBuilder result = new StringBuilder();
    boolean recorded = false;
    for (String line : text.lines().toList()) {
      if (recorded) {
        recorded = !line.isBlank();
      } else if (line.equals(RULE)) {
        recorded = true;
        result.append(RULE).append('\n');
        output.forEach(each -> result.append(each).append('\n'));
        output.clear();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        command(line);
      }
      if (!recorded) {
        result.append(line).append('\n');
      }
    }
    if (!output.isEmpty()) {
      throw new AssertionError("the last commands have no " + RULE + " below them");
    }
    return result.toString().stripTrailing() + "\n";
  }

  private void command(String line) {
    List<String> words = List.of(line.split(" "));
    try {
      run(words.getFirst(), words.subList(1, words.size()));
    } catch (AssertionError | RuntimeException wrong) {
      throw new AssertionError(line + "\n" + String.join("\n", output) + "\n" + wrong, wrong);
    }
  }

  private Cluster cluster() {
    return Objects.requireNonNull(cluster, "a transcript begins with cluster N");
  }

  private void run(String verb, List<String> words) {
    switch (verb) {
      case "cluster" -> boot(words);
      case "propose" -> propose(words);
      case "client" -> client(words);
      case "read" -> read(words);
      case "tick" -> tick(words);
      case "stand" -> cluster().stand(node(words.getFirst()));
      case "deliver" -> cluster().deliver(String.join(" ", words));
      case "repeat" -> cluster().repeat(String.join(" ", words));
      case "drop" -> drop(words);
      case "stabilize" -> stabilize(words);
      case "restart" -> cluster().restart(node(words.getFirst()));
      case "change" -> change(words);
      case "hand-over" ->
          cluster().step(node(words.getFirst()), new Event.HandOver(node(words.get(1))));
      case "link-down" ->
          cluster().step(node(words.getFirst()), new Event.Link(node(words.get(1)), false));
      case "link-up" ->
          cluster().step(node(words.getFirst()), new Event.Link(node(words.get(1)), true));
      case "stop" -> cluster().stop(node(words.getFirst()));
      case "sync-later" -> cluster().syncLater();
      case "sync" -> sync(node(words.getFirst()));
      case "isolate" -> cluster().isolate(node(words.getFirst()));
      case "heal" -> cluster().heal();
      case "forge" -> forge(words);
      case "in-flight" -> cluster().inFlight().forEach(packet -> output.add(packet.toString()));
      case "status" -> eachNode(words, this::status);
      case "log" -> eachNode(words, this::log);
      case "counters" -> eachNode(words, this::counters);
      default -> throw new IllegalArgumentException("no such verb: " + verb);
    }
  }

  // ---------------------------------------------------------------- verbs

  private void boot(List<String> words) {
    Map<String, String> options = options(words);
    int members = Integer.parseInt(words.getFirst());
    Setup setup = Setup.of(members).machine(words.contains("machine"));
    setup.firstLeader(Forgery.number(options, "leader", 1));
    setup.durability(words.contains("volatile") ? Durability.VOLATILE : Durability.DURABLE);
    setup.beginners(Forgery.number(options, "beginners", members));
    setup.quorums(
        Forgery.number(options, "phase1", setup.phase1),
        Forgery.number(options, "phase2", setup.phase2));
    setup.windowSlots(Forgery.number(options, "window", setup.windowSlots));
    setup.pipeline(
        Forgery.number(options, "in-flight", setup.inFlightSlots),
        Forgery.number(options, "batch", setup.batchValues));
    setup.sessionsMax(Forgery.number(options, "sessions", setup.sessionsMax));
    setup.messageBytesMax(Forgery.number(options, "bytes", setup.messageBytesMax));
    int patience = Forgery.number(options, "patience", setup.timing.electionTicksMax());
    setup.timing(new Timing(5, 20, patience, 8));
    setup.succession(
        new Succession(
            Forgery.number(options, "preferred", 0),
            Forgery.number(options, "backup", 0),
            Forgery.number(options, "steady", 0)));
    setup.lease(
        new Lease(
            Forgery.number(options, "lease", 0), 10_000 * Forgery.number(options, "drift", 0)));
    ticks.clear();
    for (int node = 0; node <= members; node++) {
      ticks.add(0);
    }
    quiet = !words.contains("aloud");
    stores = words.contains("stores");
    cluster = new Cluster(setup, this);
    output.removeIf(line -> quiet);
    quiet = false;
  }

  /** propose NODE TEXT: session 7, the sequence counts up. */
  private void propose(List<String> words) {
    String text = String.join(" ", words.subList(1, words.size()));
    cluster().propose(node(words.getFirst()), 7, ++requests, text);
  }

  /** read NODE SESSION:SEQUENCE TEXT. */
  private void read(List<String> words) {
    String[] request = words.get(1).split(":", 2);
    String text = String.join(" ", words.subList(2, words.size()));
    Value query = Notation.value(Long.parseLong(request[0]), Long.parseLong(request[1]), text);
    Envelope envelope = new Envelope(1, 0, 0, new Message.Read(query));
    cluster().step(node(words.getFirst()), new Event.Received(envelope));
  }

  /**
   * change NODE add K | remove K | replace K L | learner K | sizes A B | again: as seen by the
   * node, in the session of those who run the group.
   */
  private void change(List<String> words) {
    int node = node(words.getFirst());
    Configuration now = cluster().replica(node).newestConfiguration();
    List<Integer> of = words.stream().skip(2).map(Integer::parseInt).toList();
    if (!words.get(1).equals("again")) {
      changes++;
      change =
          switch (words.get(1)) {
            case "add" -> now.adding(of.getFirst());
            case "remove" -> now.removing(of.getFirst());
            case "replace" -> now.replacing(of.getFirst(), of.get(1));
            case "learner" -> now.addingLearner(of.getFirst());
            case "sizes" -> now.resized(of.getFirst(), of.get(1));
            case "skip" -> now.adding(of.getFirst()).removing(of.getFirst());
            default -> throw new IllegalArgumentException("no such change: " + words);
          };
    }
    cluster().change(node, changes, Objects.requireNonNull(change));
  }

  /** client NODE SESSION:SEQUENCE TEXT, where xN stands for N letters x. */
  private void client(List<String> words) {
    String[] request = words.get(1).split(":", 2);
    String text = String.join(" ", words.subList(2, words.size()));
    text = LETTERS.matcher(text).replaceAll(many -> "x".repeat(Integer.parseInt(many.group(1))));
    Value value = Notation.value(Long.parseLong(request[0]), Long.parseLong(request[1]), text);
    Envelope envelope = new Envelope(1, 0, 0, new Message.Client(value));
    cluster().step(node(words.getFirst()), new Event.Received(envelope));
  }

  /** tick NODE [TIMES]. */
  private void tick(List<String> words) {
    int times = words.size() == 1 ? 1 : Integer.parseInt(words.get(1));
    for (int i = 0; i < times; i++) {
      if (words.getFirst().equals("*")) {
        cluster().tickAll();
      } else {
        cluster().tick(node(words.getFirst()));
      }
    }
  }

  private void drop(List<String> words) {
    String which = words.isEmpty() ? "*" : String.join(" ", words);
    List<Packet> lost = cluster().matching(which);
    if (lost.size() <= LOST_SHOWN) {
      lost.forEach(packet -> output.add("lost " + packet));
    } else {
      Map<EtherType, Long> counts =
          lost.stream().collect(groupingBy(Packet::type, TreeMap::new, counting()));
      output.add(
          "lost "
              + counts.entrySet().stream()
                  .map(each -> each.getValue() + " " + each.getKey())
                  .collect(joining(", ")));
    }
    cluster().drop(which);
  }

  /** sync NODE: all it has stored becomes durable; shows how much is sent that waited for it. */
  private void sync(int node) {
    int before = cluster().inFlight().size();
    cluster().sync(node);
    cluster()
        .inFlight()
        .subList(before, cluster().inFlight().size())
        .forEach(packet -> output.add("    goes " + packet));
  }

  private void stabilize(List<String> words) {
    quiet = words.contains("quiet");
    cluster().stabilize();
    quiet = false;
  }

  /** forge FROM->TO TYPE key=value …: the message arrives at once. */
  private void forge(List<String> words) {
    String[] ends = words.getFirst().split("->", 2);
    Map<String, String> fields = options(words);
    Envelope envelope =
        new Envelope(
            Forgery.number(fields, "group", 1),
            Integer.parseInt(ends[0]),
            Forgery.number(fields, "incarnation", 1),
            Forgery.of(words.get(1), fields));
    cluster().step(node(ends[1]), new Event.Received(envelope));
  }

  private static Map<String, String> options(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        options.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return options;
  }

  private static int node(String word) {
    return Integer.parseInt(word);
  }

  // ---------------------------------------------------------------- questions

  private interface Question {
    String ask(int node, Replica replica);
  }

  private void eachNode(List<String> words, Question question) {
    for (int node = 1; node <= cluster().members(); node++) {
      if (words.isEmpty() || words.contains(Integer.toString(node))) {
        output.add(node + " " + question.ask(node, cluster().replica(node)));
      }
    }
  }

  private String status(int node, Replica replica) {
    String role =
        cluster().isStopped(node)
            ? "is stopped"
            : replica.isRecovering()
                ? "is without memory"
                : replica.isLeader()
                    ? "leads"
                    : replica.isCandidate()
                        ? "stands"
                        : replica.trusted() == 0 ? "trusts nobody" : "trusts " + replica.trusted();
    return role + ", promised " + replica.promised() + ", next slot " + replica.nextSlot();
  }

  private String log(int node, Replica replica) {
    StringBuilder text = new StringBuilder("delivered below " + replica.nextSlot() + ":");
    for (long slot = 0; slot < replica.nextSlot(); slot++) {
      text.append(" [" + slot + " " + replica.chosen(slot) + "]");
    }
    return text.toString();
  }

  private String counters(int node, Replica replica) {
    var counters = replica.counters();
    return "foreign %d, unauthorised %d, out of window %d, oversized %d, stood %d, won %d, repeated %d, asked %d"
            .formatted(
                counters.foreign(),
                counters.unauthorised(),
                counters.outOfWindow(),
                counters.oversized(),
                counters.candidacies(),
                counters.electionsWon(),
                counters.acceptsRepeated(),
                counters.repairsAsked())
        + (counters.outdated() == 0 ? "" : ", outdated " + counters.outdated());
  }

  // ---------------------------------------------------------------- what happens

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {
    int node = replica.config().self();
    String what =
        switch (event) {
          case Event.Received e ->
              e.envelope().sender() + "->" + node + " " + Notation.of(e.envelope().message());
          case Event.Asked e -> node + " is asked " + Notation.of(e.query());
          case Event.Proposed e -> node + " is asked for " + Notation.of(e.value());
          case Event.Ticked e -> node + " at its tick " + ticked(node);
          case Event.Booted e -> node + (replica.incarnation() == 1 ? " boots" : " restarts");
          case Event.HandOver e -> node + " is to hand over to " + e.node();
          case Event.Link e -> node + " sees its link to " + e.node() + (e.up() ? " up" : " down");
        };
    List<Effect> shown =
        effects.stream().filter(each -> stores || !(each instanceof Effect.Store)).toList();
    if (quiet) {
      shown.stream()
          .filter(effect -> !(effect instanceof Effect.Send || effect instanceof Effect.Broadcast))
          .forEach(effect -> output.add(node + " " + Notation.of(effect)));
    } else if (!shown.isEmpty() || !(event instanceof Event.Ticked)) {
      output.add(what);
      shown.forEach(effect -> output.add("    " + Notation.of(effect)));
    }
  }

  private int ticked(int node) {
    int count = ticks.get(node) + 1;
    ticks.set(node, count);
    return count;
  }
}
