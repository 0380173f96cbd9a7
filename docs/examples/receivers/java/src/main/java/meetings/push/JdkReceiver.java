package meetings.push;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Executors;

/**
 * Receives webhooks of Parley with nothing but the JDK (17 or later).
 *
 * <pre>
 *   javac -d classes WebhookVerifier.java Inbox.java JdkReceiver.java
 *   WEBHOOK_SECRETS="whsec_..." PORT=3000 java -cp classes meetings.push.JdkReceiver
 * </pre>
 */
public final class JdkReceiver {
  private static final int LARGEST_BODY = 1024 * 1024;

  private final WebhookVerifier verifier;
  private final Inbox inbox = new Inbox((id, body) -> System.out.println("handled " + id + " " + new String(body, StandardCharsets.UTF_8)));

  private JdkReceiver(WebhookVerifier verifier) {
    this.verifier = verifier;
  }

  public static void main(String[] args) throws IOException {
    String secrets = System.getenv("WEBHOOK_SECRETS");
    String port = System.getenv().getOrDefault("PORT", "3000");
    var receiver = new JdkReceiver(new WebhookVerifier(secrets, Clock.systemUTC()));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/hook", receiver::receive);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
    System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        answer(exchange, 405, "POST only");
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        answer(exchange, 413, "too large");
        return;
      }
      Headers headers = exchange.getRequestHeaders();
      String id = headers.getFirst("webhook-id");
      String signatures = headers.getFirst("webhook-signature");
      if (!verifier.isGenuine(id, headers.getFirst("webhook-timestamp"), signatures, body)) {
        answer(exchange, 401, "not from Parley, or too old");
        return;
      }
      switch (inbox.take(id, body)) {
        case NEW -> answer(exchange, 200, "received");
        case KNOWN -> answer(exchange, 200, "seen before");
        case FULL -> {
          // Let the sender come again, rather than lose it.
          exchange.getResponseHeaders().set("retry-after", "5");
          answer(exchange, 503, "busy");
        }
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "text/plain");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
