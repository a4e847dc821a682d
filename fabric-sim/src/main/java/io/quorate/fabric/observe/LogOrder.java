package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers in which slot each client's request was executed first: the order in which operations
 * took effect, as the log has it. It judges nothing.
 */
public final class LogOrder implements Observer {

  /** The place of a request that no replica has executed. */
  public static final long NOWHERE = -1;

  private static final int PROCESS_SHIFT = 32;
  private static final int ID_DIGITS_MAX = 9;

  private final Map<Long, Integer> processOfSession = new LinkedHashMap<>();
  private final Map<String, Integer> processOfName = new LinkedHashMap<>();

  /** By process, and the number of the request. */
  private final Map<Long, Long> slots = new LinkedHashMap<>();

  private long nextSlot;

  /** A process sends its requests as values of this session; the sequence is their number. */
  public void expect(int process, long session) {
    processOfSession.put(session, process);
  }

  /** A process sends its requests as datagrams that begin with its name and their number. */
  public void expect(int process, String name) {
    processOfName.put(name, process);
  }

  /**
   * The slot in which a request took effect, or {@link #NOWHERE}.
   *
   * @param request its number, from 1
   */
  public long slotOf(int process, int request) {
    return slots.getOrDefault(key(process, request), NOWHERE);
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    if (delivery.slot() != nextSlot) {
      return;
    }
    nextSlot++;
    if (delivery.outcome() != Execution.Outcome.EXECUTED) {
      return;
    }
    Value value = delivery.value();
    Integer process = processOfSession.get(value.session());
    if (process != null) {
      slots.putIfAbsent(key(process, value.sequence()), delivery.slot());
    } else {
      datagram(HostAgreement.payload(value), delivery.slot());
    }
  }

  /** A request that was sent again stands in two slots, and the service executes it once. */
  private void datagram(byte[] payload, long slot) {
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    int nameEnd = text.indexOf(' ');
    int idEnd = text.indexOf(' ', nameEnd + 1);
    Integer process = nameEnd < 0 ? null : processOfName.get(text.substring(0, nameEnd));
    if (process != null && idEnd > 0) {
      String id = text.substring(nameEnd + 1, idEnd);
      if (id.length() <= ID_DIGITS_MAX && id.chars().allMatch(c -> c >= '0' && c <= '9')) {
        slots.putIfAbsent(key(process, Long.parseLong("0" + id)), slot);
      }
    }
  }

  private static long key(int process, long request) {
    return (long) process << PROCESS_SHIFT | request;
  }
}
