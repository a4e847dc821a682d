package io.quorate.cli;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.trace.Timeline;
import io.quorate.fabric.trace.TimelineFilter;
import io.quorate.fabric.trace.TimelineStyle;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code quorate trace}: a run's timeline, drawn. */
@Command(
    name = "trace",
    header = "Draws the timeline of a run: a line for each event, a column for each node.",
    description = {"docs/trace.md explains the marks; the first line is a legend."},
    footer = {
      "  ./quorate trace runs/wan-three-1 --slot 17",
      "  ./quorate trace runs/wan-three-1 --node S1,S2 --from 1s --to 1.2s",
      "  ./quorate trace runs/wan-three-1 --width 160 | less"
    })
final class TraceVerb implements Callable<Integer> {

  private static final int WIDTH_MIN = 60;
  private static final int WIDTH_MAX = 10_000;

  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory that a run left.")
  private Path run = Path.of("");

  @Option(
      names = "--slot",
      paramLabel = "A[..B]",
      converter = SlotsConverter.class,
      description = "Only events about these slots.")
  private Slots slots = new Slots(TimelineFilter.ALL_SLOTS, Long.MAX_VALUE);

  @Option(
      names = "--node",
      paramLabel = "NAME",
      split = ",",
      description = "Only events at these nodes, and frames from or to them.")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Only events from this virtual time on.")
  private long fromNs;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Only events up to this virtual time.")
  private long toNs = Long.MAX_VALUE;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Longest line. Default: the terminal's, or 120.")
  private int width;

  @Option(names = "--ascii", description = "Draw with ASCII only. Default: if nothing else shows.")
  private boolean ascii;

  @Option(
      names = "--sends",
      hidden = true,
      description = "Show frames as they leave too, in a timeline that has them.")
  private boolean sends;

  TraceVerb(Console console) {
    this.console = console;
  }

  /** Slots from the lowest to the highest. */
  record Slots(long min, long max) {}

  @Override
  public Integer call() {
    Fabric fabric = RunDirectory.fabric(run);
    List<String> columns = columns(fabric);
    checkNodes(columns);
    int columnsWide = width == 0 ? Math.max(WIDTH_MIN, console.columns()) : checkedWidth();
    TimelineFilter filter =
        new TimelineFilter(nodes, slots.min(), slots.max(), fromNs, toNs, sends);
    draw(filter, columns, columnsWide);
    return ExitCode.FINE;
  }

  private void draw(TimelineFilter filter, List<String> columns, int columnsWide) {
    boolean plain = ascii || !console.out().canShow(TimelineStyle.UNICODE.legend());
    TimelineStyle style = plain ? TimelineStyle.ASCII : TimelineStyle.UNICODE;
    // Not closed: what is in it when something is wrong is not to be seen.
    Writer out = new BufferedWriter(console.out());
    try {
      out.append(style.legend(columnsWide)).append("\n\n");
      Path timeline = run.resolve(RunDirectory.TIMELINE);
      if (Timeline.show(timeline, filter, columns, columnsWide, style, out) == 0) {
        out.append("no event is like that\n");
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clients left, services right, as frames go. */
  private static List<String> columns(Fabric fabric) {
    List<String> columns = new ArrayList<>();
    addHosts(fabric, Host.Role.CLIENT, columns);
    fabric.switches().stream().map(Switch::name).forEach(columns::add);
    addHosts(fabric, Host.Role.SERVICE, columns);
    return columns;
  }

  private static void addHosts(Fabric fabric, Host.Role role, List<String> columns) {
    fabric.hosts().stream()
        .filter(host -> host.role() == role)
        .map(Host::name)
        .forEach(columns::add);
  }

  private void checkNodes(List<String> known) {
    for (String node : nodes) {
      if (!known.contains(node)) {
        throw BadFile.whole(
            run.toString(), "has no node " + node, Nearest.advice(node, known, "its nodes are"));
      }
    }
  }

  private int checkedWidth() {
    if (width < WIDTH_MIN || width > WIDTH_MAX) {
      throw BadFile.whole(
          "--width " + width, "out of range", "write " + WIDTH_MIN + " to " + WIDTH_MAX);
    }
    return width;
  }

  /** Reads {@code A..B}, or {@code A} alone. */
  static final class SlotsConverter implements ITypeConverter<Slots> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    @Override
    public Slots convert(String text) {
      Matcher matcher = TEXT.matcher(text.strip());
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is no slot like 17, or 10..20");
      }
      long min = Long.parseLong(matcher.group(1));
      String last = matcher.group(2);
      long max = last == null ? min : Long.parseLong(last);
      if (max < min) {
        throw new TypeConversionException("'" + text + "' runs backwards");
      }
      return new Slots(min, max);
    }
  }
}
