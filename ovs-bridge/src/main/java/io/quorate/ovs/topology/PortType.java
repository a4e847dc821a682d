package io.quorate.ovs.topology;

/** How Open vSwitch reads and writes an interface. */
public enum PortType {
  /** A packet socket, read by the switch's main thread; works everywhere. */
  SYSTEM("system"),
  /** An XDP socket: more frames a second, where kernel and switch were built with it. */
  AFXDP_NONPMD("afxdp-nonpmd");

  private final String word;

  PortType(String word) {
    this.word = word;
  }

  /** As the switch's database calls it. */
  public String word() {
    return word;
  }
}
