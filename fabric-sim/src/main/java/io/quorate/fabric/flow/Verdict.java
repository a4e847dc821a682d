package io.quorate.fabric.flow;

/** What a program that a {@code run_code:N} action ran says about the frame. */
public enum Verdict {
  /** The flow's remaining actions are executed, on the frame as the program left it. */
  GO_ON,
  /** The program has consumed the frame: no further action, table or action set sees it. */
  STOP
}
