package io.quorate.fabric.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.quorate.fabric.FabricFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be read as a whole is told as such. */
class TextFileTest {

  @TempDir private Path folder;

  @Test
  void aMissingFile() {
    Path missing = folder.resolve("none.yaml");

    assertThatThrownBy(() -> TextFile.read(missing))
        .isInstanceOf(BadFile.class)
        .hasMessage(missing + ": no such file; check the path");
  }

  @Test
  void aDirectory() {
    assertThatThrownBy(() -> TextFile.read(folder))
        .isInstanceOf(BadFile.class)
        .hasMessage(folder + ": is a directory; name a YAML file");
  }

  @Test
  void aDevice() {
    assumeThat(Path.of("/dev/zero")).exists();

    assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero")))
        .isInstanceOf(BadFile.class)
        .hasMessage("/dev/zero: is not a regular file; name a YAML file");
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.yaml"), "x");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(secret)).as("root may read anything").isFalse();

    assertThatThrownBy(() -> TextFile.read(secret))
        .isInstanceOf(BadFile.class)
        .hasMessageStartingWith(secret + ": cannot be read (AccessDeniedException");
  }

  @Test
  void aHugeFile() throws IOException {
    Path huge = Files.write(folder.resolve("huge.yaml"), new byte[TextFile.BYTES_MAX + 1]);

    assertThatThrownBy(() -> TextFile.read(huge))
        .isInstanceOf(BadFile.class)
        .hasMessage(huge + ": is larger than 1 MiB; no file of this kind needs that");
  }

  @Test
  void bytesThatAreNotUtf8AreTold() {
    byte[] latin1 = "fabric: a\nname: bl\u00e5\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> TextFile.of("x.yaml", latin1))
        .isInstanceOf(BadFile.class)
        .hasMessage("x.yaml:2:9: not UTF-8 text; save the file as UTF-8");
  }

  @Test
  void aFileCutInTheMiddleOfACharacterIsNotUtf8() {
    byte[] cut = {'a', (byte) 0xc3};

    assertThatThrownBy(() -> TextFile.of("x.yaml", cut))
        .isInstanceOf(BadFile.class)
        .hasMessage("x.yaml:1:2: not UTF-8 text; save the file as UTF-8");
  }

  @Test
  void aByteOrderMarkIsNotText() {
    byte[] marked = "\uFEFFfabric: a\n".getBytes(StandardCharsets.UTF_8);

    assertThat(TextFile.of("x.yaml", marked).text()).isEqualTo("fabric: a\n");
  }

  @Test
  void filesMadeToTakeLongAreRefusedSoon() {
    String depth = "[".repeat(TextFile.BYTES_MAX);
    String keys = "{a: ".repeat(TextFile.BYTES_MAX / 4);
    String list = "switches: [" + "a,".repeat(TextFile.BYTES_MAX / 2 - 10) + "]";
    String laughs =
        "fabric: a\nswitches:\n  - &a [x, x, x, x, x, x, x, x, x]\n"
            + "  - &b [*a, *a, *a, *a, *a, *a, *a, *a]\n".repeat(10_000);

    for (String hostile : new String[] {depth, keys, list, laughs}) {
      TextFile file = new TextFile("x.yaml", hostile);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThatThrownBy(() -> FabricFile.parse(file)).isInstanceOf(BadFile.class));
    }
  }
}
