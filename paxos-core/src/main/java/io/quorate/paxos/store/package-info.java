/** What a replica writes down in durable mode, and what it is given back when it starts again. */
@NullMarked
package io.quorate.paxos.store;

import org.jspecify.annotations.NullMarked;
