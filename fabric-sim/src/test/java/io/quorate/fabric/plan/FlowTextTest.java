package io.quorate.fabric.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated entries as text: what is printed reads back equal, here and in Open vSwitch. */
class FlowTextTest {

  static Stream<String> shipped() {
    return TestFabrics.SHIPPED.stream();
  }

  @TempDir private Path directory;

  /** All entries of a switch, whoever leads and whichever one link is down. */
  private static List<FlowBook.Entries> entries(Fabric fabric, FlowBook book, Switch of) {
    List<FlowBook.Entries> all = new ArrayList<>();
    for (int leader = 0; leader <= fabric.group().members().size(); leader++) {
      all.add(book.all(of, leader, new Routes(fabric, link -> true)));
    }
    fabric
        .links()
        .forEach(cut -> all.add(book.all(of, 1, new Routes(fabric, l -> !l.equals(cut)))));
    return all;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyEntryReadsBackEqual(String name) {
    Fabric fabric = TestFabrics.shipped(name);
    FlowBook book = new FlowBook(fabric);
    int flows = 0;
    int groups = 0;
    for (Switch of : fabric.switches()) {
      Names names = book.names(of);
      for (FlowBook.Entries entries : entries(fabric, book, of)) {
        for (Flow flow : entries.flows()) {
          assertThat(FlowSyntax.flow(flow.text(names), names)).isEqualTo(flow);
          assertThat(FlowSyntax.flow(flow.toString(), Names.NONE)).isEqualTo(flow);
          flows++;
        }
        for (Group group : entries.groups()) {
          assertThat(FlowSyntax.group(group.text(names), names)).isEqualTo(group);
          groups++;
        }
      }
    }
    assertThat(flows).isGreaterThan(500);
    assertThat(groups).isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void openVSwitchReadsEveryEntry(String name) throws Exception {
    Fabric fabric = TestFabrics.shipped(name);
    FlowBook book = new FlowBook(fabric);
    Set<String> lines = new LinkedHashSet<>();
    for (Switch of : fabric.switches()) {
      for (FlowBook.Entries entries : entries(fabric, book, of)) {
        for (Flow flow : entries.flows()) {
          // There a program's frame is sent to the Paxos port, where the program runs.
          lines.add(flow.toString().replaceAll("run_code:\\d+.*", "output:100"));
        }
      }
    }
    Path file = directory.resolve("flows.txt");
    Files.write(file, lines);

    List<String> printed = ovsOfctl("-O", "OpenFlow13", "parse-flows", file.toString());

    assertThat(printed.stream().filter(line -> line.contains("ADD"))).hasSize(lines.size());
  }

  private static List<String> ovsOfctl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ovs-ofctl"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "ovs-ofctl is not installed (apt-get install openvswitch-switch)");
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }
}
