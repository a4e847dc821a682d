package io.quorate.check.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call does, in the words that all objects of a {@link Kind} share. Whether it did so for
 * certain is the outcome's affair: a move of a call that crashed may have come about or not.
 */
public sealed interface Move {
  /** Of a register: the value was this. */
  record Read(@Nullable Object value) implements Move {}

  /** Of a register: the value becomes this. */
  record Write(@Nullable Object value) implements Move {}

  /** Of a register: the value was {@code from} and becomes {@code to}, which is another. */
  record Cas(@Nullable Object from, @Nullable Object to) implements Move {}

  /** Of a container: the value comes in. */
  record Put(Object value) implements Move {}

  /** Of a container: this value was the one to take, and leaves. */
  record Take(Object value) implements Move {}

  /** Of a container: the value to take leaves, and nobody learned which it was. */
  record TakeUnknown() implements Move {}

  /** Of a container: it was empty. */
  record FindEmpty() implements Move {}

  /** Of a set: the element is in it from now on; it may have been before. */
  record Add(@Nullable Object element) implements Move {}

  /** Of a set: it sees or changes whether this element is in it, and nothing else. */
  record Touch(@Nullable Object element) implements Move {}

  /** Of a set: these were its elements. */
  record ReadSet(Set<?> elements) implements Move {}

  /** Of a log: the value comes to its end. */
  record Append(Object value) implements Move {}

  /** Of a log: these were its values. */
  record ReadLog(List<?> values) implements Move {}
}
