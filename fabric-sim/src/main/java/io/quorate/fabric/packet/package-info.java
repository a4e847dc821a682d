/**
 * Bytes of the packets that cross a fabric: Ethernet with 802.1Q, ARP, IPv4, ICMP, UDP and as much
 * of TCP as rewriting needs. Static accessors over {@code byte[]}, builders and checksums; a frame
 * begins with its Ethernet destination and carries no frame check sequence and no padding.
 *
 * <p>Frames are hostile: each protocol's {@code at(frame)} finds its header only where the bytes
 * hold one that can be read whole, and answers -1 otherwise; nothing here throws because of what a
 * frame says. Who sends frames, and why, does not enter.
 */
@NullMarked
package io.quorate.fabric.packet;

import org.jspecify.annotations.NullMarked;
