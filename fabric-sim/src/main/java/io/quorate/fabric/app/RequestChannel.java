package io.quorate.fabric.app;

/** How the requests of one client process reach the service, and answers come back. */
interface RequestChannel {

  /** Takes answers. */
  interface Receiver {

    /**
     * An answer came, perhaps a repeated one.
     *
     * @param requestId number of the request, from 1; at most that of the latest one sent
     * @param answer the service's words
     */
    void answered(int requestId, String answer);

    /**
     * The service has forgotten this client, so nobody knows whether the request was executed; it
     * will not be any more.
     *
     * @param requestId number of the request, the latest one sent
     */
    void expired(int requestId);

    /**
     * An answer came that does not say whether the request was executed.
     *
     * @param requestId number of the request, the latest one sent
     * @param reason what it says instead
     */
    void lost(int requestId, String reason);

    /**
     * Whoever was to answer the request will not, and it has changed nothing: to ask again at once
     * is better than to wait.
     *
     * @param requestId number of the request, the latest one sent
     */
    void abandoned(int requestId);

    /** Something came that is no answer to a request of ours. */
    void stranger();
  }

  /** Says who takes the answers; once, before anything is sent. */
  void open(Receiver receiver);

  /**
   * Sends a request, or sends it again.
   *
   * @param requestId number of the request, from 1 upwards
   * @param command its words in the service's language
   */
  void send(int requestId, String command);
}
