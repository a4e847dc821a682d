package io.quorate.ovs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Into a namespace and back. */
@Live
final class NetworkNamespaceTest {

  private static Path here() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theActionRunsThereAndTheThreadComesBack() {
    try (Wire wire = new Wire(1, 1_500)) {
      Path home = here();
      Path name = NetworkNamespace.named(wire.leftNamespace());
      Path there = NetworkNamespace.callIn(name, NetworkNamespaceTest::here);
      assertThat(there).isNotEqualTo(home);
      assertThat(here()).isEqualTo(home);
      assertThatThrownBy(
              () ->
                  NetworkNamespace.callIn(
                      name,
                      () -> {
                        throw new IllegalStateException("ours");
                      }))
          .hasMessage("ours");
      assertThat(here()).isEqualTo(home);
      // A child that is started there stays there.
      assertThat(NetworkNamespace.callIn(name, () -> Wire.run(List.of("ip", "-o", "link"))))
          .contains("a0@");
    }
  }

  @Test
  void aNamespaceThatIsNotThereIsOneClearLine() {
    Path home = here();
    assertThatThrownBy(() -> NetworkNamespace.callIn(NetworkNamespace.named("no-such-ns"), () -> 1))
        .isInstanceOf(PortException.class)
        .hasMessage(
            "cannot open network namespace /run/netns/no-such-ns: No such file or directory"
                + " (error 2); ip netns list shows those that are");
    assertThatThrownBy(() -> NetworkNamespace.callIn(Path.of("/etc/hostname"), () -> 1))
        .isInstanceOf(PortException.class)
        .hasMessageContaining("may not enter network namespace /etc/hostname");
    assertThat(here()).isEqualTo(home);
  }

  @Test
  void aVirtualThreadIsRefused() throws InterruptedException {
    AtomicReference<String> refused = new AtomicReference<>("");
    Path own = NetworkNamespace.ofProcess(ProcessHandle.current().pid());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                NetworkNamespace.callIn(own, () -> 1);
              } catch (PortException e) {
                refused.set(String.valueOf(e.getMessage()));
              }
            })
        .join();
    assertThat(refused.get()).contains("virtual thread").contains("platform thread");
    assertThat(NetworkNamespace.<Integer>callIn(own, () -> 1)).isEqualTo(1);
  }
}
