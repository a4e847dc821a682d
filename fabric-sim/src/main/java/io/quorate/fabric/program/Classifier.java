package io.quorate.fabric.program;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.paxos.wire.Decoder;
import io.quorate.paxos.wire.EtherType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells which of a fabric's services a frame is about: a message of ours says its group, and an
 * ordinary packet is to or from a service's address, or from one of its hosts.
 */
public final class Classifier {

  private final int services;
  private final Map<Integer, Integer> placeOfGroup = new LinkedHashMap<>();
  private final Map<Integer, Integer> placeOfIpv4 = new LinkedHashMap<>();

  /**
   * @param fabric the whole description
   */
  public Classifier(Fabric fabric) {
    for (Fabric view : fabric.views()) {
      int place = placeOfGroup.size();
      placeOfGroup.put(view.group().id(), place);
      placeOfIpv4.put(view.service().ipv4(), place);
      for (Host host : fabric.hosts()) {
        if (view.serves(host)) {
          placeOfIpv4.put(host.ipv4(), place);
        }
      }
    }
    this.services = placeOfGroup.size();
  }

  /** How many services there are. */
  public int services() {
    return services;
  }

  /**
   * The place of the frame's service among the fabric's; 0 for a frame that is about none, which
   * the first service's programs then refuse.
   */
  public int placeOf(byte[] frame) {
    if (services == 1 || !Ethernet.isWhole(frame)) {
      return 0;
    }
    if (EtherType.of(Ethernet.type(frame)) != null) {
      int group = Decoder.group(frame, Ethernet.HEADER_BYTES, frame.length);
      return placeOfGroup.getOrDefault(group, 0);
    }
    int ip = Ipv4.at(frame);
    if (ip < 0) {
      return 0;
    }
    int place = placeOfIpv4.getOrDefault(Ipv4.destination(frame, ip), -1);
    return place >= 0 ? place : placeOfIpv4.getOrDefault(Ipv4.source(frame, ip), 0);
  }
}
