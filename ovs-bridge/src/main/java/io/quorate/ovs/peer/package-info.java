/** What the clients of Open vSwitch's two protocols share: sockets, their thread, waiting. */
@NullMarked
package io.quorate.ovs.peer;

import org.jspecify.annotations.NullMarked;
