package io.quorate.fabric.observe;

import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.Udp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The fabric never gives a client more answers to a request than the client has sent packets for
 * it. Counted where the fabric ends: what a client's own link duplicates is not the fabric's doing.
 *
 * <p>Requests are told apart by what their protocol says of them, and by the client's address and
 * port.
 */
public final class AnsweredOnce implements Observer {

  private static final class Count {
    int asked;
    int answered;
  }

  private final Report report;
  private final Function<byte[], String> naming;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private long answeredTooOften;

  /**
   * @param naming what the payload of a datagram says of the request that it is, or answers: the
   *     same text for both; empty if it is neither
   */
  public AnsweredOnce(Report report, Function<byte[], String> naming) {
    this.report = report;
    this.naming = naming;
  }

  @Override
  public void asked(byte[] frame) {
    String request = request(frame, true);
    if (!request.isEmpty()) {
      counts.computeIfAbsent(request, key -> new Count()).asked++;
    }
  }

  @Override
  public void answered(byte[] frame) {
    String request = request(frame, false);
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

  /** The request that a frame is, or answers; empty if it is neither. */
  private String request(byte[] frame, boolean asks) {
    int ip = Ipv4.at(frame);
    int udp = ip < 0 ? -1 : Udp.at(frame, ip);
    if (udp < 0 || !Udp.isIntact(frame, ip, udp)) {
      return "";
    }
    String name = naming.apply(Udp.payload(frame, udp));
    int client = asks ? Ipv4.source(frame, ip) : Ipv4.destination(frame, ip);
    int port = asks ? Udp.sourcePort(frame, udp) : Udp.destinationPort(frame, udp);
    return name.isEmpty() ? "" : name + " of " + Ipv4Address.format(client) + ":" + port;
  }
}
