package io.quorate.fabric;

import static io.quorate.fabric.TestFabrics.shipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.Routes;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several services on one fabric, each with its Paxos group: what is read, and what is planned. */
final class SeveralGroupsTest {

  private static final String TOP = "fabric: f\nswitches: [W, A, B]\n";
  private static final String REST =
      "hosts: [{client: c, on: W}, {service-host: h, on: A}, {service-host: g, on: B}]\n"
          + "links: [{between: [W, A]}, {between: [A, B]}]";

  private static Fabric parse(String paxos) {
    return TestFabrics.parse(TOP + paxos + "\n" + REST);
  }

  @Test
  void eachGroupHasItsServiceAndItsHosts() {
    Fabric fabric = shipped("two-groups");
    List<Fabric> views = fabric.views();

    assertThat(views).hasSize(2);
    assertThat(views.get(0).group().members()).containsExactly("S1", "S2", "S3");
    assertThat(views.get(1).group().members()).containsExactly("S3", "S4", "S5");
    assertThat(views.get(0).service().ipv4()).isEqualTo(0x0a000064);
    assertThat(views.get(1).service().ipv4()).isEqualTo(0x0a0000c8);
    assertThat(fabric.hosts().stream().filter(views.get(0)::serves).map(Host::name))
        .containsExactly("h1", "h2", "h3");
    assertThat(fabric.hosts().stream().filter(views.get(1)::serves).map(Host::name))
        .containsExactly("g1", "g2", "g3");
    assertThat(ShippedFabricsTest.readBack(fabric)).isEqualTo(fabric);
  }

  @Test
  void aServiceThatIsNotDescribedHasTheNextAddress() {
    Fabric fabric = parse("paxos: [{members: [A]}, {group: 2, members: [A, B]}]");

    assertThat(fabric.views().get(1).service().ipv4()).isEqualTo(0x0a000065);
    assertThat(fabric.hosts().get(1).group()).as("h").isEqualTo(1);
    assertThat(fabric.hosts().get(2).group()).as("g").isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsTold() {
    assertThatThrownBy(() -> parse("paxos: [{members: [A]}, {members: [B]}]"))
        .hasMessageContaining("there is a group 1 already");
    assertThatThrownBy(
            () -> parse("service: {port: 7}\npaxos: [{members: [A]}, {group: 2, members: [B]}]"))
        .hasMessageContaining("several groups cannot share one service");
    assertThatThrownBy(() -> parse("paxos: {members: [A, B], service: {port: 7}}"))
        .hasMessageContaining("stands by itself");
    assertThatThrownBy(() -> parse("paxos: []")).hasMessageContaining("0 groups");
    assertThatThrownBy(() -> parse("paxos: [{members: [A, B]}, {group: 2, members: [A, B]}]"))
        .as("nobody runs the second")
        .hasMessageContaining("no service host to deliver packets to");
    assertThatThrownBy(() -> parse("paxos: [{members: [A, B]}, {group: 2, members: [W]}]"))
        .hasMessageContaining("a member of");
  }

  @Test
  void aNewLeaderOfOneGroupChangesNoEntryOfTheOther() {
    Fabric fabric = shipped("two-groups");
    FlowBook book = new FlowBook(fabric);
    Switch shared = TestFabrics.switchNamed(fabric, "S3");
    Routes routes = new Routes(fabric, link -> true);
    LinkedHashSet<Flow> before =
        new LinkedHashSet<>(book.all(shared, List.of(1, 3), routes).flows());
    LinkedHashSet<Flow> after =
        new LinkedHashSet<>(book.all(shared, List.of(1, 2), routes).flows());
    LinkedHashSet<Flow> changed = new LinkedHashSet<>(after);
    changed.removeAll(before);

    assertThat(changed).hasSize(1);
    assertThat(changed)
        .allMatch(flow -> flow.cookie() == book.plans().get(1).leaderCookie())
        .allMatch(flow -> flow.cookie() != FlowPlan.COOKIE_LEADER);
  }
}
