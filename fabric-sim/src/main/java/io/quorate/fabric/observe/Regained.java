package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import java.util.function.LongUnaryOperator;

/**
 * What a member holds when it has won its memory back.
 *
 * @param known which starts of others it knows of
 * @param promised the highest ballot
 * @param nextSlot every slot below it is delivered
 * @param voted by slot, packed ballot of the vote; {@link Ballot#NONE} if there is none
 */
public record Regained(
    Incarnations known, Ballot promised, long nextSlot, LongUnaryOperator voted) {}
