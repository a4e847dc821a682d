package io.quorate.cli;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate flows}: what the switches are told. */
@Command(
    name = "flows",
    header = "Prints the flow entries and groups of a fabric's switches, as they are at boot.",
    description = {
      "In ovs-ofctl syntax: the entries that are generated from the Paxos roles, then those of the"
          + " fabric file. run_code:N runs a program on the frame; docs/flows.md lists them."
    },
    footer = {
      "  ./quorate flows fabrics/wan-three.yaml",
      "  ./quorate flows fabrics/wan-three.yaml --switch S1",
      "  ./quorate flows fabrics/leaf-spine-five.yaml --json"
    })
final class FlowsVerb implements Callable<Integer> {

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FABRIC",
      description = "Fabric file (docs/fabric-file.md).")
  private String fabricName = "";

  @Option(names = "--switch", paramLabel = "S", description = "Only this switch.")
  private @Nullable String only;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  FlowsVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Fabric fabric = FabricFile.parse(new ProjectFiles(console.home()).read(fabricName));
    FlowBook book = new FlowBook(fabric);
    List<Switch> chosen = chosen(fabric);
    console.out().print(json ? json(book, fabric, chosen) : text(book, fabric, chosen));
    return ExitCode.FINE;
  }

  private List<Switch> chosen(Fabric fabric) {
    String name = only;
    if (name == null) {
      return fabric.switches();
    }
    List<Switch> found =
        fabric.switches().stream().filter(each -> each.name().equals(name)).toList();
    if (found.isEmpty()) {
      List<String> names = fabric.switches().stream().map(Switch::name).toList();
      throw BadFile.whole(
          fabricName, "has no switch " + name, Nearest.advice(name, names, "its switches are"));
    }
    return found;
  }

  private static FlowBook.Entries entries(FlowBook book, Fabric fabric, Switch of) {
    List<Integer> leaders = new ArrayList<>();
    for (Fabric view : fabric.views()) {
      leaders.add(book.plans().get(leaders.size()).node(view.group().leader()));
    }
    return book.all(of, leaders, new Routes(fabric, link -> true));
  }

  private static String text(FlowBook book, Fabric fabric, List<Switch> switches) {
    StringBuilder text = new StringBuilder();
    for (Switch each : switches) {
      FlowBook.Entries entries = entries(book, fabric, each);
      text.append(text.isEmpty() ? "" : "\n").append(heading(book, fabric, each));
      for (Group group : entries.groups()) {
        text.append(group).append('\n');
      }
      for (Flow flow : entries.flows()) {
        text.append(flow).append('\n');
      }
    }
    return text.toString();
  }

  private static String heading(FlowBook book, Fabric fabric, Switch of) {
    List<String> roles = new ArrayList<>();
    List<Fabric> views = fabric.views();
    for (int place = 0; place < views.size(); place++) {
      int node = book.plans().get(place).node(of.name());
      PaxosGroup group = views.get(place).group();
      if (node > 0) {
        roles.add(
            "Paxos node "
                + node
                + (views.size() == 1 ? "" : " of group " + group.id())
                + (of.name().equals(group.leader()) ? ", leads" : ""));
      }
    }
    String role = roles.isEmpty() ? "no replica" : String.join("; ", roles);
    String ports =
        of.ports().stream()
            .map(port -> port.number() + "=" + port.name())
            .collect(Collectors.joining(" "));
    return "# %s: %s; ports %s %d=paxos\n".formatted(of.name(), role, ports, FlowPlan.PAXOS_PORT);
  }

  private static String json(FlowBook book, Fabric fabric, List<Switch> switches) {
    return JsonText.array(
        array -> {
          for (Switch each : switches) {
            FlowBook.Entries entries = entries(book, fabric, each);
            array.writeStartObject();
            array.writeStringField("switch", each.name());
            array.writeNumberField("node", book.plan().node(each.name()));
            JsonText.strings(array, "groups", entries.groups());
            JsonText.strings(array, "flows", entries.flows());
            array.writeEndObject();
          }
        });
  }
}
