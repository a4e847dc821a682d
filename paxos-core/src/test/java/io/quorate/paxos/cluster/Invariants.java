package io.quorate.paxos.cluster;

import static java.util.Objects.requireNonNull;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.machine.KeyValueMachine;
import io.quorate.paxos.machine.Sessions;
import io.quorate.paxos.machine.StateMachine;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold whatever happens, judged from the messages and deliveries alone by somebody who
 * sees them all. Knows who voted for what, and so knows what is chosen before any replica does.
 *
 * <ul>
 *   <li>A ballot proposes one value for a slot, and only its owner proposes in it.
 *   <li>A vote is for something proposed, and never in a ballot below one that the voter promised.
 *   <li>A promise never falls, and tells of every vote.
 *   <li>One value is chosen for a slot, a requested one or a no-op, and no higher ballot proposes
 *       another ("Paxos Made Simple", P2b).
 *   <li>What a watermark lets everybody forget, every electing quorum has a member that delivered.
 *   <li>Slots are delivered in order, once, and only when chosen, with the chosen value; or a
 *       snapshot stands for them, of the state that others had there.
 *   <li>Whoever started without memory only asks, until enough have told it what they know.
 *   <li>Promises and votes of earlier selves count no more once their hearer could know better.
 *   <li>Outcomes, results and digests are equal on all replicas; a request is executed once.
 * </ul>
 */
public final class Invariants implements Watcher {

  private static final int INDEX_BITS = 10;

  private static final class Slot {
    final TreeMap<Ballot, Value> proposed = new TreeMap<>();
    final TreeMap<Ballot, List<Hearsay.Word>> votes = new TreeMap<>();
    @Nullable Value chosen;
    @Nullable Ballot chosenIn;

    /** What became of its values, as far as somebody has delivered them. */
    final List<Done> done = new ArrayList<>();

    List<Value> parts() {
      return chosen == null ? List.of() : chosen.parts();
    }

    boolean isDelivered() {
      return !done.isEmpty() && done.size() == parts().size();
    }
  }

  private static final class Member {
    boolean recovering;
    Ballot promised = new Ballot(0, 0);
    final TreeMap<Long, Ballot> votes = new TreeMap<>();
    long nextSlot;
    int nextIndex;

    /** Place of what is told next of what was delivered before the node stopped. */
    long replayed;

    /** What it wanted stored since it started, durable or not. */
    final List<StoreRecord> written = new ArrayList<>();

    /** Applied in the current step, whose deliveries are yet to be seen. */
    final Deque<Applied> applied = new ArrayDeque<>();
  }

  private record Done(Execution.Outcome outcome, long stateDigest) {}

  private record Request(long session, long sequence) {}

  private record Applied(String command, String result, long digest) {}

  private final boolean isVolatile;
  private final Terms terms;
  private final Hearsay hearsay;

  /** Who has promised a ballot and told all votes. */
  private final Map<Ballot, List<Hearsay.Word>> promises = new HashMap<>();

  private final Set<Ballot> leading = new HashSet<>();

  /** How far members have said to have delivered: by that, those who said it first. */
  private final TreeMap<Long, List<Hearsay.Word>> acks = new TreeMap<>();

  /** The first slot in which a request was executed. */
  private final Map<Request, Long> executedIn = new HashMap<>();

  private final Map<Long, Slot> slots = new HashMap<>();
  private final List<Member> members = new ArrayList<>();
  private final Set<Value> requested = new HashSet<>();
  private final Map<Long, Applied> appliedIn = new HashMap<>();
  private final Map<Request, Value> replies = new HashMap<>();
  private int chosen;
  private int reproposed;
  private int repeated;
  private int expired;
  private int batched;
  private int installations;
  private int recoveries;
  private long watermark;
  private final Set<Integer> reportsLoss = new HashSet<>();

  Invariants(Setup setup) {
    isVolatile = setup.durability == Durability.VOLATILE;
    terms = new Terms(setup);
    hearsay = new Hearsay(setup.members, isVolatile);
    for (int node = 0; node <= setup.members; node++) {
      members.add(new Member());
    }
  }

  /** Slots chosen so far, whether or not any replica knows it. */
  public int chosen() {
    return chosen;
  }

  /** Changes of the configuration that took effect. */
  public int changes() {
    return terms.changes();
  }

  /** Proposals of a value in a second or later ballot: what take-over is for. */
  public int reproposed() {
    return reproposed;
  }

  /** Slots with a request that an earlier slot had already. */
  public int repeated() {
    return repeated;
  }

  /** Values that shared a slot with others. */
  public int batched() {
    return batched;
  }

  /** Requests refused because their session was forgotten. */
  public int expired() {
    return expired;
  }

  /** Snapshots that replicas have become. */
  public int installations() {
    return installations;
  }

  /** Times that a member has won its memory back. */
  public int recoveries() {
    return recoveries;
  }

  /** True if the node reports that too many have lost their memory, and has not taken it back. */
  public boolean reportsLoss(int node) {
    return reportsLoss.contains(node);
  }

  /** True if the node has executed the request. */
  public boolean isExecuted(int node, long session, long sequence) {
    Long place = executedIn.get(new Request(session, sequence));
    return place != null && place >>> INDEX_BITS < members.get(node).nextSlot;
  }

  /** The first slot in which the request was executed; −1 if it was not. */
  long executedIn(long session, long sequence) {
    Long place = executedIn.get(new Request(session, sequence));
    return place == null ? -1 : place >>> INDEX_BITS;
  }

  /** The reply that a client has been given, or null. */
  public @Nullable Value reply(long session, long sequence) {
    return replies.get(new Request(session, sequence));
  }

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {
    int node = replica.config().self();
    heard(node, event);
    Member member = members.get(node);
    for (Effect effect : effects) {
      if (effect instanceof Effect.Store(StoreRecord record)) {
        member.written.add(record);
      }
    }
    recoveries += member.recovering && !replica.isRecovering() ? 1 : 0;
    member.recovering = replica.isRecovering();
    Ballot said = members.get(node).promised;
    check(
        replica.promised().compareTo(said) >= 0,
        node,
        () -> "has promised " + replica.promised() + ", and has said " + said);
  }

  @Override
  public void carriedOut(Replica replica, Effect effect) {
    int node = replica.config().self();
    switch (effect) {
      case Effect.Store store -> {}
      case Effect.Send send -> said(node, send.message());
      case Effect.Broadcast broadcast -> said(node, broadcast.message());
      case Effect.Answer answer -> answered(answer.message());
      case Effect.Deliver deliver -> delivered(node, deliver);
      case Effect.Installed installed -> installed(node, installed);
      case Effect.Restored restored -> restored(node, restored);
      case Effect.Reconfigured reconfigured -> {}
      case Effect.Redelivered redelivered -> redelivered(node, redelivered.before());
      case Effect.LeaderChanged changed -> {}
      case Effect.MemoryLost lost -> {
        if (lost.members().isEmpty()) {
          reportsLoss.remove(node);
        } else {
          reportsLoss.add(node);
        }
      }
    }
  }

  /** What its store has kept, a node has done, whether or not it came to say so. */
  @Override
  public void recovered(int node, Recovered recovered) {
    if (isVolatile) {
      members.set(node, new Member());
      reportsLoss.remove(node);
    }
    hearsay.started(node);
    for (StoreRecord record : recovered.records()) {
      recalled(node, record);
      if (record instanceof StoreRecord.Checkpoint checkpoint) {
        recallBefore(node, checkpoint);
        unseen(checkpoint.nextSlot());
        for (StoreRecord.Held held : checkpoint.held()) {
          if (held.votedIn() != null && held.voted() != null) {
            recalled(node, held.votedIn(), held.slot(), held.voted());
          }
        }
      }
    }
    members.get(node).written.clear();
  }

  /** What the checkpoint has made superfluous, though nobody may have seen it done. */
  private void recallBefore(int node, StoreRecord.Checkpoint kept) {
    List<StoreRecord> written = members.get(node).written;
    int place = written.size() - 1;
    while (place >= 0
        && !(written.get(place) instanceof StoreRecord.Checkpoint checkpoint
            && checkpoint.nextSlot() == kept.nextSlot()
            && checkpoint.incarnation() == kept.incarnation())) {
      place--;
    }
    for (StoreRecord record : written.subList(0, Math.max(0, place))) {
      recalled(node, record);
    }
  }

  private void recalled(int node, StoreRecord record) {
    if (record instanceof StoreRecord.Voted(Ballot ballot, long slot, Value value)) {
      recalled(node, ballot, slot, value);
    }
    if (record instanceof StoreRecord.Delivered delivered) {
      unseen(delivered.slot() + 1); // Who votes in later slots depends on it.
    }
  }

  /** Slots that were delivered, though nobody may have seen the outcome before the node stopped. */
  private void unseen(long end) {
    while (terms.next() < end) {
      Value value = slot(terms.next()).chosen;
      if (value == null) {
        return;
      }
      terms.delivered(value, true);
    }
  }

  private void recalled(int node, Ballot ballot, long number, Value value) {
    Slot slot = slot(number);
    if (ballot.node() == node) {
      slot.proposed.putIfAbsent(ballot, value);
    }
    Value proposed = slot.proposed.get(ballot);
    check(Objects.equals(proposed, value), node, () -> "recalls " + value + " and not " + proposed);
    cast(node, new Message.Learn(ballot, number), slot, value);
  }

  private void heard(int node, Event event) {
    if (event instanceof Event.Proposed proposed) {
      request(proposed.value());
    }
    if (event instanceof Event.Received received) {
      hearsay.heard(node, received.envelope());
      int sender = received.envelope().sender();
      Message message = received.envelope().message();
      if (message instanceof Message.Client client) {
        request(client.value());
      }
      if (message instanceof Message.Accept accept && accept.ballot().node() == sender) {
        request(accept.value()); // It was judged when it was sent, unless a test has forged it.
        proposed(sender, accept);
      }
    }
  }

  private void request(Value value) {
    requested.addAll(value.parts());
  }

  private void said(int node, Message message) {
    boolean asks =
        message instanceof Message.Recover
            || message instanceof Message.Repair
            || message instanceof Message.Fetch;
    check(
        asks || hearsay.remembers(node, terms.recovery()),
        node,
        () -> "is without memory, and says " + Notation.of(message));
    check(
        hearsay.tellsAll(node, message),
        node,
        () -> "knows " + hearsay.word(node) + " and says " + Notation.of(message));
    if (message instanceof Message.Accept accept) {
      if (!isVolatile) {
        elected(node, accept.ballot(), accept.slot());
      }
      proposed(node, accept);
    } else if (message instanceof Message.Learn learn) {
      voted(node, learn);
    } else if (message instanceof Message.Promise promise) {
      promised(node, promise.ballot());
      toldEveryVote(node, promise);
      if (promise.last()) {
        hearsay.say(node, promises.computeIfAbsent(promise.ballot(), any -> new ArrayList<>()));
      }
    } else if (message instanceof Message.Prepare prepare) {
      promised(node, prepare.ballot());
    } else if (message instanceof Message.Trust trust) {
      if (leading.add(trust.ballot())) {
        elected(node, trust.ballot(), trust.chosenBelow());
      }
      enoughHaveSaidSo(node, trust.watermark());
      watermark = Math.max(watermark, trust.watermark());
      enoughHaveDelivered();
    } else if (message instanceof Message.Ack ack) {
      hearsay.say(node, acks.computeIfAbsent(ack.deliveredBelow(), any -> new ArrayList<>()));
    } else if (message instanceof Message.Join) {
      enoughHaveDelivered();
    }
  }

  /** Whoever finds a higher watermark was told so by members whose words are still good. */
  private void enoughHaveSaidSo(int node, long told) {
    Terms.Term term = terms.at(told);
    if (isVolatile && told > watermark && term != null) {
      List<Hearsay.Word> words =
          acks.tailMap(told).values().stream().flatMap(List::stream).distinct().toList();
      int enough = term.acceptors().cardinality() - term.phase1() + 1;
      check(
          hearsay.haveQuorum(node, enough, words),
          node,
          () -> "finds watermark " + told + ", told by " + words);
    }
  }

  /** Whoever is without memory elects nobody until it has delivered what it must. */
  private void enoughHaveDelivered() {
    List<Long> delivered =
        members.stream().map(each -> each.recovering ? Long.MAX_VALUE : each.nextSlot).toList();
    check(
        terms.isSafeToForget(watermark, delivered),
        0,
        () -> "watermark " + watermark + ", delivered below " + delivered);
  }

  private Slot slot(long slot) {
    return slots.computeIfAbsent(slot, any -> new Slot());
  }

  /**
   * Whoever leads has a quorum's promises, all still good as it begins, and for each slot a quorum
   * of those who vote there.
   */
  private void elected(int node, Ballot ballot, long slot) {
    Terms.Term term = terms.at(slot);
    if (ballot.round() == 0 || term == null) {
      return;
    }
    List<Hearsay.Word> words = promises.getOrDefault(ballot, List.of());
    List<Hearsay.Word> counted =
        words.stream().filter(each -> term.acceptors().get(each.node())).toList();
    boolean elected =
        term.acceptors().get(node)
            ? hearsay.haveQuorum(node, term.phase1(), counted)
            : hearsay.haveQuorum(term.phase1(), counted);
    check(elected, node, () -> "leads in " + ballot + ", promised by " + words);
  }

  private void proposed(int node, Message.Accept accept) {
    check(accept.ballot().node() == node, node, () -> "proposes in a ballot of another: " + accept);
    check(
        accept.value().isNoop() || requested.containsAll(accept.value().parts()),
        node,
        () -> "proposes what nobody asked for: " + accept);
    Slot slot = slot(accept.slot());
    Value before = slot.proposed.put(accept.ballot(), accept.value());
    check(before == null || before.equals(accept.value()), node, () -> accept + " after " + before);
    if (before == null && slot.proposed.size() > 1) {
      reproposed++;
    }
    if (slot.chosenIn != null && accept.ballot().compareTo(slot.chosenIn) > 0) {
      check(
          Objects.equals(accept.value(), slot.chosen),
          node,
          () -> accept + ", but chosen is " + slot.chosen);
    }
  }

  private void voted(int node, Message.Learn learn) {
    Ballot ballot = learn.ballot();
    Member member = members.get(node);
    check(
        ballot.compareTo(member.promised) >= 0,
        node,
        () -> learn + ", promised " + member.promised);
    promised(node, ballot);
    Slot slot = slot(learn.slot());
    Value value = slot.proposed.get(ballot);
    check(value != null, node, () -> "votes for what nobody proposed: " + learn);
    Terms.Term term = terms.at(learn.slot());
    check(
        term != null && term.acceptors().get(node),
        node,
        () -> learn + ", but votes are for " + term);
    if (value != null) {
      cast(node, learn, slot, value);
    }
  }

  private void cast(int node, Message.Learn learn, Slot slot, Value value) {
    Terms.Term term = requireNonNull(terms.at(learn.slot()), "a slot of no known configuration");
    if (!term.acceptors().get(node)) {
      return; // It has kept the value, and did not vote.
    }
    Member member = members.get(node);
    member.votes.merge(learn.slot(), learn.ballot(), Invariants::higher);
    List<Hearsay.Word> votes = slot.votes.computeIfAbsent(learn.ballot(), any -> new ArrayList<>());
    hearsay.say(node, votes);
    if (hearsay.haveQuorum(term.phase2(), votes)) {
      choose(learn, slot, value);
    }
  }

  private static Ballot higher(Ballot one, Ballot other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void choose(Message.Learn learn, Slot slot, Value value) {
    String what = "slot " + learn.slot() + " in " + learn.ballot();
    check(
        slot.chosen == null || slot.chosen.equals(value),
        0,
        () -> what + " is " + value + ", before " + slot.chosen);
    for (Value later : slot.proposed.tailMap(learn.ballot()).values()) {
      check(later.equals(value), 0, () -> what + " is " + value + ", proposed above: " + later);
    }
    if (slot.chosenIn == null) {
      chosen++;
      slot.chosen = value;
    }
    if (slot.chosenIn == null || slot.chosenIn.compareTo(learn.ballot()) > 0) {
      slot.chosenIn = learn.ballot();
    }
  }

  private void promised(int node, Ballot ballot) {
    Member member = members.get(node);
    check(
        ballot.compareTo(member.promised) >= 0, node, () -> member.promised + " fell to " + ballot);
    member.promised = ballot;
  }

  private void toldEveryVote(int node, Message.Promise promise) {
    Map<Long, Vote> told = new HashMap<>();
    for (Vote vote : promise.votes()) {
      told.put(vote.slot(), vote);
    }
    long end = promise.last() ? Long.MAX_VALUE : promise.nextSlot();
    Member member = members.get(node);
    check(
        promise.heldFrom() <= member.nextSlot,
        node,
        () -> "has forgotten votes that it may need: " + promise);
    member
        .votes
        .subMap(promise.fromSlot(), Math.max(promise.fromSlot(), end))
        .forEach(
            (slot, ballot) -> {
              Vote expected =
                  new Vote(slot, ballot, requireNonNull(slot(slot).proposed.get(ballot)));
              Vote vote = told.remove(slot);
              boolean forgotten = vote == null && slot < promise.heldFrom();
              check(
                  forgotten || expected.equals(vote),
                  node,
                  () -> "promises " + vote + ", voted " + expected);
            });
    if (isVolatile) {
      // What others have told it, it tells on.
      told.values()
          .removeIf(
              vote -> Objects.equals(vote.value(), slot(vote.slot()).proposed.get(vote.ballot())));
    }
    told.values().removeIf(kept -> isKept(node, kept));
    check(told.isEmpty(), node, () -> "promises votes that it never cast: " + told);
  }

  /** What was proposed to one who does not vote in the slot is told like a vote. */
  private boolean isKept(int node, Vote vote) {
    Terms.Term term = terms.at(vote.slot());
    return term != null
        && !term.acceptors().get(node)
        && Objects.equals(vote.value(), slot(vote.slot()).proposed.get(vote.ballot()));
  }

  private void answered(Message message) {
    if (message instanceof Message.Reply(Value result) && result.session() != Readers.READER) {
      Request request = new Request(result.session(), result.sequence());
      Value before = replies.putIfAbsent(request, result);
      check(
          before == null || before.equals(result),
          0,
          () -> "a request has two results: " + before + " and " + result);
    }
    if (message instanceof Message.Refusal(_, long sequence, Reason reason, _, long horizon)
        && reason == Reason.EXPIRED) {
      expired++;
      long ahead = sequence - horizon;
      check(ahead <= 0 || ahead > Sessions.LEAP_MAX, 0, () -> "expired without need: " + message);
    }
  }

  private void delivered(int node, Effect.Deliver deliver) {
    Member member = members.get(node);
    int index = deliver.index();
    check(
        deliver.slot() == member.nextSlot && index == member.nextIndex,
        node,
        () -> deliver + " after " + (member.nextSlot - 1));
    member.nextSlot += deliver.last() ? 1 : 0;
    member.nextIndex = deliver.last() ? 0 : index + 1;
    Slot slot = slot(deliver.slot());
    List<Value> parts = slot.parts();
    check(
        index < parts.size()
            && parts.get(index).equals(deliver.value())
            && deliver.last() == (index == parts.size() - 1),
        node,
        () -> deliver + ", but chosen is " + slot.chosen);
    if (deliver.slot() == terms.next() && deliver.last()) {
      terms.delivered(deliver.value(), isFresh(deliver.outcome()));
    }
    check(
        !deliver.last()
            || terms.isChangedIn(deliver.slot())
                == (deliver.outcome() == Execution.Outcome.RECONFIGURED),
        node,
        () -> deliver + ", judged otherwise");
    Done done = new Done(deliver.outcome(), deliver.stateDigest());
    boolean first = slot.done.size() == index;
    check(
        first || slot.done.get(index).equals(done),
        node,
        () -> deliver + ", elsewhere " + slot.done.get(index));
    if (first) {
      slot.done.add(done);
      repeated += deliver.outcome() == Execution.Outcome.REPEATED ? 1 : 0;
      batched += parts.size() > 1 ? 1 : 0;
    }
    if (deliver.outcome() == Execution.Outcome.EXECUTED) {
      Request request = new Request(deliver.value().session(), deliver.value().sequence());
      long place = place(deliver.slot(), index);
      Long before = executedIn.putIfAbsent(request, place);
      boolean once = before == null || before == place;
      check(once, node, () -> "executes again: " + deliver);
      applied(node, place, member.applied.poll());
    }
  }

  /** Where a value stands among all values. */
  private static long place(long slot, int index) {
    return slot << INDEX_BITS | index;
  }

  private static boolean isFresh(Execution.Outcome outcome) {
    return switch (outcome) {
      case EXECUTED, RECONFIGURED, REJECTED -> true;
      case REPEATED, STALE, EXPIRED, NOOP -> false;
    };
  }

  /**
   * Whoever installs a snapshot is where somebody was who had delivered every slot below it, be it
   * before a stop that let nobody see the outcome.
   */
  private void installed(int node, Effect.Installed installed) {
    Member member = members.get(node);
    Slot last = slot(installed.slot() - 1);
    check(
        installed.fromSlot() == member.nextSlot
            && installed.slot() > member.nextSlot
            && (last.isDelivered() // By one that may have forgotten it since.
                || members.stream().anyMatch(each -> each.nextSlot >= installed.slot()))
            && (!last.isDelivered()
                || last.done.getLast().stateDigest() == installed.stateDigest()),
        node,
        () -> installed + " after " + (member.nextSlot - 1) + ", delivered " + last.done);
    member.nextSlot = installed.slot();
    member.nextIndex = 0;
    installations++;
  }

  /**
   * A node that starts again is where it was, or further: what it had stored, it may not have told.
   */
  private void restored(int node, Effect.Restored restored) {
    Member member = members.get(node);
    for (long each = member.nextSlot; each < restored.slot(); each++) {
      long at = each;
      Value value = slot(at).chosen;
      check(value != null, node, () -> "has delivered slot " + at + ", which is not chosen");
      if (!slot(at).isDelivered() && value != null && !value.isNoop()) {
        int index = 0;
        for (Value part : value.parts()) {
          Request request = new Request(part.session(), part.sequence());
          executedIn.putIfAbsent(request, place(at, index++));
        }
      }
    }
    Slot last = slot(restored.slot() - 1);
    check(
        !last.isDelivered() || last.done.getLast().stateDigest() == restored.stateDigest(),
        node,
        () -> restored + ", elsewhere " + last.done);
    if (restored.slot() > member.nextSlot) {
      member.nextSlot = restored.slot();
      member.nextIndex = 0;
    }
    member.replayed = place(restored.slot(), 0);
  }

  /** What a node delivered before it stopped is told in order, and is what it was. */
  private void redelivered(int node, Effect.Deliver deliver) {
    Member member = members.get(node);
    long at = place(deliver.slot(), deliver.index());
    check(at == member.replayed, node, () -> "had delivered " + deliver + " after a gap");
    member.replayed = deliver.last() ? place(deliver.slot() + 1, 0) : at + 1;
    if (at >= place(member.nextSlot, member.nextIndex)) {
      delivered(node, deliver);
    } else {
      Done done = new Done(deliver.outcome(), deliver.stateDigest());
      Done before = slot(deliver.slot()).done.get(deliver.index());
      check(done.equals(before), node, () -> "had delivered " + deliver + ", it was " + before);
      if (deliver.outcome() == Execution.Outcome.EXECUTED) {
        applied(node, at, member.applied.poll());
      }
    }
  }

  /** The node's own key-value machine, new; its every command is compared with the others'. */
  StateMachine machine(int node) {
    members.get(node).applied.clear();
    KeyValueMachine machine = new KeyValueMachine();
    return new StateMachine() {
      @Override
      public byte[] apply(byte[] command) {
        byte[] result = machine.apply(command);
        Applied now = new Applied(text(command), text(result), machine.digest());
        members.get(node).applied.add(now);
        return result;
      }

      @Override
      public byte[] query(byte[] question) {
        return machine.query(question);
      }

      @Override
      public long digest() {
        return machine.digest();
      }

      @Override
      public byte[] snapshot() {
        return machine.snapshot();
      }

      @Override
      public void restore(byte[] snapshot) {
        machine.restore(snapshot);
      }
    };
  }

  private void applied(int node, long slot, @Nullable Applied now) {
    if (now != null) {
      Applied before = appliedIn.putIfAbsent(slot, now);
      check(before == null || before.equals(now), node, () -> now + ", elsewhere " + before);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static void check(boolean holds, int node, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(node == 0 ? what.get() : "node " + node + ": " + what.get());
    }
  }
}
