/**
 * What {@code run_code:N} runs: clients' packets are stamped and wrapped ({@code Ingress}), ordered
 * ({@code PaxosProcess}, around the replica), handed to the local service hosts ({@code Delivery}),
 * and the answers collected ({@code OnReply}, {@code Consolidation}) so that a client gets one.
 *
 * <p>A program sees a frame and its switch's state; it may rewrite the frame and emit others, and
 * says whether the flow's remaining actions go on. It does no I/O and knows neither the simulator
 * nor the bridge; both run these very programs.
 */
@NullMarked
package io.quorate.fabric.program;

import org.jspecify.annotations.NullMarked;
