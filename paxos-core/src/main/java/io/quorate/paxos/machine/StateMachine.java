package io.quorate.paxos.machine;

/**
 * A deterministic service: the same commands in the same order lead to the same state and the same
 * results on every replica. Called from the replica's own step, so it must not block.
 */
public interface StateMachine {

  /**
   * Executes one command.
   *
   * @param command as the client sent it; hostile, so anything must have an answer
   * @return the result for the client; given away
   */
  byte[] apply(byte[] command);

  /**
   * Answers a question without changing anything: digest and snapshot are the same afterwards.
   *
   * @param question as the client sent it; hostile, so anything must have an answer
   * @return the answer for the client; given away
   */
  byte[] query(byte[] question);

  /** A digest of the whole state; equal states have equal digests. */
  long digest();

  /** The whole state in bytes: the same on every replica that executed the same commands. */
  byte[] snapshot();

  /**
   * Becomes what another replica was when it wrote the snapshot; what was before is gone.
   *
   * @throws IllegalArgumentException if no machine of this kind wrote it; then nothing has changed
   */
  void restore(byte[] snapshot);
}
