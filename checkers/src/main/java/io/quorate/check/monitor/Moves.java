package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.Move;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each call of a history does, in numbers: the part that it belongs to, the word of its {@link
 * Move}, and the values that it is about, numbered within each part.
 */
final class Moves {
  /** The words of moves. */
  enum Word {
    READ,
    WRITE,
    CAS,
    PUT,
    TAKE,
    TAKE_UNKNOWN,
    FIND_EMPTY,
    ADD,
    TOUCH,
    READ_SET,
    APPEND,
    READ_LOG,
    /** The kind has no word for the call. */
    OTHER
  }

  /** The part of a call that tells nothing. */
  static final int LEFT_OUT = -1;

  /** The value of a move that has none. */
  static final int NO_VALUE = -1;

  final List<@Nullable Object> partNames = new ArrayList<>();

  /** For each call, its part or {@link #LEFT_OUT}. */
  final int[] part;

  final Word[] word;

  /** The value that a call brings in; for one that brings in none, the value that it saw. */
  final int[] value;

  /** The value that a cas saw. */
  final int[] seen;

  /** What each call does, for those whose values are many. */
  final @Nullable Move[] move;

  /** The values of each part, by their numbers. */
  final List<List<@Nullable Object>> values = new ArrayList<>();

  /** Whether there is a call that the model does not know. */
  boolean foreign;

  private final Map<@Nullable Object, Integer> partNumbers = new HashMap<>();
  private final List<Map<@Nullable Object, Integer>> valueNumbers = new ArrayList<>();

  Moves(History history, Model<?> model, @Nullable Object initial) {
    List<Call> calls = history.calls();
    this.part = new int[calls.size()];
    this.word = new Word[calls.size()];
    this.value = new int[calls.size()];
    this.seen = new int[calls.size()];
    this.move = new Move[calls.size()];
    for (int call = 0; call < part.length; call++) {
      read(call, calls.get(call), model, initial);
    }
  }

  private void read(int number, Call call, Model<?> model, @Nullable Object initial) {
    Role role = model.role(call);
    foreign |= role == Role.FOREIGN;
    boolean unseen = role == Role.OBSERVATION && call.outcome() == Outcome.INFO;
    if (role == Role.FOREIGN || role == Role.IGNORED || unseen) {
      part[number] = LEFT_OUT;
      word[number] = Word.OTHER;
      return;
    }
    part[number] = partOf(model.partition(call), initial);
    word[number] = Word.OTHER;
    value[number] = NO_VALUE;
    seen[number] = NO_VALUE;
    Move what = model.move(call);
    move[number] = what;
    switch (what) {
      case Move.Read m -> set(number, Word.READ, m.value());
      case Move.Write m -> set(number, Word.WRITE, m.value());
      case Move.Cas m -> {
        set(number, Word.CAS, m.to());
        seen[number] = valueOf(part[number], m.from());
      }
      case Move.Put m -> set(number, Word.PUT, m.value());
      case Move.Take m -> set(number, Word.TAKE, m.value());
      case Move.TakeUnknown m -> word[number] = Word.TAKE_UNKNOWN;
      case Move.FindEmpty m -> word[number] = Word.FIND_EMPTY;
      case Move.Add m -> set(number, Word.ADD, m.element());
      case Move.Touch m -> set(number, Word.TOUCH, m.element());
      case Move.ReadSet m -> word[number] = Word.READ_SET;
      case Move.Append m -> set(number, Word.APPEND, m.value());
      case Move.ReadLog m -> word[number] = Word.READ_LOG;
      case null -> word[number] = Word.OTHER;
    }
  }

  private void set(int number, Word what, @Nullable Object about) {
    word[number] = what;
    value[number] = valueOf(part[number], about);
  }

  /** The number of a part; the value that it begins with is always its first. */
  private int partOf(@Nullable Object name, @Nullable Object initial) {
    Integer known = partNumbers.putIfAbsent(name, partNames.size());
    if (known != null) {
      return known;
    }
    partNames.add(name);
    values.add(new ArrayList<>());
    valueNumbers.add(new HashMap<>());
    valueOf(partNames.size() - 1, initial);
    return partNames.size() - 1;
  }

  private int valueOf(int ofPart, @Nullable Object about) {
    List<@Nullable Object> known = values.get(ofPart);
    Integer number = valueNumbers.get(ofPart).putIfAbsent(about, known.size());
    if (number != null) {
      return number;
    }
    known.add(about);
    return known.size() - 1;
  }

  /** The number of a value in a part, or {@link #NO_VALUE} if no single move is about it. */
  int find(int ofPart, @Nullable Object about) {
    return valueNumbers.get(ofPart).getOrDefault(about, NO_VALUE);
  }

  /** Whether a call brings in a value, after which it may be seen. */
  boolean bringsIn(int call) {
    return switch (word[call]) {
      case WRITE, CAS, PUT, ADD, APPEND -> true;
      case READ, TAKE, TAKE_UNKNOWN, FIND_EMPTY, TOUCH, READ_SET, READ_LOG, OTHER -> false;
    };
  }
}
