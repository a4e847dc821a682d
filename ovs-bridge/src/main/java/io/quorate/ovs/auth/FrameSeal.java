package io.quorate.ovs.auth;

import io.quorate.fabric.packet.Ethernet;
import io.quorate.paxos.wire.AuthField;
import io.quorate.paxos.wire.EtherType;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts the authentication code on frames just before they leave by a port, and checks it on those
 * that have just come in, before anything else looks into them:
 *
 * <pre>
 *   port.receive(frame):  if (!seal.open(frame)) drop;  else programs.run(…, frame)
 *   host.emit(frame):     seal.seal(frame);  port.send(frame)
 * </pre>
 *
 * <p>The code is SipHash-2-4 over the EtherType, the header (with zeros for the code and the
 * checksum) and the value. It covers neither the MAC addresses, which switches rewrite, nor
 * padding. What is turned in place, CLIENT into ACCEPT and ACCEPT into LEARN, loses its old code
 * when it is turned and gets its new one here.
 *
 * <p>Required is a code on every frame of ours whose sender can have a key: a member's, and a
 * CLIENT if clients' packets are wrapped at our ingress. Where clients are ordinary hosts that
 * speak our protocol themselves ({@link Clients#WITHOUT_KEY}), their CLIENT and READ frames are let
 * in as they are, if they say to be from no member. Frames that are not ours pass untouched.
 *
 * <p>For any thread; a frame belongs to the caller.
 */
public final class FrameSeal {

  /** Where CLIENT and READ frames come from. */
  public enum Clients {
    /** From our own ingress alone: delivery as packets. */
    AT_INGRESS,
    /** From hosts that have no key: delivery by a state machine. */
    WITHOUT_KEY
  }

  private static final int AT = Ethernet.HEADER_BYTES;

  private final GroupKey key;
  private final Clients clients;
  private final LongAdder sealed = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final LongAdder withoutKey = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final LongAdder tooShort = new LongAdder();

  public FrameSeal(GroupKey key, Clients clients) {
    this.key = key;
    this.clients = clients;
  }

  /**
   * What was done so far.
   *
   * @param sealed frames that got a code
   * @param opened frames with the right code
   * @param withoutKey frames of clients let in without one
   * @param missing refused: there was no code
   * @param wrong refused: it was not the right one
   * @param tooShort refused: shorter than its header, or than that says
   */
  public record Counts(
      long sealed, long opened, long withoutKey, long missing, long wrong, long tooShort) {

    /** Frames that were not let in. */
    public long refused() {
      return missing + wrong + tooShort;
    }
  }

  /** What was done so far. */
  public Counts counts() {
    return new Counts(
        sealed.sum(), opened.sum(), withoutKey.sum(), missing.sum(), wrong.sum(), tooShort.sum());
  }

  private static boolean isOurs(byte[] frame) {
    return Ethernet.isWhole(frame) && EtherType.of(Ethernet.type(frame)) != null;
  }

  /**
   * Writes code and checksum into a frame of ours; another is left as it is.
   *
   * @throws IllegalArgumentException if it is shorter than it says: we have not made it
   */
  public void seal(byte[] frame) {
    if (!isOurs(frame)) {
      return;
    }
    int end = AuthField.messageEnd(frame, AT, frame.length);
    if (end < 0) {
      throw new IllegalArgumentException("a frame of " + frame.length + " bytes cannot be sealed");
    }
    int type = Ethernet.type(frame);
    AuthField.put(type, frame, AT, code(type, frame, end));
    sealed.increment();
  }

  /**
   * True if the frame may be looked into. It is not changed.
   *
   * @param frame as it came, hostile
   */
  public boolean open(byte[] frame) {
    if (!isOurs(frame)) {
      return true;
    }
    int end = AuthField.messageEnd(frame, AT, frame.length);
    if (end < 0) {
      tooShort.increment();
      return false;
    }
    int type = Ethernet.type(frame);
    if (needsNone(type, frame)) {
      withoutKey.increment();
      return true;
    }
    // One comparison of 64 bits takes the same time wherever they differ.
    long given = AuthField.get(frame, AT);
    boolean right = (given ^ code(type, frame, end)) == 0;
    (right ? opened : given == 0 ? missing : wrong).increment();
    return right;
  }

  private boolean needsNone(int type, byte[] frame) {
    return clients == Clients.WITHOUT_KEY
        && (type == EtherType.CLIENT.code() || type == EtherType.READ.code())
        && AuthField.sender(frame, AT) == 0;
  }

  /** Never 0, which says that there is none. */
  private long code(int type, byte[] frame, int end) {
    long code = key.code(AuthField.covered(type, frame, AT, end));
    return code == 0 ? 1 : code;
  }
}
