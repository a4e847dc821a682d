package io.quorate.fabric.flow;

import java.util.Arrays;

/**
 * What a flow entry asks of a frame: for each field, the bits that matter and their values.
 * Immutable.
 */
public final class Match {
  /** Every frame. */
  public static final Match ANY = new Match(new long[FlowKey.WORDS], new long[FlowKey.WORDS]);

  final long[] values;
  final long[] masks;

  private Match(long[] values, long[] masks) {
    this.values = values;
    this.masks = masks;
  }

  /** This match, and the whole field has the value. */
  public Match with(Field field, long value) {
    return with(field, value, field.ones());
  }

  /**
   * This match, and the field has the value in the bits of the mask. What was asked of those bits
   * before no longer holds.
   */
  public Match with(Field field, long value, long mask) {
    long[] newValues = values.clone();
    long[] newMasks = masks.clone();
    long place = (mask & field.ones()) << field.shift;
    newValues[field.word] = (newValues[field.word] & ~place) | (value << field.shift & place);
    newMasks[field.word] |= place;
    return new Match(newValues, newMasks);
  }

  /** This match, but the bits of the mask no longer matter. */
  Match without(Field field, long mask) {
    long[] newValues = values.clone();
    long[] newMasks = masks.clone();
    long place = (mask & field.ones()) << field.shift;
    newValues[field.word] &= ~place;
    newMasks[field.word] &= ~place;
    return new Match(newValues, newMasks);
  }

  /** The value asked for, zero in the bits that do not matter. */
  public long value(Field field) {
    return values[field.word] >>> field.shift & field.ones();
  }

  /** The bits of the field that matter. */
  public long mask(Field field) {
    return masks[field.word] >>> field.shift & field.ones();
  }

  /** True if any bit of the field matters. */
  public boolean has(Field field) {
    return mask(field) != 0;
  }

  /** True if the whole field must have this value. */
  boolean isExactly(Field field, long value) {
    return mask(field) == field.ones() && value(field) == value;
  }

  /** True if every frame that fits this match has the fields that depend on the prerequisite. */
  boolean implies(Prerequisite prerequisite) {
    int etherType = mask(Field.ETH_TYPE) == Field.ETH_TYPE.ones() ? low(Field.ETH_TYPE) : -1;
    int protocol = mask(Field.IP_PROTO) == Field.IP_PROTO.ones() ? low(Field.IP_PROTO) : -1;
    return prerequisite.holds(etherType, protocol, low(Field.IP_FRAG), low(Field.VLAN_TCI));
  }

  private int low(Field field) {
    return (int) value(field);
  }

  /** True if every frame that fits this match fits the other too (a loose delete's question). */
  public boolean isWithin(Match other) {
    for (int i = 0; i < FlowKey.WORDS; i++) {
      boolean finer = (masks[i] & other.masks[i]) == other.masks[i];
      if (!finer || ((values[i] ^ other.values[i]) & other.masks[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Match that
        && Arrays.equals(values, that.values)
        && Arrays.equals(masks, that.masks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(masks);
  }

  /** In ovs-ofctl syntax, numbers only; empty for {@link #ANY}. */
  @Override
  public String toString() {
    return MatchText.of(this, Names.NONE);
  }
}
