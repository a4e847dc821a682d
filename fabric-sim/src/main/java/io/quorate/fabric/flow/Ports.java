package io.quorate.fabric.flow;

import java.util.Locale;

/** Port numbers that OpenFlow 1.0 reserves; ordinary ports are 0..{@link #MAX}. */
public final class Ports {
  /** Highest number of an ordinary port. */
  public static final int MAX = 0xfeff;

  /** The port by which the frame came in. */
  public static final int IN_PORT = 0xfff8;

  /** All ports but the one by which the frame came in (and, in OVS, those set no-flood). */
  public static final int FLOOD = 0xfffb;

  /** All ports but the one by which the frame came in. */
  public static final int ALL = 0xfffc;

  /** The switch's own network stack. */
  public static final int LOCAL = 0xfffe;

  /** No port. */
  public static final int NONE = 0xffff;

  private Ports() {}

  /** The number of a reserved port's name in any case, or -1. */
  static int reserved(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "IN_PORT" -> IN_PORT;
      case "FLOOD" -> FLOOD;
      case "ALL" -> ALL;
      case "LOCAL" -> LOCAL;
      case "NONE", "ANY" -> NONE;
      default -> -1;
    };
  }

  /** True if the number names an ordinary port or LOCAL: something that a frame comes in by. */
  static boolean isReal(int port) {
    return (port >= 0 && port <= MAX) || port == LOCAL;
  }

  /** How OVS prints a number. */
  static String text(int port) {
    return switch (port) {
      case IN_PORT -> "IN_PORT";
      case FLOOD -> "FLOOD";
      case ALL -> "ALL";
      case LOCAL -> "LOCAL";
      case NONE -> "NONE";
      default -> Integer.toString(port);
    };
  }
}
