package io.quorate.cli;

import java.nio.file.Path;

/** Findings for programs, an object a line. */
final class FindingJson implements FindingOutput {

  private final Output out;

  FindingJson(Output out) {
    this.out = out;
  }

  @Override
  public void add(Path file, Finding finding, long elapsedNs) {
    out.print(
        JsonText.object(
            object -> {
              object.writeStringField("history", file.toString());
              object.writeStringField("model", finding.model());
              object.writeStringField("verdict", finding.verdict());
              object.writeStringField("engine", finding.engine());
              object.writeNumberField("operations", finding.operations());
              finding.writeMore(object);
              object.writeNumberField("elapsed-ns", elapsedNs);
              object.writeStringField("explanation", finding.explanation());
            }));
  }
}
