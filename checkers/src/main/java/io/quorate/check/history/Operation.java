package io.quorate.check.history;

/**
 * One operation of a history: an invocation and its completion.
 *
 * @param id its number in the history, from 0 in the order of invocation
 * @param process who called
 * @param call what was asked, and what came of it
 * @param invokedAt place of the invocation in the order of events
 * @param returnedAt place of the completion in the order of events, or {@link History#NEVER} when
 *     the outcome is {@code INFO}: a crashed operation stays open to the end
 * @param invokedNs time of the invocation, or {@link Event#NO_TIME}
 * @param returnedNs time of the completion (of an {@code INFO} too), or {@link Event#NO_TIME}
 */
public record Operation(
    int id,
    int process,
    Call call,
    int invokedAt,
    int returnedAt,
    long invokedNs,
    long returnedNs) {

  /** Which operation it is, in a few words for a message: who, what, and with what value. */
  public String introduction() {
    return String.format(
        "operation %d of process %d, %s with value %s",
        id, process, call.f(), Edn.print(call.output() == null ? call.input() : call.output()));
  }
}
