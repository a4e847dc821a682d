package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.put16;
import static io.quorate.paxos.wire.Layout.put32;
import static io.quorate.paxos.wire.Layout.put64;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
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
   * Turns an ACCEPT into the LEARN of the same ballot and slot: the header, and behind it the
   * incarnations, if there is something to say of them.
   *
   * @param bytes has room for the LEARN, which may be longer than the ACCEPT was
   * @param at where the header begins
   * @param known as the LEARN says
   * @return where the frame now ends
   */
  public static int acceptToLearn(
      byte[] bytes, int at, int sender, int incarnation, Incarnations known) {
    from(bytes, at, sender, incarnation);
    bytes[at + Layout.FLAGS] = 0;
    put16(bytes, at + Layout.LENGTH, Sizes.of(known));
    Arrays.fill(bytes, at + Layout.SESSION, at + Layout.AUX, (byte) 0);
    int end = Vectors.write(known, bytes, at);
    Encoder.seal(EtherType.LEARN, bytes, at, Sizes.of(known));
    return end;
  }

  private static void from(byte[] bytes, int at, int sender, int incarnation) {
    put16(bytes, at + Layout.SENDER, sender);
    put32(bytes, at + Layout.INCARNATION, incarnation);
    put64(bytes, at + Layout.AUX, 0);
    put64(bytes, at + Layout.AUTH, 0);
  }
}
