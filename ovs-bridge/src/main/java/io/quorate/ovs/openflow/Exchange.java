package io.quorate.ovs.openflow;

import io.quorate.ovs.openflow.Message.ErrorTold;
import io.quorate.ovs.openflow.Message.StatisticsAnswer;
import io.quorate.ovs.openflow.Message.StatisticsReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A question that waits for its answer. All methods run on the connection's thread. */
sealed interface Exchange {

  /**
   * Takes a message with the question's transaction id.
   *
   * @return true if nothing more is to come
   */
  boolean take(Message message, OpenFlowVersion version);

  /** The connection is gone. */
  void fail(OpenFlowException reason);

  /** One answer, or an error. */
  record Single(String what, CompletableFuture<Message> answer) implements Exchange {
    @Override
    public boolean take(Message message, OpenFlowVersion version) {
      if (message instanceof ErrorTold error) {
        answer.completeExceptionally(refused(what, error, version));
      } else {
        answer.complete(message);
      }
      return true;
    }

    @Override
    public void fail(OpenFlowException reason) {
      answer.completeExceptionally(reason);
    }
  }

  /** Answers in parts, until one says that it is the last. */
  record Parts(
      String what, List<StatisticsAnswer> soFar, CompletableFuture<List<StatisticsAnswer>> answer)
      implements Exchange {
    private static final int PARTS_MAX = 2_000;

    Parts(String what, CompletableFuture<List<StatisticsAnswer>> answer) {
      this(what, new ArrayList<>(), answer);
    }

    @Override
    public boolean take(Message message, OpenFlowVersion version) {
      if (message instanceof StatisticsReply(boolean more, StatisticsAnswer part)) {
        soFar.add(part);
        if (soFar.size() > PARTS_MAX) {
          throw new MalformedMessageException(what + " come in more than " + PARTS_MAX + " parts");
        }
        if (!more) {
          answer.complete(List.copyOf(soFar));
        }
        return !more;
      }
      OpenFlowException reason =
          message instanceof ErrorTold error
              ? refused(what, error, version)
              : new MalformedMessageException("the answer to " + what + " is something else");
      answer.completeExceptionally(reason);
      return true;
    }

    @Override
    public void fail(OpenFlowException reason) {
      answer.completeExceptionally(reason);
    }
  }

  /** Something that is answered only if it is refused; a barrier ends it. */
  record Told(int place, List<Refusal> refusals) implements Exchange {
    @Override
    public boolean take(Message message, OpenFlowVersion version) {
      if (message instanceof ErrorTold error) {
        refusals.add(new Refusal(place, error));
      }
      return false;
    }

    @Override
    public void fail(OpenFlowException reason) {
      // The barrier behind it says so.
    }
  }

  /**
   * That something told was refused.
   *
   * @param place of it in the list of what was told
   */
  record Refusal(int place, ErrorTold error) {}

  private static OpenFlowException refused(String what, ErrorTold error, OpenFlowVersion version) {
    return new OpenFlowException(
        "the switch refused " + what + ": " + ErrorNames.text(version, error));
  }
}
