/**
 * Open vSwitch's database (RFC 7047 and ovsdb-server's extensions): a copy of what concerns
 * bridges, ports and interfaces that follows the server's, and transactions that wait until
 * ovs-vswitchd has carried them out.
 *
 * <p>Calls block, with a time-out. Bytes from the server are hostile: what is no JSON-RPC, or too
 * long or deep, ends the connection with one line that says why.
 */
@NullMarked
package io.quorate.ovs.ovsdb;

import org.jspecify.annotations.NullMarked;
