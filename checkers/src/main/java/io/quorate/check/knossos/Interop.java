package io.quorate.check.knossos;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.ILookup;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashSet;
import clojure.lang.PersistentVector;
import clojure.lang.Var;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Speaks to Knossos by Clojure's Java interface. Loaded only where Clojure is there. */
final class Interop {
  /** Reconstructions of final moments that an analysis may make; each takes factorial time. */
  private static final int FINAL_MOMENTS_MAX = 32;

  private static final int PENDING_MAX = 4;

  /**
   * Knossos first explores all states of a model until it has met so many. A queue has a new one
   * for each round of exploring, and to compare them all takes minutes.
   */
  private static final long STATES_EXPLORED_MAX = 1024;

  private static final long STATES_OF_A_QUEUE_EXPLORED_MAX = 16;

  /** Held, for loggers that nobody holds forget what they were told. */
  private static final Logger CHATTER = Logger.getLogger("knossos");

  private static @Nullable Interop instance;

  private final IFn results;
  private final IFn abort;
  private final AtomicInteger finalMoments = new AtomicInteger();

  private Interop() {
    IFn require = Clojure.var("clojure.core", "require");
    for (String namespace : List.of("model", "search", "wgl", "linear")) {
      require.invoke(Clojure.read("knossos." + namespace));
    }
    this.results = Clojure.var("knossos.search", "results");
    this.abort = Clojure.var("knossos.search", "abort!");
    boundFinalMoments();
    if (CHATTER.getLevel() == null) {
      CHATTER.setLevel(Level.WARNING);
    }
  }

  /** Loads Knossos at the first call, which takes some seconds. */
  static synchronized Interop get() {
    if (instance == null) {
      instance = new Interop();
    }
    return instance;
  }

  /**
   * Knossos explains an invalid history by all orders of what was pending at its end, for which
   * there may be neither time nor memory, and which cannot be aborted. What is not small is
   * therefore left out; the verdict does not depend on it.
   */
  private void boundFinalMoments() {
    if (!(Clojure.var("knossos.analysis", "final-paths-for-config") instanceof Var var)
        || !var.isBound()) {
      return;
    }
    IFn original = (IFn) var.getRawRoot();
    var.bindRoot(
        new AFn() {
          @Override
          public Object invoke(Object prefix, Object last, Object calls) {
            boolean small = count(calls) <= PENDING_MAX;
            return small && finalMoments.incrementAndGet() <= FINAL_MOMENTS_MAX
                ? original.invoke(prefix, last, calls)
                : PersistentHashSet.EMPTY;
          }
        });
  }

  private static int count(Object calls) {
    return ((Number) Clojure.var("clojure.core", "count").invoke(calls)).intValue();
  }

  private static void boundExploration(boolean queue) {
    if (Clojure.var("knossos.model.memo", "max-state-space") instanceof Var var && var.isBound()) {
      var.bindRoot(queue ? STATES_OF_A_QUEUE_EXPLORED_MAX : STATES_EXPLORED_MAX);
    }
  }

  /** Starts an analysis, {@code wgl} or {@code linear}, on threads of Knossos' own. */
  Object start(String analysis, Question question, List<Line> lines) {
    finalMoments.set(0);
    boundExploration(question.model().endsWith("queue"));
    IFn constructor = Clojure.var("knossos.model", question.model());
    Object initial = question.initial();
    Object model = initial == null ? constructor.invoke() : constructor.invoke(told(initial));
    return Clojure.var("knossos." + analysis, "start-analysis").invoke(model, history(lines));
  }

  /**
   * The result of an analysis, null if there is none after so many milliseconds.
   *
   * @throws RuntimeException what the analysis failed with
   */
  @Nullable ILookup result(Object search, long waitMs) {
    return (ILookup) results.invoke(search, waitMs, null);
  }

  /** Ends an analysis, sooner or later. */
  void abort(Object search) {
    abort.invoke(search, keyword("quorate"));
  }

  static @Nullable Object field(Object map, String name) {
    return ((ILookup) map).valAt(keyword(name));
  }

  /** A state of Knossos' models in a few words. */
  static String describe(@Nullable Object model) {
    for (String content : List.of("pending", "s")) {
      Object elements = model instanceof ILookup state ? state.valAt(keyword(content)) : null;
      if (elements != null) {
        return String.valueOf(Clojure.var("clojure.core", "vec").invoke(elements));
      }
    }
    return String.valueOf(model).replace(":quorate/nil", "nil");
  }

  private static Object history(List<Line> lines) {
    List<Object> events = new ArrayList<>(lines.size());
    for (int index = 0; index < lines.size(); index++) {
      Line line = lines.get(index);
      events.add(
          PersistentArrayMap.createAsIfByAssoc(
              new Object[] {
                keyword("process"), (long) line.process(),
                keyword("type"), keyword(line.type().word()),
                keyword("f"), keyword(line.f()),
                keyword("value"), told(line.value()),
                keyword("index"), (long) index
              }));
    }
    return PersistentVector.create(events);
  }

  private static Object told(Object value) {
    return switch (value) {
      case Keyword k -> keyword(k.name());
      case Symbol s -> clojure.lang.Symbol.intern(null, s.name());
      case List<?> list -> PersistentVector.create(list.stream().map(Interop::told).toList());
      case Map<?, ?> map -> {
        List<Object> entries = new ArrayList<>();
        map.forEach((k, v) -> entries.addAll(List.of(told(k), told(v))));
        yield PersistentArrayMap.createAsIfByAssoc(entries.toArray());
      }
      case Set<?> set -> PersistentHashSet.create(set.stream().map(Interop::told).toList());
      default -> value;
    };
  }

  private static clojure.lang.Keyword keyword(String name) {
    return clojure.lang.Keyword.intern(clojure.lang.Symbol.intern(name));
  }
}
