package io.quorate.check.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal calls one number. There may be as many different calls as operations, and their parts
 * are often small numbers, whose hashes {@code Call.hashCode} would lay one upon the other.
 */
final class CallNumbers {
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final List<Call> calls = new ArrayList<>();
  private int[] hashes = new int[16];

  /** Open addressing: a call's number plus one, or zero. At most half are used. */
  private int[] cells = new int[32];

  /** The number of this call, which is given now if the call is new. */
  int of(
      String f,
      @Nullable Object key,
      @Nullable Object input,
      @Nullable Object output,
      Outcome outcome) {
    long scattered = f.hashCode() * SCATTER;
    scattered = mix(scattered, hash(key));
    scattered = mix(scattered, hash(input));
    int hash = (int) mix(scattered, hash(output));
    int cell = hash & (cells.length - 1);
    while (cells[cell] != 0) {
      int known = cells[cell] - 1;
      if (hashes[known] == hash && is(calls.get(known), f, key, input, output, outcome)) {
        return known;
      }
      cell = (cell + 1) & (cells.length - 1);
    }
    cells[cell] = calls.size() + 1;
    return add(hash, new Call(f, key, input, output, outcome));
  }

  /** The calls in the order of their numbers. */
  List<Call> calls() {
    return Collections.unmodifiableList(new ArrayList<>(calls));
  }

  private int add(int hash, Call call) {
    int number = calls.size();
    if (number == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * number);
    }
    hashes[number] = hash;
    calls.add(call);
    if (2 * calls.size() > cells.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    cells = new int[2 * cells.length];
    for (int number = 0; number < calls.size(); number++) {
      int cell = hashes[number] & (cells.length - 1);
      while (cells[cell] != 0) {
        cell = (cell + 1) & (cells.length - 1);
      }
      cells[cell] = number + 1;
    }
  }

  private static long mix(long scattered, long hash) {
    long z = (scattered ^ hash) * SCATTER;
    return z ^ (z >>> 29);
  }

  /** Lists of two keep their parts apart; equal lists have equal hashes, whatever their class. */
  private static long hash(@Nullable Object value) {
    if (value instanceof List<?> list && list.size() == 2) {
      return mix(Objects.hashCode(list.get(0)), Objects.hashCode(list.get(1)));
    }
    return Objects.hashCode(value);
  }

  private static boolean is(
      Call call,
      String f,
      @Nullable Object key,
      @Nullable Object input,
      @Nullable Object output,
      Outcome outcome) {
    return call.outcome() == outcome
        && call.f().equals(f)
        && Objects.equals(call.input(), input)
        && Objects.equals(call.output(), output)
        && Objects.equals(call.key(), key);
  }
}
