package io.quorate.fabric.trace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event of a timeline.
 *
 * @param timeNs nanoseconds since the run began
 * @param node where it happened; empty for the fabric as a whole
 * @param kind what kind of thing happened
 * @param peer the node at the other end of the link, for the three kinds of frame events; else
 *     empty
 * @param slot the slot that it is about, or {@link #NO_SLOT}
 * @param ballot the ballot that it is about, as {@code round.node}; empty for none
 * @param text what happened, in a few words: for a frame its message type, such as {@code ACCEPT},
 *     {@code for S3} if it is for a node further on, and {@link #REASON} and why it was lost or how
 *     it was altered
 */
public record TraceEvent(
    long timeNs, String node, Kind kind, String peer, long slot, String ballot, String text) {

  /** Not about a slot. */
  public static final long NO_SLOT = -1;

  /** In the text of a frame event, stands before why it was lost or how it was altered. */
  public static final String REASON = ": ";

  private static final String VIOLATION = "VIOLATION ";

  /** Kinds of events. */
  public enum Kind {
    /** A frame left the node towards the peer. */
    SEND,
    /** A frame from the peer reached the node. */
    RECEIVE,
    /** A frame from the node to the peer was lost; the text ends with the reason. */
    DROP,
    /**
     * The node's vote completed a quorum: the slot's value is chosen, though nobody may know yet.
     */
    CHOSEN,
    /** The node delivered the slot's value. */
    DELIVERED,
    /** The node stands for election, or leads. */
    ELECTION,
    /** A fault began or ended, at a node or in the fabric. */
    FAULT,
    /** A client sent a request. */
    REQUEST,
    /** A client sent a request again. */
    RETRY,
    /** A client got its answer. */
    REPLY,
    /** The group's configuration is asked to change, is known to change, or has changed. */
    CONFIGURATION,
    /** Anything else. */
    NOTE;

    /** The word in {@code timeline.jsonl}: the name in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with this word, or null. */
    public static @Nullable Kind ofWord(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return kind;
        }
      }
      return null;
    }

    /** True for the kinds that have a peer. */
    public boolean isFrame() {
      return switch (this) {
        case SEND, RECEIVE, DROP -> true;
        case CHOSEN, DELIVERED, ELECTION, FAULT, REQUEST, RETRY, REPLY, CONFIGURATION, NOTE ->
            false;
      };
    }
  }

  /** An invariant that did not hold, whose event stands again at a timeline's end. */
  public static TraceEvent violation(long timeNs, String invariant, String what) {
    return at(timeNs, "", Kind.NOTE, VIOLATION + invariant + ": " + what);
  }

  boolean isViolation() {
    return kind == Kind.NOTE && node.isEmpty() && text.startsWith(VIOLATION);
  }

  /** An event at a node. */
  public static TraceEvent at(long timeNs, String node, Kind kind, String text) {
    return new TraceEvent(timeNs, node, kind, "", NO_SLOT, "", text);
  }

  /** An event at a node that is about a slot and, unless it is empty, a ballot. */
  public static TraceEvent at(
      long timeNs, String node, Kind kind, long slot, String ballot, String text) {
    return new TraceEvent(timeNs, node, kind, "", slot, ballot, text);
  }
}
