package io.quorate.ovs.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process of its own that gives its privileges up and says what became of it. */
final class PrivilegeProbe {

  private PrivilegeProbe() {}

  /**
   * Opens a port on a0, gives up, and tries.
   *
   * @param arguments user, group; a file of root's to try to write
   */
  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      idle(end);
    }
    PortOptions options = PortOptions.defaults();
    System.out.println("before " + Capabilities.held());
    try (RawPort port = RawPorts.open(PortKind.FFM, "a0", options)) {
      Capabilities.becomeUser(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
      idle(end);
      System.out.println("after " + Capabilities.held());
      byte[] frame = Ways.frame(0x7a01, 80, 1);
      port.send(frame, frame.length);
      System.out.println("unsent " + port.flush());
      Ways.Kept kept = new Ways.Kept();
      Ways.receive(port, kept, 1);
      System.out.println("received " + kept.frames.size());
      try {
        RawPorts.open(PortKind.FFM, "a0", options).close();
        System.out.println("opened another");
      } catch (PortException e) {
        System.out.println("refused " + e.getMessage());
      }
      try {
        Files.write(Path.of(arguments[2]), List.of("mine"));
        System.out.println("wrote");
      } catch (IOException e) {
        System.out.println("not written");
      }
    }
    end.countDown();
  }

  private static void idle(CountDownLatch end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
