package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Frame;

/**
 * What a pipeline asks of the switch around it. All methods are called on the thread that calls the
 * pipeline; none may call back into the pipeline: a frame that a program emits on this switch's own
 * ports waits until {@link Pipeline#process} has returned.
 */
public interface Datapath {

  /**
   * One frame leaves by a port. Called after all of a frame's processing, in the order of its
   * output actions. A port that does not exist or is down loses the frame.
   *
   * @param port OpenFlow port number 0..0xfeff, or {@link Ports#LOCAL}
   * @param frame the receiver's to keep, but not to write: other ports may have been given the same
   *     array
   */
  void output(int port, byte[] frame);

  /**
   * Runs a program on a frame; it may rewrite, replace, grow or shrink it. Registers and metadata
   * of the pipeline survive, the header fields are read anew.
   *
   * @param program the N of {@code run_code:N}
   * @param inPort port by which the frame came into the switch
   */
  Verdict run(int program, Frame frame, int inPort);

  /** True if the port exists and has a carrier: what {@code watch_port} of a group asks. */
  boolean isLive(int port);

  /** The ports that FLOOD and ALL stand for, ascending; not to be changed by the caller. */
  int[] ports();
}
