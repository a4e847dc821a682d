package io.quorate.ovs.doctor;

import io.quorate.ovs.json.JsonText;
import io.quorate.ovs.topology.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The doctor in a process of its own, under whatever the test puts around it. */
final class Examination {

  private Examination() {}

  /** Prints the findings about an empty root, as JSON, one a line. */
  public static void main(String[] arguments) {
    Doctor.Subject subject =
        new Doctor.Subject(
            Path.of("/nonexistent"), Programs.ofThisProcess(), Path.of("/nonexistent"));
    Doctor.examine(subject).forEach(each -> System.out.println(JsonText.write(each.document())));
  }

  /** Kinds of findings of a doctor that runs under a command. */
  static List<String> under(String... prefix) throws IOException, InterruptedException {
    return run(List.of(prefix), List.of("--enable-native-access=ALL-UNNAMED"));
  }

  static List<String> run(List<String> prefix, List<String> java)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(java);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Examination.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
    return output.lines().map(each -> JsonText.object(each).text("kind")).distinct().toList();
  }
}
