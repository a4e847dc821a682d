package io.quorate.fabric.packet;

/** Ethernet addresses, each a {@code long} whose low 48 bits hold it and whose high 16 are zero. */
public final class MacAddress {
  /** All stations. */
  public static final long BROADCAST = 0xffff_ffff_ffffL;

  /** The 48 bits that an address may use. */
  public static final long MASK = 0xffff_ffff_ffffL;

  private static final String DIGITS = "0123456789abcdef";

  private MacAddress() {}

  /**
   * Reads {@code aa:bb:cc:dd:ee:ff}, upper or lower case, one or two digits between colons.
   *
   * @throws IllegalArgumentException if the text is anything else; the message quotes it
   */
  public static long parse(String text) {
    long address = 0;
    int at = 0;
    for (int group = 0; group < 6; group++) {
      int end = at;
      int value = 0;
      while (end < text.length() && end < at + 2 && hex(text.charAt(end)) >= 0) {
        value = value << 4 | hex(text.charAt(end));
        end++;
      }
      boolean separated =
          group < 5 ? end < text.length() && text.charAt(end) == ':' : end == text.length();
      if (end == at || !separated) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a MAC address; write six pairs like 02:00:00:00:00:01");
      }
      address = address << 8 | value;
      at = end + 1;
    }
    return address;
  }

  /** The address as {@code aa:bb:cc:dd:ee:ff}, lower case; bits above 48 are ignored. */
  public static String format(long address) {
    StringBuilder text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      int octet = (int) (address >>> shift) & 0xff;
      text.append(DIGITS.charAt(octet >>> 4)).append(DIGITS.charAt(octet & 15));
      if (shift > 0) {
        text.append(':');
      }
    }
    return text.toString();
  }

  /** True for broadcast and multicast addresses. */
  public static boolean isGroup(long address) {
    return (address >>> 40 & 1) != 0;
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
