package io.quorate.fabric.observe;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers where in the log each client's request was executed first: the order in which
 * operations took effect, as the log has it. It judges nothing.
 */
public final class LogOrder implements Observer {

  /** The place of a request that no replica has executed. */
  public static final long NOWHERE = -1;

  private static final int PROCESS_SHIFT = 32;
  private static final int ID_DIGITS_MAX = 9;

  /** A session, and what its process has sent of it. */
  private static final class Session {
    final int process;
    long latest;
    int requests;

    Session(int process) {
      this.process = process;
    }
  }

  private final Map<Long, Session> sessions = new LinkedHashMap<>();

  /** The numbers of the requests that were sent, in their processes. */
  private final Map<Request, Integer> numbers = new LinkedHashMap<>();

  private final Map<String, Integer> processOfName = new LinkedHashMap<>();

  /** By process, and the number of the request. */
  private final Map<Long, Long> places = new LinkedHashMap<>();

  private final LogCursor cursor = new LogCursor();

  /** Values so far, which are as many as places where none holds a batch. */
  private long values;

  /** A process sends its requests as values of this session, one after the other. */
  public void expect(int process, long session) {
    sessions.put(session, new Session(process));
  }

  /** A process sends its requests as datagrams that begin with its name and their number. */
  public void expect(int process, String name) {
    processOfName.put(name, process);
  }

  /**
   * The place among all values of the log where a request took effect, or {@link #NOWHERE}; where
   * no slot holds a batch, that is its slot.
   *
   * @param request its number, from 1
   */
  public long placeOf(int process, int request) {
    return places.getOrDefault(key(process, request), NOWHERE);
  }

  /** A sequence that the process has not sent before is that of its next request. */
  @Override
  public void asked(byte[] frame) {
    if (sessions.isEmpty()
        || !(PaxosFrame.read(frame) instanceof Decoded.Frame read)
        || !(read.envelope().message() instanceof Message.Client(Value value))) {
      return;
    }
    Session session = sessions.get(value.session());
    if (session != null && (session.requests == 0 || session.latest != value.sequence())) {
      session.latest = value.sequence();
      session.requests++;
      numbers.put(Request.of(value), session.requests);
    }
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    if (!cursor.advance(delivery)) {
      return;
    }
    long place = values++;
    if (delivery.outcome() != Execution.Outcome.EXECUTED) {
      return;
    }
    Value value = delivery.value();
    Session session = sessions.get(value.session());
    Integer number = numbers.get(Request.of(value));
    if (session != null && number != null) {
      places.putIfAbsent(key(session.process, number), place);
    } else {
      datagram(HostAgreement.payload(value), place);
    }
  }

  /** A request that was sent again stands in two places, and the service executes it once. */
  private void datagram(byte[] payload, long place) {
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    int nameEnd = text.indexOf(' ');
    int idEnd = text.indexOf(' ', nameEnd + 1);
    Integer process = nameEnd < 0 ? null : processOfName.get(text.substring(0, nameEnd));
    if (process != null && idEnd > 0) {
      String id = text.substring(nameEnd + 1, idEnd);
      if (id.length() <= ID_DIGITS_MAX && id.chars().allMatch(c -> c >= '0' && c <= '9')) {
        places.putIfAbsent(key(process, Long.parseLong("0" + id)), place);
      }
    }
  }

  private static long key(int process, long request) {
    return (long) process << PROCESS_SHIFT | request;
  }
}
