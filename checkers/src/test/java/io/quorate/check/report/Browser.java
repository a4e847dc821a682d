package io.quorate.check.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A headless Chromium with one page, driven over the DevTools protocol. A page's errors and what it
 * writes to the console are kept in {@link #complaints}.
 */
final class Browser implements AutoCloseable {
  private static final long PATIENCE_S = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger commands = new AtomicInteger();
  private final Map<String, CompletableFuture<Map<String, String>>> answers =
      new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();
  private volatile String session = "";

  /** Starts a browser; the test is skipped where there is none. */
  Browser(Path profile) {
    try {
      process =
          new ProcessBuilder(
                  program(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--window-size=1200,700",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(address(process.errorReader())), new Ear())
              .get(PATIENCE_S, TimeUnit.SECONDS);
      String target =
          send("Target.createTarget", "\"url\":\"about:blank\"").get("/result/targetId");
      session =
          Objects.requireNonNull(
              send("Target.attachToTarget", "\"flatten\":true,\"targetId\":\"" + target + "\"")
                  .get("/result/sessionId"));
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        send(domain + ".enable", "");
      }
    } catch (Exception e) {
      throw new IllegalStateException("the browser did not start", e);
    }
  }

  private static String program() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseGet(
            () -> Assumptions.abort("no chromium, chromium-browser or google-chrome: skipped"));
  }

  /** The browser says on which address it listens, and must be read on, lest it stop. */
  private static String address(BufferedReader said) throws IOException {
    String begins = "DevTools listening on ";
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(begins)) {
        Thread.ofVirtual().start(() -> said.lines().forEach(rest -> {}));
        return line.substring(begins.length());
      }
    }
    throw new IOException("the browser ended before it listened");
  }

  /** Opens a page and returns when it has drawn itself. */
  void open(Path page) {
    complaints.clear();
    loaded = new CompletableFuture<>();
    send("Page.navigate", "\"url\":\"" + page.toUri() + "\"");
    await(loaded);
    settle();
  }

  /** The value of an expression in the page, as text. */
  String evaluate(String expression) {
    String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
    Map<String, String> answer =
        send(
            "Runtime.evaluate",
            "\"returnByValue\":true,\"awaitPromise\":true,\"expression\":\"" + quoted + "\"");
    return answer.getOrDefault("/result/result/value", "undefined");
  }

  /** What the page says of itself under this name. */
  int count(String name) {
    return Integer.parseInt(evaluate("document.body.dataset." + name));
  }

  void press(String key) {
    String text = key.length() == 1 ? ",\"text\":\"" + key + "\"" : "";
    send("Input.dispatchKeyEvent", "\"type\":\"keyDown\",\"key\":\"" + key + "\"" + text);
    send("Input.dispatchKeyEvent", "\"type\":\"keyUp\",\"key\":\"" + key + "\"");
    settle();
  }

  void moveMouse(double x, double y) {
    send("Input.dispatchMouseEvent", "\"type\":\"mouseMoved\",\"x\":" + x + ",\"y\":" + y);
    settle();
  }

  void turnWheel(double x, double y, int by) {
    send(
        "Input.dispatchMouseEvent",
        "\"type\":\"mouseWheel\",\"deltaX\":0,\"deltaY\":" + by + ",\"x\":" + x + ",\"y\":" + y);
    settle();
  }

  void preferDark(boolean dark) {
    send(
        "Emulation.setEmulatedMedia",
        "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
            + (dark ? "dark" : "light")
            + "\"}]");
    settle();
  }

  BufferedImage screenshot() {
    String data =
        Objects.requireNonNull(
            send("Page.captureScreenshot", "\"format\":\"png\"").get("/result/data"));
    try {
      return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Errors, warnings, whatever was written to the console, and requests that left the file. */
  List<String> complaints() {
    return complaints;
  }

  /** Two frames later everything that was asked for has been drawn. */
  private void settle() {
    evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
  }

  private Map<String, String> send(String method, String parameters) {
    String id = String.valueOf(commands.incrementAndGet());
    CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String where = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
    String text =
        "{\"id\":"
            + id
            + ",\"method\":\""
            + method
            + "\",\"params\":{"
            + parameters
            + "}"
            + where
            + "}";
    await(socket.sendText(text, true));
    Map<String, String> content = await(answer);
    if (content.containsKey("/error/message")) {
      throw new IllegalStateException(method + ": " + content.get("/error/message"));
    }
    return content;
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the browser does not answer", e);
    }
  }

  /** Hears answers and events. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        hear(flat(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void hear(Map<String, String> content) {
    CompletableFuture<Map<String, String>> answer =
        answers.remove(content.getOrDefault("/id", "none"));
    if (answer != null) {
      answer.complete(content);
      return;
    }
    String request = content.getOrDefault("/params/request/url", "data:");
    switch (content.getOrDefault("/method", "")) {
      case "Page.loadEventFired" -> loaded.complete(true);
      case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" ->
          complaints.add(content.toString());
      case "Network.requestWillBeSent" -> {
        if (!request.startsWith("file:") && !request.startsWith("data:")) {
          complaints.add("asks the network for " + request);
        }
      }
      default -> {}
    }
  }

  /** The leaves of a JSON text by their paths, such as {@code /result/value}. */
  private static Map<String, String> flat(String text) {
    Map<String, String> leaves = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue()) {
          leaves.put(json.getParsingContext().pathAsPointer().toString(), json.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return leaves;
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
