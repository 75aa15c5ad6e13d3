package dev.omnigraph.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.function.OmnigraphConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Messages that trying again cannot help. The queue would move them after some deliveries, but
 * without the reason; here they go with it, at once when the failure lasts, and after the
 * configured number of deliveries when it might have passed. The body stays as it was, so that a
 * redrive of the dead-letter queue delivers the event again.
 */
@ApplicationScoped
class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  /** SQS takes 256 KiB, body and attributes together. */
  private static final int MOST_OF_A_REASON = 16_000;

  private final OmnigraphConfig.Ingest config;
  private final Optional<SqsClient> sqs;

  DeadLetters(OmnigraphConfig config) {
    this.config = config.ingest();
    this.sqs = this.config.deadLetters().map(DeadLetters::client);
  }

  /**
   * Takes the message out of the hands of its queue, if trying again is no use.
   *
   * @return false when it has to be handed back
   */
  boolean take(JsonNode message, List<Failure> failures) {
    if (sqs.isEmpty() || !isHopeless(message, failures)) {
      return false;
    }
    String id = message.path("messageId").asText();
    try {
      send(sqs.get(), message.path("body").asText(), attributes(id, failures));
      LOG.errorf("Message %s went to the dead-letter queue", id);
      return true;
    } catch (SdkException e) {
      LOG.errorf("Message %s could not be sent to the dead-letter queue: %s", id, e.getMessage());
      return false;
    }
  }

  @PreDestroy
  void close() {
    sqs.ifPresent(SqsClient::close);
  }

  private boolean isHopeless(JsonNode message, List<Failure> failures) {
    int deliveries = message.path("attributes").path("ApproximateReceiveCount").asInt(1);
    return deliveries >= config.attempts() || failures.stream().allMatch(Failure::lasting);
  }

  private void send(SqsClient client, String body, Map<String, MessageAttributeValue> attributes) {
    client.sendMessage(
        request ->
            request
                .queueUrl(config.deadLetters().orElseThrow())
                .messageBody(body.isEmpty() ? "{}" : body)
                .messageAttributes(attributes));
  }

  private static Map<String, MessageAttributeValue> attributes(String id, List<Failure> failures) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("code", text(failures.getFirst().error().code()));
    attributes.put(
        "reason", text(failures.stream().map(Failure::line).collect(Collectors.joining("\n"))));
    attributes.put("message_id", text(id));
    return attributes;
  }

  private static MessageAttributeValue text(String value) {
    // SQS refuses characters that XML has not.
    String clean = value.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    return MessageAttributeValue.builder()
        .dataType("String")
        .stringValue(
            clean.length() <= MOST_OF_A_REASON ? clean : clean.substring(0, MOST_OF_A_REASON) + "…")
        .build();
  }

  private static SqsClient client(String queue) {
    URI address = URI.create(queue);
    return SqsClient.builder()
        .httpClientBuilder(ApacheHttpClient.builder())
        .endpointOverride(URI.create(address.getScheme() + "://" + address.getAuthority()))
        .build();
  }
}
