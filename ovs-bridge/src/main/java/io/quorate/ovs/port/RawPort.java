package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;

/**
 * A network interface on which whole Ethernet frames are sent and received: from the destination
 * address on, without frame check sequence, VLAN tags in place. Frames that this process sends are
 * not received.
 *
 * <p>One thread at a time uses a port, but for {@link #wakeUp()} and {@link #statistics()}, which
 * any thread may call at any time, closed or not. Nothing here throws because a link is down or an
 * interface has gone: that is told to {@link FrameHandler#changed} and counted.
 */
public sealed interface RawPort extends AutoCloseable permits PacketPort, PcapPort {

  /** The interface's name when the port was opened. */
  String interfaceName();

  /** The interface's MAC address when the port was opened, in the low 48 bits. */
  long macAddress();

  /** The interface as it is now. */
  PortState state();

  /**
   * Waits for frames and gives each to the handler, in order of arrival. Returns as soon as some
   * have come, a bounded batch at a time.
   *
   * @param timeoutNs how long to wait when there is none; 0 or less looks once, {@link
   *     Long#MAX_VALUE} waits for ever
   * @return how many frames the handler was given; 0 when the time is over, or {@link #wakeUp} was
   *     called
   */
  int receive(long timeoutNs, FrameHandler handler);

  /**
   * Puts a copy of the frame into the batch, which is sent when it is full or flushed. A frame
   * shorter than an Ethernet header or longer than {@link PortOptions#frameBytesMax} is not sent,
   * and counted in {@link PortStatistics#unsentSize}.
   *
   * @param length bytes of the array, from its beginning
   * @throws IndexOutOfBoundsException if the array is shorter than that
   */
  void send(byte[] frame, int length);

  /** The same for a frame in memory, such as one that is just being received. */
  void send(MemorySegment memory, long offset, int length);

  /**
   * Sends the batch. A frame that the kernel does not take is given up and counted: nothing is kept
   * for later.
   *
   * @return how many frames could not be sent since the last call
   */
  int flush();

  /** What has been counted since the port was opened. */
  PortStatistics statistics();

  /**
   * Ends a waiting {@link #receive}, or the {@link Poller#poll} that the port is part of; if none
   * waits, the next one returns at once.
   */
  void wakeUp();

  /** Frees socket and memory; frames of an unsent batch are lost. Closing twice does nothing. */
  @Override
  void close();
}
