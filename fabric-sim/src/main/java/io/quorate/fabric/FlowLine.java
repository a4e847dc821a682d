package io.quorate.fabric;

/**
 * A flow entry as the user wrote it. Two are equal if they say the same, wherever they stand.
 *
 * @param text in {@code ovs-ofctl} syntax or the old notes' ({@code add-flow S1/S2 dl_type=…}); one
 *     line, not blank
 * @param source where it stands, {@code file:line}, for messages
 */
public record FlowLine(String text, String source) {

  @Override
  public boolean equals(Object other) {
    return other instanceof FlowLine line && line.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
