package io.quorate.ovs.openflow;

/** The versions of the protocol that are spoken. */
public enum OpenFlowVersion {
  /** OpenFlow 1.0.0 with Nicira extended matches, as Open vSwitch has them; no groups or meters. */
  V10(1, "OpenFlow 1.0"),
  /** OpenFlow 1.3, with bundles as the ONF's extension 230 brings them to it. */
  V13(4, "OpenFlow 1.3");

  private final int wire;
  private final String text;

  OpenFlowVersion(int wire, String text) {
    this.wire = wire;
    this.text = text;
  }

  /** The version's number in the first byte of a message. */
  public int wire() {
    return wire;
  }

  /** As {@code protocols} of a bridge names it: {@code OpenFlow10}, {@code OpenFlow13}. */
  public String ovsName() {
    return this == V10 ? "OpenFlow10" : "OpenFlow13";
  }

  @Override
  public String toString() {
    return text;
  }
}
