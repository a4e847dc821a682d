package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Match;

/**
 * What a flow on a switch asks of a frame.
 *
 * @param match what our flows have words for
 * @param rest fields that they have none for, as the switch wrote them (two digits a byte); empty
 *     in flows of ours
 */
public record SwitchMatch(Match match, String rest) {

  /** Of a flow of ours. */
  public static SwitchMatch of(Match match) {
    return new SwitchMatch(match, "");
  }

  @Override
  public String toString() {
    return rest.isEmpty() ? match.toString() : match + " and 0x" + rest;
  }
}
