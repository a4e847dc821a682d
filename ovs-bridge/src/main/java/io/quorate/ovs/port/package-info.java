/**
 * Raw ports: whole Ethernet frames in and out of a network interface, by AF_PACKET sockets through
 * the foreign function interface or by Pcap4J; many ports on one thread; network namespaces; and
 * the giving up of privileges once the sockets are open. Nothing here knows what a frame says.
 */
@NullMarked
package io.quorate.ovs.port;

import org.jspecify.annotations.NullMarked;
