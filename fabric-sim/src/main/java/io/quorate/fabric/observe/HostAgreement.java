package io.quorate.fabric.observe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All service hosts are handed the same datagrams in the same order. */
public final class HostAgreement implements Observer {

  private final Report report;
  private final List<byte[]> sequence = new ArrayList<>();
  private final int[] counts;

  /**
   * @param hosts service hosts of the fabric
   */
  public HostAgreement(int hosts, Report report) {
    this.counts = new int[hosts];
    this.report = report;
  }

  @Override
  public void handed(int host, byte[] payload) {
    int place = counts[host]++;
    if (place == sequence.size()) {
      sequence.add(payload);
    } else if (!Arrays.equals(sequence.get(place), payload)) {
      report.violation(
          "same packets in the same order",
          "service host "
              + (host + 1)
              + " got as packet "
              + place
              + " '"
              + text(payload)
              + "', another got '"
              + text(sequence.get(place))
              + "'");
    }
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  /** Packets that each host has been handed. */
  public int[] counts() {
    return counts.clone();
  }
}
