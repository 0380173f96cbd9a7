package meetings.push;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks 1.0, over the bytes as they came and never over JSON that was parsed and written again. */
public final class WebhookVerifier {
  private static final long TOLERANCE_SECONDS = 300;

  private final List<byte[]> keys;
  private final Clock clock;

  /** @param secrets each {@code whsec_...}; two of them, with a blank between, while a secret is rotated */
  public WebhookVerifier(String secrets, Clock clock) {
    this.keys =
        Arrays.stream(secrets.trim().split("\\s+"))
            .map(secret -> Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")))
            .toList();
    this.clock = clock;
  }

  public boolean isGenuine(String id, String timestamp, String signatures, byte[] body) {
    if (id == null || signatures == null || timestamp == null || !timestamp.matches("\\d{1,12}"))
      return false;
    if (Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE_SECONDS)
      return false;
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    for (byte[] key : keys) {
      byte[] ours = ("v1," + Base64.getEncoder().encodeToString(hmac(key, head, body))).getBytes(StandardCharsets.US_ASCII);
      // Several while a secret is rotated; those of other versions are passed over.
      for (String theirs : signatures.trim().split("\\s+"))
        // Takes the same time wherever the first difference is.
        if (MessageDigest.isEqual(ours, theirs.getBytes(StandardCharsets.UTF_8))) return true;
    }
    return false;
  }

  private static byte[] hmac(byte[] key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException("every Java has HmacSHA256", error);
    }
  }
}
