package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random flows and groups that OpenFlow would accept, drawn from one random generator each. */
final class RandomFlows {
  private static final Field[] FREE_FIELDS = {Field.ETH_DST, Field.ETH_SRC};
  private static final Field[] REGISTERS = {Field.REG0, Field.REG3, Field.REG15, Field.METADATA};
  private static final int[] PORTS = {0, 1, 2, 3, 100, 0xfeff, Ports.LOCAL};

  private final Random random;
  private Match match = Match.ANY;

  private RandomFlows(Random random) {
    this.random = random;
  }

  static Arbitrary<Flow> flows() {
    return Arbitraries.randomValue(random -> new RandomFlows(random).flow());
  }

  static Arbitrary<Group> groups() {
    return Arbitraries.randomValue(random -> new RandomFlows(random).group());
  }

  private Flow flow() {
    link();
    network();
    int table = random.nextInt(250);
    List<Action> actions = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      actions.add(action(true));
    }
    if (oneIn(6)) {
      actions.add(new Action.ClearActions());
    }
    if (oneIn(4)) {
      actions.add(new Action.WriteActions(List.of(setAction(), output())));
    }
    if (oneIn(6)) {
      actions.add(new Action.WriteMetadata(random.nextLong() & 0xff00, 0xff00));
    }
    if (oneIn(4)) {
      actions.add(new Action.GotoTable(table + 1));
    }
    long cookie = oneIn(2) ? 0 : random.nextLong();
    return new Flow(table, random.nextInt(65536), cookie, timeout(), timeout(), match, actions);
  }

  private Group group() {
    Group.Type type = List.of(Group.Type.values()).get(random.nextInt(4));
    List<Group.Bucket> buckets = new ArrayList<>();
    int count = type == Group.Type.INDIRECT ? 1 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int weight = type == Group.Type.SELECT ? random.nextInt(65536) : 0;
      int watch = type == Group.Type.FAST_FAILOVER ? PORTS[random.nextInt(7)] : Ports.NONE;
      List<Action> actions = oneIn(5) ? List.of() : List.of(setAction(), output());
      buckets.add(new Group.Bucket(weight, watch, actions));
    }
    List<Field> hashed =
        type == Group.Type.SELECT && oneIn(2) ? List.of(Field.ETH_SRC, Field.TP_DST) : List.of();
    return new Group(random.nextInt() & 0x7fff_ffffL, type, hashed, buckets);
  }

  private void link() {
    for (Field field : FREE_FIELDS) {
      if (oneIn(3)) {
        long mask = oneIn(2) ? field.ones() : random.nextLong() & field.ones();
        add(field, mask);
      }
    }
    for (Field field : REGISTERS) {
      if (oneIn(5)) {
        add(field, oneIn(2) ? field.ones() : random.nextLong() & field.ones());
      }
    }
    if (oneIn(2)) {
      match = match.with(Field.IN_PORT, PORTS[random.nextInt(PORTS.length)]);
    }
    if (oneIn(2)) {
      vlan();
    }
  }

  private void vlan() {
    int present = Prerequisite.VLAN_PRESENT;
    int control = random.nextInt(0x10000) | present;
    int[] masks = {0x1fff, 0xf000, 0xffff, present, present | random.nextInt(0x1000)};
    if (oneIn(5)) {
      match = match.with(Field.VLAN_TCI, 0, 0x1fff);
    } else if (oneIn(5)) {
      match = match.with(Field.VLAN_TCI, control & 0x0fff, random.nextInt(0x1000));
    } else {
      match = match.with(Field.VLAN_TCI, control, masks[random.nextInt(masks.length)]);
    }
  }

  private void network() {
    switch (random.nextInt(8)) {
      case 0 -> {}
      case 1 -> match = match.with(Field.ETH_TYPE, 0x7a00 + random.nextInt(0x50));
      case 2 -> {
        match = match.with(Field.ETH_TYPE, Prerequisite.ARP_TYPE);
        maybe(Field.ARP_SPA, Field.ARP_TPA, Field.ARP_SHA, Field.ARP_THA);
        maybeWhole(Field.ARP_OP);
      }
      case 3 -> ip(-1);
      case 4 -> ip(89);
      case 5 -> {
        ip(1);
        maybeWhole(Field.ICMP_TYPE, Field.ICMP_CODE);
      }
      case 6 -> transport(6);
      default -> transport(17);
    }
  }

  private void transport(int protocol) {
    ip(protocol);
    maybe(Field.TP_SRC, Field.TP_DST);
  }

  private void ip(int protocol) {
    match = match.with(Field.ETH_TYPE, Prerequisite.IPV4);
    maybe(Field.IP_SRC, Field.IP_DST);
    maybeWhole(Field.IP_DSCP, Field.IP_ECN, Field.IP_TTL);
    if (protocol >= 0) {
      match = match.with(Field.IP_PROTO, protocol);
    }
    if (oneIn(6)) {
      match = match.with(Field.IP_FRAG, random.nextInt(2), oneIn(2) ? 3 : 1);
    }
  }

  private void maybe(Field... fields) {
    for (Field field : fields) {
      if (oneIn(2)) {
        int bits = random.nextInt(field.bits + 1);
        long prefix = field.ones() & ~Field.ones(bits);
        add(field, oneIn(3) ? random.nextLong() & field.ones() : prefix);
      }
    }
  }

  private void maybeWhole(Field... fields) {
    for (Field field : fields) {
      if (oneIn(3)) {
        add(field, field.ones());
      }
    }
  }

  private void add(Field field, long mask) {
    match = match.with(field, random.nextLong() & mask, mask);
  }

  private Action action(boolean nest) {
    return switch (random.nextInt(nest ? 14 : 11)) {
      case 0, 1, 2 -> output();
      case 3, 4, 5 -> setAction();
      case 6 -> new Action.Resubmit(PORTS[random.nextInt(7)], random.nextInt(250));
      case 7 -> new Action.RunCode(random.nextInt(256));
      case 8 -> new Action.ToGroup(random.nextInt(100));
      case 9 -> new Action.Move(new Subfield(Field.REG0, 3, 16), Subfield.of(Field.IN_PORT));
      case 10 -> other();
      case 11 -> new Action.Clone(List.of(action(false), action(false)));
      case 12 -> learn();
      default -> new Action.OutputField(new Subfield(Field.REG3, random.nextInt(16), 16));
    };
  }

  private Action other() {
    byte[] note = new byte[oneIn(2) ? 6 : 14];
    random.nextBytes(note);
    List<Action> some =
        List.of(
            new Action.Exit(),
            new Action.ModVlanVid(random.nextInt(4096)),
            new Action.ModVlanPcp(random.nextInt(8)),
            new Action.Resubmit(Ports.IN_PORT, Action.Resubmit.CURRENT),
            new Action.Note(HexFormat.ofDelimiter(".").formatHex(note)));
    return match.implies(Prerequisite.IP) && oneIn(3)
        ? new Action.DecTtl()
        : some.get(random.nextInt(some.size()));
  }

  private Action output() {
    int[] reserved = {Ports.IN_PORT, Ports.FLOOD, Ports.ALL};
    return new Action.Output(
        oneIn(3) ? reserved[random.nextInt(3)] : PORTS[random.nextInt(PORTS.length)]);
  }

  private Action setAction() {
    List<Field> fields = new ArrayList<>(Arrays.asList(FREE_FIELDS));
    fields.addAll(Arrays.asList(REGISTERS));
    fields.add(Field.XREG4);
    if (match.implies(Prerequisite.IP)) {
      fields.addAll(List.of(Field.IP_SRC, Field.IP_DST, Field.IP_DSCP, Field.IP_ECN, Field.IP_TTL));
    }
    if (match.implies(Prerequisite.TRANSPORT)) {
      fields.addAll(List.of(Field.TP_SRC, Field.TP_DST));
    }
    if (match.implies(Prerequisite.ARP)) {
      fields.addAll(List.of(Field.ARP_SPA, Field.ARP_OP, Field.ARP_THA));
    }
    Field field = fields.get(random.nextInt(fields.size()));
    long some = random.nextLong() & field.ones();
    long mask = field.isMaskable() && oneIn(3) && some != 0 ? some : field.ones();
    return new Action.SetField(field, random.nextLong() & mask, mask);
  }

  private Action learn() {
    Subfield mac = Subfield.of(Field.ETH_DST);
    List<LearnTemplate.Part> parts =
        List.of(
            new LearnTemplate.Part.MatchFrame(mac, Subfield.of(Field.ETH_SRC)),
            new LearnTemplate.Part.MatchValue(Subfield.of(Field.ETH_TYPE), 0x7a40),
            new LearnTemplate.Part.MatchValue(new Subfield(Field.REG0, 2, 5), random.nextInt(32)),
            new LearnTemplate.Part.MatchFrame(Subfield.of(Field.REG3), Subfield.of(Field.REG3)),
            new LearnTemplate.Part.LoadFrame(mac, new Subfield(Field.METADATA, 8, 48)),
            new LearnTemplate.Part.LoadValue(random.nextInt(16), new Subfield(Field.REG15, 0, 4)),
            new LearnTemplate.Part.OutputFrame(Subfield.of(Field.IN_PORT)));
    return new Action.Learn(
        new LearnTemplate(
            random.nextInt(254),
            random.nextInt(65536),
            oneIn(2) ? 0 : random.nextLong(),
            timeout(),
            timeout(),
            random.nextInt(3),
            parts));
  }

  private int timeout() {
    return oneIn(2) ? 0 : random.nextInt(65536);
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
