package io.quorate.fabric.app;

/**
 * What client processes counted.
 *
 * @param requests requests begun
 * @param answered requests that were answered
 * @param refused of those, the ones that were refused: a cas that failed, an error
 * @param datagrams datagrams sent, the first of each request and repetitions
 * @param retries datagrams that repeated a request
 * @param answers datagrams received that answered a request, early or late
 * @param repeatedAnswers of those, the ones after a request's first
 * @param strangers datagrams received that are no answer to a request of ours
 * @param expired requests given up because the service had forgotten the client
 * @param givenUp requests given up without an answer that says what became of them, and that may
 *     not be sent twice
 */
public record ClientCounts(
    long requests,
    long answered,
    long refused,
    long datagrams,
    long retries,
    long answers,
    long repeatedAnswers,
    long strangers,
    long expired,
    long givenUp) {

  /** Nothing at all. */
  public static final ClientCounts NONE = new ClientCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The sums. */
  public ClientCounts plus(ClientCounts other) {
    return new ClientCounts(
        requests + other.requests,
        answered + other.answered,
        refused + other.refused,
        datagrams + other.datagrams,
        retries + other.retries,
        answers + other.answers,
        repeatedAnswers + other.repeatedAnswers,
        strangers + other.strangers,
        expired + other.expired,
        givenUp + other.givenUp);
  }
}
