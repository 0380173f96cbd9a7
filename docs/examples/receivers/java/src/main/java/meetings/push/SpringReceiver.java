package meetings.push;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The cloud document's demo receiver, with the signature checked and each event handled once.
 *
 * <pre>WEBHOOK_SECRETS="whsec_..." mvn spring-boot:run</pre>
 */
@SpringBootApplication
public class SpringReceiver {
  public static void main(String[] args) {
    SpringApplication.run(SpringReceiver.class, args);
  }

  @Bean
  WebhookVerifier webhookVerifier(@Value("${WEBHOOK_SECRETS}") String secrets) {
    return new WebhookVerifier(secrets, Clock.systemUTC());
  }
}
