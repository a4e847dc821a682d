package io.quorate.fabric.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.fault.FaultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come, they are a good file or a {@link BadFile} of one printable line. */
class HostileFilesProperties {

  private static final Path ROOT = Path.of(System.getProperty("quorate.root", ".."));
  private static final Fabric WAN_THREE = FabricFile.read(ROOT.resolve("fabrics/wan-three.yaml"));
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ": ",
          "- ",
          "&a ",
          "*a",
          "!x ",
          "!!binary ",
          "| ",
          ">",
          "\"",
          "'",
          "%YAML 1.1\n",
          "---\n",
          "...\n",
          "\t",
          "\n",
          "\r",
          "<<: ",
          "? ",
          "#",
          "@",
          "`",
          "0x1p3",
          "1e999999999",
          "9999999999999999999ms",
          "1..2..3",
          "null",
          "~",
          "\u2028",
          "\uFEFF",
          "\u0000",
          "S1",
          "at",
          "faults: ",
          "links: ",
          "\\",
          "\\U0010ffff",
          "NaN%",
          "..",
          "0.1%");

  @Property
  void anyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    judge(bytes);
  }

  @Property
  void wordsOfYamlInAnyOrder(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    judge(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void aGoodFileWithSomethingSpoiled(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> shipped =
        List.of(
            "fabrics/wan-three.yaml", "fabrics/leaf-spine-five.yaml", "faults/rough-weather.yaml");
    String name = shipped.get(random.nextInt(shipped.size()));
    StringBuilder text = new StringBuilder(Files.readString(ROOT.resolve(name)));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(12));
      String word = random.nextBoolean() ? "" : WORDS.get(random.nextInt(WORDS.size()));
      text.replace(at, end, word);
    }
    judge(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 300)
  void aGoodFileWithBytesFlipped(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = Files.readAllBytes(ROOT.resolve("fabrics/wan-three.yaml"));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    judge(bytes);
  }

  private static void judge(byte[] bytes) {
    judge(() -> FabricFile.parse(TextFile.of("x.yaml", bytes)));
    judge(() -> FaultFile.parse(TextFile.of("x.yaml", bytes), WAN_THREE));
  }

  /** Anything thrown but BadFile fails the property by itself. */
  private static void judge(Runnable reading) {
    try {
      reading.run();
    } catch (BadFile e) {
      assertThat(e.getMessage()).startsWith("x.yaml").hasSizeLessThan(6_100);
      assertThat(e.getMessage().codePoints().noneMatch(Character::isISOControl)).isTrue();
      assertThat(e.getMessage().lines()).hasSize(1);
    }
  }
}
