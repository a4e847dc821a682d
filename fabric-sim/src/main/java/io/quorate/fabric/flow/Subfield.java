package io.quorate.fabric.flow;

/**
 * Some adjacent bits of a field, written {@code FIELD[from..to]}.
 *
 * @param field the field
 * @param from lowest bit, from 0
 * @param bits how many, from 1
 */
public record Subfield(Field field, int from, int bits) {

  /** The whole field. */
  static Subfield of(Field field) {
    return new Subfield(field, 0, field.bits);
  }

  boolean isWhole() {
    return bits == field.bits;
  }

  /** Ones in the subfield's place within its field. */
  long mask() {
    return Field.ones(bits) << from;
  }
}
