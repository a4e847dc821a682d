package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Service;
import io.quorate.ovs.auth.FrameSeal;
import io.quorate.ovs.auth.GroupKey;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Authentication of the frames that go out and come in, where the fabric has a key. */
final class Sealing {

  private final @Nullable FrameSeal seal;

  private Sealing(@Nullable FrameSeal seal) {
    this.seal = seal;
  }

  /**
   * By a key.
   *
   * @param key its file; null for no authentication
   */
  static Sealing of(Fabric fabric, @Nullable Path key) {
    if (key == null) {
      return new Sealing(null);
    }
    boolean clientsSpeak =
        fabric.tenants().stream()
            .anyMatch(each -> each.service().delivery() == Service.Delivery.STATE_MACHINE);
    return new Sealing(
        new FrameSeal(
            GroupKey.read(key),
            clientsSpeak ? FrameSeal.Clients.WITHOUT_KEY : FrameSeal.Clients.AT_INGRESS));
  }

  /** The frame, which is changed if it is to be sealed. */
  byte[] sealed(byte[] frame) {
    if (seal != null) {
      seal.seal(frame);
    }
    return frame;
  }

  /** True if a frame may be looked into. */
  boolean lets(byte[] frame) {
    return seal == null || seal.open(frame);
  }

  /** Adds its figures. */
  void describe(Map<String, Object> status) {
    if (seal != null) {
      status.put("frames-authenticated", seal.counts().opened());
      status.put("frames-refused-by-key", seal.counts().refused());
    }
  }
}
