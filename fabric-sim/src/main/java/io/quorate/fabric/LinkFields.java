package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The properties of a link, as both a link and a host with its access link may give them. */
record LinkFields(Latency latency, long bitsPerSecond, int queueFrames, double loss) {

  static final List<String> KEYS = List.of("latency", "bandwidth", "queue", "loss");

  /** Between switches, unless the file says otherwise: a data centre's distance. */
  static final LinkFields BETWEEN_SWITCHES =
      new LinkFields(new Latency.Constant(100_000), 10_000_000_000L, 256, 0);

  /** Between a host and its switch, unless the file says otherwise. */
  static final LinkFields OF_HOST =
      new LinkFields(new Latency.Constant(20_000), 1_000_000_000L, 256, 0);

  static final long LATENCY_NS_MAX = 60_000_000_000L;
  static final int QUEUE_FRAMES_MAX = 1_000_000;

  private static final List<String> SHAPES = List.of("normal", "exponential");

  static LinkFields read(Fields fields, LinkFields defaults) {
    Entry latency = fields.get("latency");
    Entry bandwidth = fields.get("bandwidth");
    Entry queue = fields.get("queue");
    Entry loss = fields.get("loss");
    return new LinkFields(
        latency == null ? defaults.latency : latency(latency),
        bandwidth == null ? defaults.bitsPerSecond : Units.bitsPerSecond(bandwidth),
        queue == null
            ? defaults.queueFrames
            : (int) Units.count(queue, "frames", 1, QUEUE_FRAMES_MAX),
        loss == null ? defaults.loss : Units.probability(loss));
  }

  static Latency latency(Entry entry) {
    if (entry.isTable()) {
      return shaped(entry);
    }
    if (Units.isSpan(entry.text("a latency, like 100us or 80us..120us"))) {
      Units.Span span = Units.timesNs(entry, 0, LATENCY_NS_MAX);
      return new Latency.Uniform(span.min(), span.max());
    }
    return new Latency.Constant(Units.timeNs(entry, 0, LATENCY_NS_MAX));
  }

  private static Latency shaped(Entry entry) {
    Fields fields = entry.fields("a latency", List.of("shape", "mean", "deviation", "min"));
    Entry shape = fields.need("shape", "shape: normal");
    Entry mean = fields.need("mean", "mean: 100us");
    Entry min = fields.get("min");
    long meanNs = Units.timeNs(mean, 0, LATENCY_NS_MAX);
    long minNs = min == null ? 0 : Units.timeNs(min, 0, LATENCY_NS_MAX);
    if (min != null && minNs > meanNs) {
      throw min.bad("the least latency is above the mean", "lower min or raise mean");
    }
    return switch (shape.text("normal or exponential")) {
      case "normal" ->
          new Latency.Normal(
              meanNs,
              Units.timeNs(fields.need("deviation", "deviation: 10us"), 0, LATENCY_NS_MAX),
              minNs);
      case "exponential" -> exponential(minNs, meanNs, fields.key("deviation"));
      default ->
          throw shape.bad(
              "unknown shape " + Entry.quoted(shape.text("a shape")),
              "write one of " + String.join(", ", SHAPES));
    };
  }

  private static Latency exponential(long minNs, long meanNs, @Nullable Entry deviation) {
    if (deviation != null) {
      throw deviation.bad(
          "an exponential latency has no deviation of its own", "remove it, or write normal");
    }
    return new Latency.Exponential(minNs, meanNs);
  }
}
