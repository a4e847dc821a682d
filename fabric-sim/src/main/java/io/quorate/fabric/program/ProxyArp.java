package io.quorate.fabric.program;

import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.Frame;

/**
 * Answers ARP requests for every address of the fabric, the service's virtual one included, so that
 * nothing ever has to be flooded. The request is turned into its answer; the flow sends it back.
 */
public final class ProxyArp {

  private final Directory directory;

  public ProxyArp(Directory directory) {
    this.directory = directory;
  }

  Verdict run(Frame frame) {
    byte[] bytes = frame.bytes();
    int at = Arp.at(bytes);
    if (at < 0 || Arp.operation(bytes, at) != Arp.REQUEST) {
      return Verdict.STOP;
    }
    int wanted = Arp.targetIp(bytes, at);
    long mac = directory.mac(wanted);
    // A host that asks for its own address announces itself or probes for a rival: no answer.
    if (mac < 0 || mac == Arp.senderMac(bytes, at)) {
      return Verdict.STOP;
    }
    frame.replace(Arp.reply(mac, wanted, Arp.senderMac(bytes, at), Arp.senderIp(bytes, at)));
    return Verdict.GO_ON;
  }
}
