/**
 * What replicas and clients say to each other: a sealed family of records, one for each type. No
 * bytes here; {@code wire} knows those.
 */
@NullMarked
package io.quorate.paxos.message;

import org.jspecify.annotations.NullMarked;
