package io.quorate.check.model;

import org.jspecify.annotations.Nullable;

/**
 * How a container keeps what is put into it, and which of it is to be taken.
 *
 * @param <S> the contents, immutable with value equality
 */
interface Discipline<S> {
  S empty();

  boolean isEmpty(S contents);

  /** The contents with one more value. */
  S put(S contents, Object value);

  /** The contents after this value was taken; null when it is not its turn. */
  @Nullable S take(S contents, Object value);

  /** The contents, of which there are some, after a value was taken and nobody knows which. */
  S takeUnknown(S contents);

  long footprintBytes(S contents);

  /** First in, first out. */
  final class Fifo implements Discipline<Line> {
    @Override
    public Line empty() {
      return Line.EMPTY;
    }

    @Override
    public boolean isEmpty(Line contents) {
      return contents.isEmpty();
    }

    @Override
    public Line put(Line contents, Object value) {
      return contents.and(value);
    }

    @Override
    public @Nullable Line take(Line contents, Object value) {
      return !contents.isEmpty() && contents.first().equals(value) ? contents.rest() : null;
    }

    @Override
    public Line takeUnknown(Line contents) {
      return contents.rest();
    }

    @Override
    public long footprintBytes(Line contents) {
      return contents.footprintBytes();
    }
  }

  /** Last in, first out. */
  final class Lifo implements Discipline<Chain> {
    @Override
    public Chain empty() {
      return Chain.EMPTY;
    }

    @Override
    public boolean isEmpty(Chain contents) {
      return contents.isEmpty();
    }

    @Override
    public Chain put(Chain contents, Object value) {
      return contents.and(value);
    }

    @Override
    public @Nullable Chain take(Chain contents, Object value) {
      return !contents.isEmpty() && contents.last().equals(value) ? contents.before() : null;
    }

    @Override
    public Chain takeUnknown(Chain contents) {
      return contents.before();
    }

    @Override
    public long footprintBytes(Chain contents) {
      return Chain.LINK_BYTES;
    }
  }

  /** The smallest out. */
  final class SmallestFirst implements Discipline<Heap> {
    @Override
    public Heap empty() {
      return Heap.EMPTY;
    }

    @Override
    public boolean isEmpty(Heap contents) {
      return contents.isEmpty();
    }

    @Override
    public Heap put(Heap contents, Object value) {
      return contents.and((Long) value);
    }

    @Override
    public @Nullable Heap take(Heap contents, Object value) {
      return !contents.isEmpty() && value.equals(contents.smallest()) ? contents.rest() : null;
    }

    @Override
    public Heap takeUnknown(Heap contents) {
      return contents.rest();
    }

    @Override
    public long footprintBytes(Heap contents) {
      return contents.footprintBytes();
    }
  }

  /** Any out. */
  final class AnyOrder implements Discipline<Bag> {
    @Override
    public Bag empty() {
      return Bag.EMPTY;
    }

    @Override
    public boolean isEmpty(Bag contents) {
      return contents.isEmpty();
    }

    @Override
    public Bag put(Bag contents, Object value) {
      return contents.and(value);
    }

    @Override
    public @Nullable Bag take(Bag contents, Object value) {
      return contents.without(value);
    }

    @Override
    public Bag takeUnknown(Bag contents) {
      return contents.withoutOne();
    }

    @Override
    public long footprintBytes(Bag contents) {
      return contents.footprintBytes();
    }
  }
}
