package io.quorate.fabric.app;

import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.random.TextDigest;
import io.quorate.paxos.machine.KeyValueMachine;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary key-value store on UDP, as somebody might have written it who never heard of
 * replication. Requests and answers are one line of ASCII each:
 *
 * <pre>
 *   &lt;client> &lt;request-id> get K | put K V | append K V | cas K OLD NEW | del K
 *   &lt;client> &lt;request-id> ok [VALUE] | nil | fail VALUE | error REASON
 * </pre>
 *
 * <p>A client has one request outstanding and numbers them upwards from 1. Since datagrams get
 * lost, it sends a request again when no answer comes; so the service keeps, for each client, its
 * latest request's number and answer (a duplicate-request cache, as ONC RPC servers do). A repeated
 * request is answered from there and not executed again; an older one is answered {@code error
 * stale request}. A datagram without a client's name and a number in front gets no answer.
 *
 * <p>It remembers {@value #CLIENTS_MAX} clients. One more evicts the client that was silent for
 * longest, counted in datagrams and not in time; should that client repeat its request still later,
 * it is executed a second time.
 */
public final class KeyValueService implements UdpService {

  /** Clients that are remembered at once. */
  public static final int CLIENTS_MAX = 4096;

  private static final int CLIENT_CHARS_MAX = 64;
  private static final int REQUEST_DIGITS_MAX = 18;

  /** A client's latest request and what it was answered. */
  private static final class Answered {
    private long requestId;
    private String answer = "";
  }

  private final KeyValueMachine store = new KeyValueMachine();

  /** The client that was silent for longest comes first. */
  private final Map<String, Answered> answered = new LinkedHashMap<>(16, 0.75f, true);

  private long executedCount;
  private long repeatedCount;
  private long evictedCount;

  @Override
  public byte @Nullable [] answer(byte[] request) {
    String line = new String(request, StandardCharsets.ISO_8859_1);
    int clientEnd = line.indexOf(' ');
    int idEnd = line.indexOf(' ', clientEnd + 1);
    if (clientEnd < 1 || clientEnd > CLIENT_CHARS_MAX || idEnd < 0) {
      return null;
    }
    long requestId = number(line.substring(clientEnd + 1, idEnd));
    if (requestId < 1) {
      return null;
    }
    String client = line.substring(0, clientEnd);
    String answer = answer(client, requestId, line.substring(idEnd + 1));
    return (client + " " + requestId + " " + answer).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String answer(String client, long requestId, String command) {
    Answered latest = answered.get(client);
    if (latest == null) {
      latest = new Answered();
      remember(client, latest);
    }
    if (requestId <= latest.requestId) {
      repeatedCount++;
      return requestId == latest.requestId ? latest.answer : "error stale request";
    }
    executedCount++;
    latest.requestId = requestId;
    latest.answer = store.execute(command);
    return latest.answer;
  }

  private void remember(String client, Answered latest) {
    if (answered.size() == CLIENTS_MAX) {
      answered.remove(answered.keySet().iterator().next());
      evictedCount++;
    }
    answered.put(client, latest);
  }

  /** The number, or 0 when it is none. */
  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > REQUEST_DIGITS_MAX) {
      return 0;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Over the store and the remembered answers; looks at each of these. */
  @Override
  public long stateDigest() {
    long digest = store.digest();
    for (Map.Entry<String, Answered> each : answered.entrySet()) {
      Answered latest = each.getValue();
      String line = each.getKey() + " " + latest.requestId + " " + latest.answer;
      digest = SeededRandom.mix(digest) + TextDigest.of(line);
    }
    return digest;
  }

  /** Requests executed. */
  public long executedCount() {
    return executedCount;
  }

  /** Requests that were repeated or stale and not executed. */
  public long repeatedCount() {
    return repeatedCount;
  }

  /** Clients forgotten. */
  public long evictedCount() {
    return evictedCount;
  }
}
