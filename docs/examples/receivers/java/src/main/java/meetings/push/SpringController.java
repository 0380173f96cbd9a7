package meetings.push;

import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receives webhooks of Parley with Spring. The body is bound as {@code byte[]}: as a {@code String} it would have gone
 * through a charset, as an object through a JSON parser, and the signature covers neither.
 */
@RestController
public class SpringController {
  private final WebhookVerifier verifier;
  private final Inbox inbox = new Inbox((id, body) -> System.out.println("handled " + id + " " + new String(body, StandardCharsets.UTF_8)));

  public SpringController(WebhookVerifier verifier) {
    this.verifier = verifier;
  }

  @PostMapping("/hook")
  public ResponseEntity<String> receive(
      @RequestHeader(name = "webhook-id", required = false) String id,
      @RequestHeader(name = "webhook-timestamp", required = false) String timestamp,
      @RequestHeader(name = "webhook-signature", required = false) String signatures,
      @RequestBody byte[] body) {
    if (!verifier.isGenuine(id, timestamp, signatures, body))
      return ResponseEntity.status(HttpStatus.UNAUTHORIZED).body("not from Parley, or too old");
    return switch (inbox.take(id, body)) {
      case NEW -> ResponseEntity.ok("received");
      case KNOWN -> ResponseEntity.ok("seen before");
      // Let the sender come again, rather than lose it.
      case FULL -> ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header("retry-after", "5").body("busy");
    };
  }
}
