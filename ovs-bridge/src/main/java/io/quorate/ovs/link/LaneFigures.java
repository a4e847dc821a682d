package io.quorate.ovs.link;

import io.quorate.fabric.link.DropReason;
import io.quorate.ovs.json.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one direction of a link has done since the link process started.
 *
 * @param link name of the link
 * @param from node at the end where frames come in
 * @param to node at the other end
 * @param carrier false while the link is down
 * @param received frames that came in
 * @param forwarded frames that went out; a duplicate counts
 * @param inFlight copies on their way
 * @param duplicated frames that were made two
 * @param corrupted copies in which a bit was flipped
 * @param reordered copies that were held back
 * @param dropped frames lost, by reason, as the simulator counts them
 * @param kernelDrops frames that came in faster than they were read
 * @param unsent frames that the other end's interface did not take
 */
public record LaneFigures(
    String link,
    String from,
    String to,
    boolean carrier,
    long received,
    long forwarded,
    long inFlight,
    long duplicated,
    long corrupted,
    long reordered,
    Map<DropReason, Long> dropped,
    long kernelDrops,
    long unsent) {

  public LaneFigures {
    dropped = Map.copyOf(dropped);
  }

  /** Frames dropped for one reason. */
  public long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("link", link);
    document.put("from", from);
    document.put("to", to);
    document.put("carrier", carrier);
    document.put("received", received);
    document.put("forwarded", forwarded);
    document.put("inFlight", inFlight);
    document.put("duplicated", duplicated);
    document.put("corrupted", corrupted);
    document.put("reordered", reordered);
    Map<String, Object> drops = new LinkedHashMap<>();
    for (DropReason reason : DropReason.values()) {
      drops.put(key(reason), dropped(reason));
    }
    document.put("dropped", drops);
    document.put("kernelDrops", kernelDrops);
    document.put("unsent", unsent);
    return document;
  }

  static LaneFigures of(Fields fields) {
    Map<DropReason, Long> drops = new LinkedHashMap<>();
    Fields dropped = fields.object("dropped");
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, dropped.number(key(reason)));
    }
    return new LaneFigures(
        fields.text("link"),
        fields.text("from"),
        fields.text("to"),
        fields.flag("carrier"),
        fields.number("received"),
        fields.number("forwarded"),
        fields.number("inFlight"),
        fields.number("duplicated"),
        fields.number("corrupted"),
        fields.number("reordered"),
        drops,
        fields.number("kernelDrops"),
        fields.number("unsent"));
  }

  private static String key(DropReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
