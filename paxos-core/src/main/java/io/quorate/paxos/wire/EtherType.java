package io.quorate.paxos.wire;

import io.quorate.paxos.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The message types. The EtherType <em>is</em> the type, so that a plain switch can classify frames
 * without looking into them.
 */
public enum EtherType {
  JOIN(0x7A00),
  ACCEPT(0x7A01),
  LEARN(0x7A02),
  TRUST(0x7A04),
  PROMISE(0x7A08),
  PREPARE(0x7A20),
  CLIENT(0x7A40),
  REPLY(0x7A41),
  NACK(0x7A42),
  REPAIR(0x7A43),
  CHOSEN(0x7A44),
  REFUSAL(0x7A45),
  ACK(0x7A46),
  CANVASS(0x7A47),
  SUPPORT(0x7A48),
  PIECE(0x7A49),
  FETCH(0x7A4A),
  RECOVER(0x7A4B),
  RECOVERED(0x7A4C),
  READ(0x7A4D),
  HANDOVER(0x7A4E);

  private static final int FAMILY = 0x7A00;
  private static final @Nullable EtherType[] BY_LOW_BYTE = new @Nullable EtherType[256];

  static {
    for (EtherType type : values()) {
      BY_LOW_BYTE[type.code & 0xFF] = type;
    }
  }

  private final int code;

  EtherType(int code) {
    this.code = code;
  }

  /** The 16-bit EtherType. */
  public int code() {
    return code;
  }

  /** The type with this code, or null if it is not one of ours. */
  public static @Nullable EtherType of(int code) {
    return (code & 0xFF00) == FAMILY ? BY_LOW_BYTE[code & 0xFF] : null;
  }

  /** The type of a message. */
  public static EtherType of(Message message) {
    return switch (message) {
      case Message.Join m -> JOIN;
      case Message.Read m -> READ;
      case Message.Accept m -> ACCEPT;
      case Message.Learn m -> LEARN;
      case Message.Trust m -> TRUST;
      case Message.Promise m -> PROMISE;
      case Message.Prepare m -> PREPARE;
      case Message.Client m -> CLIENT;
      case Message.Reply m -> REPLY;
      case Message.Nack m -> NACK;
      case Message.Repair m -> REPAIR;
      case Message.Chosen m -> CHOSEN;
      case Message.Refusal m -> REFUSAL;
      case Message.Ack m -> ACK;
      case Message.Canvass m -> CANVASS;
      case Message.Support m -> SUPPORT;
      case Message.Piece m -> PIECE;
      case Message.Fetch m -> FETCH;
      case Message.HandOver m -> HANDOVER;
      case Message.Recover m -> RECOVER;
      case Message.Recovered m -> RECOVERED;
    };
  }
}
