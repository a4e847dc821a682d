package io.quorate.ovs.topology;

/**
 * A veth pair.
 *
 * @param namespaceA where one end is
 * @param a its name
 * @param namespaceB where the other end is
 * @param b its name
 * @param mtuBytes of both ends
 */
record Wire(String namespaceA, String a, String namespaceB, String b, int mtuBytes) {

  /** A line for {@code ip -n namespaceA -batch}. */
  String creation() {
    String mtu = " mtu " + mtuBytes;
    return "link add " + a + mtu + " type veth peer name " + b + mtu + " netns " + namespaceB;
  }
}
