package io.quorate.check.monitor;

import io.quorate.check.history.History;
import io.quorate.check.model.Move;
import io.quorate.check.monitor.Moves.Word;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one part of a history, up to some moment. They are numbered from 0 in the order
 * of invocation; their invocations and returns have <em>places</em> from 0, without gaps.
 *
 * <p>An operation that is still pending at the end of the slice, or crashed, is <em>optional</em>:
 * it may have happened, as its move says, or not. Of one whose return lies behind the end the move
 * is known all the same: so a slice can be ordered if and only if the whole history can be ordered
 * up to there.
 */
final class Slice {
  /** The place of a return that does not come. */
  static final int NEVER = Integer.MAX_VALUE;

  /** Roughly what an operation takes in the tables of a slice and of a monitor. */
  static final long BYTES_PER_OPERATION = 200;

  final Patience patience;

  /** Number of values that single moves are about. */
  final int values;

  private final Moves moves;
  private final History history;
  private final int[] ids;
  private final int[] invoked;
  private final int[] returned;
  private final int[] returns;
  private final int end;
  private final int size;

  /** All operations of a part, given by their numbers in the history, in ascending order. */
  Slice(History history, Moves moves, int part, int[] ids, Patience patience) {
    this.history = history;
    this.moves = moves;
    this.patience = patience;
    this.values = moves.values.get(part).size();
    this.ids = ids;
    this.size = ids.length;
    this.invoked = new int[size];
    this.returned = new int[size];
    this.returns = number();
    this.end = NEVER - 1;
  }

  private Slice(Slice whole, int end) {
    this.history = whole.history;
    this.moves = whole.moves;
    this.patience = whole.patience;
    this.values = whole.values;
    this.ids = whole.ids;
    this.invoked = whole.invoked;
    this.returned = whole.returned;
    this.returns = whole.returns;
    this.end = end;
    int at = Arrays.binarySearch(invoked, end);
    this.size = at >= 0 ? at + 1 : -1 - at;
  }

  /** Gives places to all invocations and returns; the answer is the places of returns, sorted. */
  private int[] number() {
    long[] sorted = new long[size];
    int count = 0;
    for (int op = 0; op < size; op++) {
      int at = history.returnedAt(ids[op]);
      returned[op] = NEVER;
      if (at != History.NEVER) {
        sorted[count++] = (long) at << 32 | op;
      }
    }
    Arrays.sort(sorted, 0, count);
    int[] places = new int[count];
    int op = 0;
    for (int r = 0; r < count; r++) {
      int at = (int) (sorted[r] >>> 32);
      for (; op < size && history.invokedAt(ids[op]) < at; op++) {
        invoked[op] = op + r;
      }
      places[r] = op + r;
      returned[(int) sorted[r]] = op + r;
    }
    for (; op < size; op++) {
      invoked[op] = op + count;
    }
    return places;
  }

  /** The beginning of this whole slice, up to this place. */
  Slice upTo(int place) {
    return new Slice(this, place);
  }

  /** Number of operations. */
  int size() {
    return size;
  }

  /** Every place is below this. */
  int places() {
    return ids.length + returns.length;
  }

  /** The places of the returns of the whole slice, in ascending order. */
  int[] returns() {
    return returns;
  }

  /** The place of an operation's invocation. */
  int invoked(int op) {
    return invoked[op];
  }

  /** The place of an operation's return, or {@link #NEVER} if it is optional. */
  int returned(int op) {
    return returned[op] <= end ? returned[op] : NEVER;
  }

  /** Whether an operation must have happened. */
  boolean required(int op) {
    return returned[op] <= end;
  }

  Word word(int op) {
    return moves.word[history.callOf(ids[op])];
  }

  /** The value that an operation brings in, or that it saw if it brings in none. */
  int value(int op) {
    return moves.value[history.callOf(ids[op])];
  }

  /** The value that a cas saw. */
  int seen(int op) {
    return moves.seen[history.callOf(ids[op])];
  }

  @Nullable Move move(int op) {
    return moves.move[history.callOf(ids[op])];
  }

  /** The number of a value, or {@link Moves#NO_VALUE} if no single move is about it. */
  int find(@Nullable Object about) {
    return moves.find(part(), about);
  }

  /** The value that has this number. */
  @Nullable Object valueAt(int number) {
    return moves.values.get(part()).get(number);
  }

  private int part() {
    return moves.part[history.callOf(ids[0])];
  }

  /** The history's number of an operation. */
  int id(int op) {
    return ids[op];
  }

  /** The history's numbers of these operations. */
  int[] ids(int[] ops) {
    int[] numbers = new int[ops.length];
    for (int i = 0; i < ops.length; i++) {
      numbers[i] = ids[ops[i]];
    }
    return numbers;
  }
}
