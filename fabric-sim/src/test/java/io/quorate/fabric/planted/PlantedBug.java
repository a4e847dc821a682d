package io.quorate.fabric.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bug, as a patch.
 *
 * @param name lower case, with hyphens
 * @param wrong what is wrong, one sentence for people
 * @param edits in one source file or several
 */
record PlantedBug(String name, String wrong, List<Edit> edits) {

  /**
   * A piece of a source file and what stands there instead. White space does not matter, all else
   * does.
   *
   * @param file a class of the core or the simulator, like {@code paxos/role/Acceptor}
   */
  record Edit(String file, String sound, String unsound) {

    /**
     * The source with the bug in it.
     *
     * @throws IllegalStateException if the piece is not there, or more than once
     */
    String applied(String source) {
      int[] places = IntStream.range(0, source.length()).filter(at -> isInk(source, at)).toArray();
      String inked = inked(source);
      String piece = inked(sound);
      int from = inked.indexOf(piece);
      if (from < 0 || inked.indexOf(piece, from + 1) >= 0) {
        String times = from < 0 ? "no" : "more than one";
        throw new IllegalStateException(file + " has " + times + " piece like this: " + sound);
      }
      return source.substring(0, places[from])
          + unsound
          + source.substring(places[from + piece.length() - 1] + 1);
    }

    private static boolean isInk(String text, int at) {
      return !Character.isWhitespace(text.charAt(at));
    }

    private static String inked(String text) {
      return text.replaceAll("\\s+", "");
    }
  }

  PlantedBug {
    edits = List.copyOf(edits);
  }

  /** A bug without a patch yet. */
  static PlantedBug named(String name, String wrong) {
    return new PlantedBug(name, wrong, List.of());
  }

  /** The bug with one more edit. */
  PlantedBug in(String file, String sound, String unsound) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(file, sound, unsound));
    return new PlantedBug(name, wrong, more);
  }

  @Override
  public String toString() {
    return name;
  }
}
