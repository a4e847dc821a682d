package io.quorate.ovs.link;

/** What the ends of links are called in the link process's network namespace. */
public final class LinkEnds {

  private LinkEnds() {}

  /** The end on the side of {@code Link.a()}, of the link at that place of the description. */
  public static String a(int link) {
    return "l" + link + "a";
  }

  /** The end on the side of {@code Link.b()}. */
  public static String b(int link) {
    return "l" + link + "b";
  }
}
