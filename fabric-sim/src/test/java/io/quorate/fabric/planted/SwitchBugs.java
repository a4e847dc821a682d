package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of a switch and its programs: restarts, the way in, delivery to hosts, answers, frames. */
final class SwitchBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named("damaged-frame-believed", "A message whose checksum is wrong is read all the same.")
              .in(
                  "paxos/wire/Decoder",
                  "if (Checksum.of(type.code(), bytes, at, valueBytes) != i32(bytes, at +"
                      + " Layout.CRC)) {",
                  "if (false) {"),
          named(
                  "copied-packet-stamped-anew",
                  "A packet that the network has doubled on its way in is taken for two.")
              .in(
                  "fabric/program/Ingress",
                  "if (isCopy(bytes, ip, udp, client)) {",
                  "if (false) {"),
          named(
                  "waiting-packet-overtaken",
                  "Of several packets that wait for a host the last one is handed over first.")
              .in(
                  "fabric/program/Delivery",
                  "for (byte[] next = to.waiting.peek();",
                  "for (byte[] next = to.waiting.peekLast();")
              .in(
                  "fabric/program/Delivery",
                  "next = to.waiting.peek()) { to.waiting.poll();",
                  "next = to.waiting.peekLast()) { to.waiting.pollLast();"),
          named(
                  "host-goes-on-after-a-gap",
                  "A host whose switch went on with a snapshot is handed what comes next.")
              .in("fabric/program/PaxosProcess", "if (delivery != null) { delivery.skip(); }", ""),
          named("every-answer-passed-on", "The client is given each host's answer.")
              .in(
                  "fabric/program/ReplyLedger",
                  "return passOn ? Ruling.PASS_ON : Ruling.HOLD;",
                  "return Ruling.PASS_ON;"),
          named(
                  "answers-of-two-clients-mixed",
                  "An answer of one port of a client passes for another port's.")
              .in(
                  "fabric/program/ReplyLedger",
                  "return add(host, new Answer(session, content));",
                  "return add(host, new Answer(session, content.substring(content.length() -"
                      + " 4)));"));

  private SwitchBugs() {}
}
