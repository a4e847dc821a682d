package io.quorate.fabric.run;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Verdict;

/**
 * What came of one of a fabric's services.
 *
 * @param group id of the Paxos group that ordered it
 * @param verdict on the history
 * @param history what its clients asked and were told
 * @param answered requests
 * @param slots delivered
 */
public record ServiceVerdict(
    int group, Verdict verdict, History history, long answered, long slots) {}
