package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.LoadAnswer;
import dev.omnigraph.error.GraphException;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Loads each object that an event names. From SQS, what fails is handed back alone ({@code
 * batchItemFailures}) and ends in the dead-letter queue when it fails for good; any other event
 * fails as a whole, after every object that can be loaded was.
 */
@Named("ingest")
public class IngestHandler implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(IngestHandler.class);

  private final ObjectLoader loader;
  private final IngestConfig config;
  private final ObjectMapper json;

  IngestHandler(ObjectLoader loader, IngestConfig config, ObjectMapper json) {
    this.loader = loader;
    this.config = config;
    this.json = json;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode event = Events.read(json, input);
    json.writeValue(output, isSqs(event) ? batch(event, context) : direct(event));
  }

  private static boolean isSqs(JsonNode event) {
    return event.path("Records").path(0).path("eventSource").asText().equals("aws:sqs");
  }

  private ObjectNode batch(JsonNode event, Context context) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode failures = answer.putArray("batchItemFailures");
    for (JsonNode message : event.path("Records")) {
      String id = message.path("messageId").asText();
      if (context.getRemainingTimeInMillis() < config.reserve().toMillis()) {
        LOG.warnf("Message %s is handed back: too little time is left to start it", id);
        failures.addObject().put("itemIdentifier", id);
      } else if (!message(message).isEmpty()) {
        failures.addObject().put("itemIdentifier", id);
      }
    }
    return answer;
  }

  private List<String> message(JsonNode message) {
    String id = message.path("messageId").asText();
    try {
      return objects(S3Notifications.objects(body(message)), json.createArrayNode());
    } catch (GraphException e) {
      return List.of(report("Message " + id, e));
    }
  }

  private JsonNode body(JsonNode message) {
    try {
      return json.readTree(message.path("body").asText());
    } catch (JsonProcessingException e) {
      throw new EventException(
          "unknown_event", "The message's body is no JSON.", "Send this queue S3 events only.");
    }
  }

  private ObjectNode direct(JsonNode event) {
    ObjectNode answer = json.createObjectNode();
    List<String> failures = objects(S3Notifications.objects(event), answer.putArray("objects"));
    if (!failures.isEmpty()) {
      throw new EventException("not_loaded", String.join("\n", failures), "See the log.");
    }
    return answer;
  }

  /** Loads all, and returns what failed, for people. */
  private List<String> objects(List<S3Object> objects, ArrayNode answers) {
    List<String> failures = new ArrayList<>();
    for (S3Object object : objects) {
      if (object.key().endsWith("/")) {
        continue; // A folder, as consoles make them.
      }
      MDC.put("object", object.uri());
      try {
        Optional<LoadAnswer> answer = loader.load(object);
        answers.add(Events.answer(json, object, answer));
        LOG.infof("%s: %s", object.uri(), Events.summary(answer));
      } catch (RuntimeException e) {
        failures.add(report(object.uri(), e));
      } finally {
        MDC.remove("object");
      }
    }
    return failures;
  }

  private static String report(String what, RuntimeException e) {
    if (!(e instanceof GraphException failure)) {
      LOG.errorf(e, "%s failed unexpectedly", what);
      return what + ": internal: unexpected failure, see the log";
    }
    String outlook =
        switch (failure.kind()) {
          case UNAVAILABLE, UNKNOWN_OUTCOME -> "delivered again, it may succeed";
          default -> "delivered again, it fails again";
        };
    String line = "%s: %s: %s (%s)".formatted(what, failure.code(), failure.getMessage(), outlook);
    MDC.put("code", failure.code());
    LOG.error(failure.nextStep() == null ? line : line + " " + failure.nextStep());
    MDC.remove("code");
    return line;
  }
}
