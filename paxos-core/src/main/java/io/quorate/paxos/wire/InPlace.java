package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.put16;
import static io.quorate.paxos.wire.Layout.put32;
import static io.quorate.paxos.wire.Layout.put64;

import io.quorate.paxos.Ballot;
import java.util.Arrays;

/**
 * The header has one size in every type, so a switch can turn a frame into the next one without
 * moving its value: the leader a CLIENT into an ACCEPT, an acceptor an ACCEPT into a LEARN.
 *
 * <p>The frames were decoded before, so they are known to be well formed; the result is byte for
 * byte what {@link Encoder} would write. The caller changes the EtherType in the Ethernet header.
 */
public final class InPlace {

  private InPlace() {}

  /**
   * Turns a CLIENT into the ACCEPT of its value.
   *
   * @param at where the header begins
   */
  public static void clientToAccept(
      byte[] bytes, int at, int sender, int incarnation, Ballot ballot, long slot) {
    from(bytes, at, sender, incarnation);
    put32(bytes, at + Layout.ROUND, ballot.round());
    put16(bytes, at + Layout.NODE, ballot.node());
    put64(bytes, at + Layout.SLOT, slot);
    Encoder.seal(EtherType.ACCEPT, bytes, at, Layout.u16(bytes, at + Layout.LENGTH));
  }

  /**
   * Turns an ACCEPT into the LEARN of the same ballot and slot, which is the header alone.
   *
   * @param at where the header begins
   * @return where the frame now ends
   */
  public static int acceptToLearn(byte[] bytes, int at, int sender, int incarnation) {
    from(bytes, at, sender, incarnation);
    bytes[at + Layout.FLAGS] = 0;
    put16(bytes, at + Layout.LENGTH, 0);
    Arrays.fill(bytes, at + Layout.SESSION, at + Layout.AUX, (byte) 0);
    Encoder.seal(EtherType.LEARN, bytes, at, 0);
    return at + Layout.HEADER_BYTES;
  }

  private static void from(byte[] bytes, int at, int sender, int incarnation) {
    put16(bytes, at + Layout.SENDER, sender);
    put32(bytes, at + Layout.INCARNATION, incarnation);
    put64(bytes, at + Layout.AUX, 0);
    put64(bytes, at + Layout.AUTH, 0);
  }
}
