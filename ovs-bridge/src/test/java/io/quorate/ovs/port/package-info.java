/** Raw ports, tried on virtual Ethernet pairs. */
@NullMarked
package io.quorate.ovs.port;

import org.jspecify.annotations.NullMarked;
