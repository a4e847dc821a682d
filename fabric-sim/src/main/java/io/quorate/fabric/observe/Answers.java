package io.quorate.fabric.observe;

/** No request packet is answered twice: a client never gets more answers than it sent packets. */
public final class Answers implements Observer {

  private final Report report;
  private long answersMoreThanSends;

  public Answers(Report report) {
    this.report = report;
  }

  @Override
  public void answered(String client, long request, int sends, int answers) {
    if (answers > sends) {
      answersMoreThanSends++;
      report.violation(
          "answered once",
          "client "
              + client
              + " got answer "
              + answers
              + " to request "
              + request
              + ", sent "
              + sends
              + " times");
    }
  }

  /** Requests answered more often than asked. */
  public long answeredTooOften() {
    return answersMoreThanSends;
  }
}
