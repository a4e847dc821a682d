package io.quorate.fabric;

import io.quorate.paxos.Durability;
import io.quorate.paxos.Lease;
import io.quorate.paxos.Quorums;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Valid fabrics of every shape, drawn from a seed. */
public final class RandomFabric {

  private static final String FIRST = "abcXYZ";
  private static final String LATER = "abcXYZ019_.-";
  private static final String FLOW_LETTERS =
      "abz019 ,.;:=/()[]{}<>|&*?!%@#~^$+-_'\"\\\tæøå\u00e9\u4e2d\uD83D\uDE00";

  private final Random random;
  private final Set<String> names = new TreeSet<>();

  private RandomFabric(long seed) {
    this.random = new Random(seed);
  }

  public static Fabric of(long seed) {
    return new RandomFabric(seed).fabric();
  }

  private int groupId;

  private Fabric fabric() {
    List<String> members = names(1 + random.nextInt(6));
    List<String> ingress = names(1 + random.nextInt(2));
    List<String> nodes = new ArrayList<>(members);
    nodes.addAll(ingress);
    Collections.shuffle(nodes, random);
    groupId = random.nextInt(65_536);
    Service.Delivery delivery =
        random.nextBoolean() ? Service.Delivery.PACKETS : Service.Delivery.STATE_MACHINE;
    List<Host> hosts = hosts(members, ingress, delivery);
    List<Link> links = links(nodes, hosts);
    int answering =
        delivery == Service.Delivery.STATE_MACHINE
            ? 1
            : (int) hosts.stream().filter(h -> h.role() == Host.Role.SERVICE).count();
    Service service =
        new Service(0x0b000001, 0x0600000000ffL, port(), delivery, 1 + random.nextInt(answering));
    List<Switch> switches = nodes.stream().map(node -> numbered(node, links)).toList();
    return new Fabric(
        name(),
        576 + random.nextInt(9_216 - 576 + 1),
        service,
        switches,
        hosts,
        links,
        group(members, delivery),
        flows());
  }

  private List<Host> hosts(List<String> members, List<String> ingress, Service.Delivery delivery) {
    List<Host> hosts = new ArrayList<>();
    int clients = 1 + random.nextInt(4);
    for (int i = 0; i < clients; i++) {
      hosts.add(host(Host.Role.CLIENT, pick(ingress), hosts.size()));
    }
    int services = delivery == Service.Delivery.PACKETS ? 1 + random.nextInt(6) : 0;
    for (int i = 0; i < services; i++) {
      hosts.add(host(Host.Role.SERVICE, pick(members), hosts.size()));
    }
    Collections.shuffle(hosts, random);
    return hosts;
  }

  /** Addresses are distinct by their last byte; the service has 255. */
  private Host host(Host.Role role, String on, int index) {
    int ipv4 = (1 + random.nextInt(120)) << 24 | random.nextInt(0x10000) << 8 | index;
    long firstBytes = (long) random.nextInt(0x80) << 33 | random.nextInt(1 << 24);
    int group = role == Host.Role.CLIENT ? Host.EVERY : groupId;
    return new Host(name(), role, on, ipv4, firstBytes << 8 | (index + 1), group);
  }

  private List<Link> links(List<String> nodes, List<Host> hosts) {
    List<Link> links = new ArrayList<>();
    for (int i = 1; i < nodes.size(); i++) {
      links.add(link(nodes.get(i), nodes.get(random.nextInt(i))));
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (random.nextInt(3) == 0 && !linked(links, nodes.get(i), nodes.get(j))) {
          links.add(link(nodes.get(j), nodes.get(i)));
        }
      }
    }
    hosts.forEach(host -> links.add(link(host.name(), host.attachedTo())));
    Collections.shuffle(links, random);
    return links;
  }

  private static boolean linked(List<Link> links, String a, String b) {
    return links.stream().anyMatch(link -> List.of(link.a(), link.b()).containsAll(List.of(a, b)));
  }

  private Link link(String a, String b) {
    boolean turned = random.nextBoolean();
    return new Link(
        name(),
        turned ? b : a,
        turned ? a : b,
        latency(),
        random.nextInt(4) == 0 ? 0 : 1_000 + random.nextLong(1_000_000_000_000L),
        1 + random.nextInt(1_000_000),
        pick(List.of(0.0, 1.0, 0.001, random.nextDouble(), random.nextDouble() * 1e-9)),
        random.nextBoolean());
  }

  private Latency latency() {
    long max = LinkFields.LATENCY_NS_MAX;
    long min = pick(List.of(0L, 1L, 200_000L, random.nextLong(max)));
    long mean = min + random.nextLong(max - min + 1);
    return switch (random.nextInt(4)) {
      case 0 -> new Latency.Constant(min);
      case 1 -> new Latency.Uniform(min, mean);
      case 2 -> new Latency.Normal(mean, random.nextLong(max), min);
      default -> new Latency.Exponential(min, mean);
    };
  }

  private Switch numbered(String node, List<Link> links) {
    TreeSet<Integer> numbers = new TreeSet<>();
    List<String> peers = new ArrayList<>();
    for (Link link : links) {
      if (link.a().equals(node) || link.b().equals(node)) {
        peers.add(link.a().equals(node) ? link.b() : link.a());
      }
    }
    while (numbers.size() < peers.size()) {
      int number = 1 + random.nextInt(random.nextBoolean() ? 40 : PortNumbers.MAX);
      if (number != PortNumbers.PAXOS) {
        numbers.add(number);
      }
    }
    List<Switch.Port> ports = new ArrayList<>();
    for (int number : numbers) {
      String peer = peers.remove(random.nextInt(peers.size()));
      ports.add(new Switch.Port(number, random.nextInt(3) == 0 ? name() : peer, peer));
    }
    return new Switch(node, ports);
  }

  private PaxosGroup group(List<String> members, Service.Delivery delivery) {
    int heartbeat = 1 + random.nextInt(1_000_000);
    int electionMin = 2 * heartbeat + random.nextInt(1_000_000);
    Roles roles = roles(members);
    List<String> voters = members.stream().filter(roles::isAcceptor).toList();
    String leader = pick(voters);
    String other = pick(voters);
    Quorums quorums = quorums(voters.size());
    boolean forget = quorums.recovery() < voters.size() && random.nextBoolean();
    return new PaxosGroup(
        groupId,
        members,
        leader,
        1_000 + random.nextLong(9_999_999_001L),
        heartbeat,
        electionMin,
        electionMin + random.nextInt(1_000_000),
        1 + random.nextInt(1_000_000),
        1 + random.nextInt(1 << 20),
        quorums,
        other.equals(leader) ? "" : other,
        random.nextInt(2) * (1 + random.nextInt(1_000_000)),
        new GroupLimits(
            1 + random.nextInt(GroupLimits.SESSIONS_MOST),
            1 + random.nextInt(1 << 24),
            1 + random.nextInt(1024)),
        reads(delivery, heartbeat),
        forget ? Durability.VOLATILE : Durability.DURABLE,
        forget ? DiskModel.DEFAULT : new DiskModel(latency(), (1 << 16) + random.nextInt(1 << 20)),
        roles);
  }

  /** One member votes at least. */
  private Roles roles(List<String> members) {
    int voters = 1 + random.nextInt(members.size());
    int learners = voters + random.nextInt(members.size() - voters + 1);
    return random.nextBoolean()
        ? Roles.ALL
        : new Roles(members.subList(voters, learners), members.subList(learners, members.size()));
  }

  private Reads reads(Service.Delivery delivery, int heartbeat) {
    if (delivery == Service.Delivery.PACKETS) {
      return Reads.LOGGED;
    }
    return switch (random.nextInt(3)) {
      case 0 -> Reads.LOGGED;
      case 1 -> new Reads(Reads.Path.INDEX, Lease.NONE);
      default ->
          new Reads(
              Reads.Path.LEASE,
              new Lease(
                  4 * heartbeat + 8 + random.nextInt(1_000_000), random.nextInt(100) * 1_000));
    };
  }

  private Quorums quorums(int members) {
    int phase1 = 1 + random.nextInt(members);
    return new Quorums(members, phase1, members - phase1 + 1 + random.nextInt(phase1));
  }

  private List<FlowLine> flows() {
    List<FlowLine> flows = new ArrayList<>();
    int[] letters = FLOW_LETTERS.codePoints().toArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(60); n > 0; n--) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      String line = text.toString().strip();
      flows.add(new FlowLine(line.isEmpty() ? "actions=drop" : line, "drawn:" + i));
    }
    return flows;
  }

  private int port() {
    return 1 + random.nextInt(65_535);
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private List<String> names(int many) {
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      drawn.add(name());
    }
    return drawn;
  }

  /** A name that no other has, not even in another case. */
  private String name() {
    while (true) {
      StringBuilder name = new StringBuilder();
      name.append(FIRST.charAt(random.nextInt(FIRST.length())));
      for (int n = random.nextInt(12); n > 0; n--) {
        name.append(LATER.charAt(random.nextInt(LATER.length())));
      }
      if (names.add(name.toString().toLowerCase(Locale.ROOT))) {
        return name.toString();
      }
    }
  }
}
