/**
 * Frames that can be told from forged ones: a message authentication code in each, put on as it
 * leaves the process and checked as it comes in. docs/security.md says what that protects and what
 * it does not. Where the code stands is known to {@link io.quorate.paxos.wire.AuthField}.
 */
@NullMarked
package io.quorate.ovs.auth;

import org.jspecify.annotations.NullMarked;
