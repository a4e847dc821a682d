package io.quorate.bench.check;

import io.quorate.check.history.History;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The histories of one row, made before the clock runs. */
@State(Scope.Thread)
public class RowState {
  /** JMH takes each row in turn. */
  @Param public CheckerRow row = CheckerRow.C10_N1000;

  /** After so many milliseconds a checker is told to stop. */
  @Param("10000")
  public int limitMs;

  List<History> histories = List.of();

  /** Makes the histories. */
  @Setup(Level.Trial)
  public void make() {
    histories = row.histories();
  }

  /** Throws unless the number of histories found valid is right. */
  void requireRight(int valid) {
    if (!histories.isEmpty() && valid != row.valid()) {
      throw new IllegalStateException("a wrong verdict on " + row.title());
    }
  }
}
