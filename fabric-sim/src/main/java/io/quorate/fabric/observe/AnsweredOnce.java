package io.quorate.fabric.observe;

import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fabric never gives a client more answers to a request than the client has sent packets for
 * it. Counted where the fabric ends: what a client's own link duplicates is not the fabric's doing.
 *
 * <p>Requests are told apart by the first two words of the key-value service's protocol, the
 * client's name and the request's number.
 */
public final class AnsweredOnce implements Observer {

  private static final class Count {
    int asked;
    int answered;
  }

  private final Report report;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private long answeredTooOften;

  public AnsweredOnce(Report report) {
    this.report = report;
  }

  @Override
  public void asked(byte[] frame) {
    String request = request(frame);
    if (!request.isEmpty()) {
      counts.computeIfAbsent(request, key -> new Count()).asked++;
    }
  }

  @Override
  public void answered(byte[] frame) {
    String request = request(frame);
    if (request.isEmpty()) {
      return;
    }
    Count count = counts.computeIfAbsent(request, key -> new Count());
    count.answered++;
    if (count.answered > count.asked) {
      answeredTooOften++;
      report.violation(
          "answered once",
          "request "
              + request
              + " got "
              + count.answered
              + " answers to "
              + count.asked
              + " packets");
    }
  }

  /** Answers given beyond the number of packets that asked. */
  public long answeredTooOften() {
    return answeredTooOften;
  }

  /** First two words of a datagram; empty if the frame carries none. */
  private static String request(byte[] frame) {
    int ip = Ipv4.at(frame);
    int udp = ip < 0 ? -1 : Udp.at(frame, ip);
    if (udp < 0 || !Udp.isIntact(frame, ip, udp)) {
      return "";
    }
    String text = new String(Udp.payload(frame, udp), StandardCharsets.ISO_8859_1);
    int second = text.indexOf(' ', text.indexOf(' ') + 1);
    return second < 0 ? "" : text.substring(0, second);
  }
}
