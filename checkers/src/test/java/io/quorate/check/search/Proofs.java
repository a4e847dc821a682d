package io.quorate.check.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Order;
import io.quorate.check.verdict.Verdict;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Replays what a verdict claims. */
public final class Proofs {
  private Proofs() {}

  /** Whatever a verdict shows for itself is so. */
  public static <S> void hold(History history, Model<S> model, Verdict verdict) {
    switch (verdict) {
      case Verdict.Valid valid -> explains(history, model, valid);
      case Verdict.Invalid invalid -> failsThere(history, model, invalid.deadEnd());
      case Verdict.Unknown unknown -> throw new AssertionError(unknown.explanation());
    }
  }

  /** The orders of a valid verdict are a proof: whoever doubts can replay them. */
  public static <S> void explains(History history, Model<S> model, Verdict.Valid valid) {
    Set<Integer> placed = new HashSet<>();
    for (Order order : valid.orders()) {
      replay(order, model, placed);
    }
    for (int id = 0; id < history.size(); id++) {
      Call call = history.operation(id).call();
      boolean mustBePlaced = call.outcome() != Outcome.INFO && model.role(call) != Role.IGNORED;
      if (mustBePlaced) {
        assertThat(placed).contains(id);
      }
    }
  }

  /** The dead end can be reached, and nothing that it says to be refused is not. */
  public static <S> void failsThere(History history, Model<S> model, DeadEnd end) {
    S state = replay(end.prefix(), model, new HashSet<>());
    assertThat(model.describe(state)).isEqualTo(end.state());
    Operation culprit = end.stuck().getFirst().operation();
    assertThat(end.stuck().getFirst().refused()).isTrue();
    for (var stuck : end.stuck()) {
      boolean refused = model.step(state, stuck.operation().call()) == null;
      assertThat(stuck.refused()).isEqualTo(refused);
    }
    for (int id = 0; id < history.size(); id++) {
      Operation operation = history.operation(id);
      boolean ofThisPart = Objects.equals(operation.call().key(), end.partition());
      boolean returnedBefore = operation.returnedAt() < culprit.returnedAt();
      if (ofThisPart && returnedBefore && model.role(operation.call()) != Role.IGNORED) {
        assertThat(end.prefix()).contains(operation);
      }
    }
  }

  private static <S> S replay(Order order, Model<S> model, Set<Integer> placed) {
    S state = model.init();
    int latestInvocation = -1;
    for (Operation operation : order) {
      assertThat(placed.add(operation.id())).isTrue();
      assertThat(operation.returnedAt()).isGreaterThan(latestInvocation);
      latestInvocation = Math.max(latestInvocation, operation.invokedAt());
      S next = model.step(state, operation.call());
      assertThat(next).isNotNull();
      state = next == null ? state : next;
    }
    return state;
  }
}
