package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.OmnigraphConfig;
import dev.omnigraph.function.watch.Invocation;
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
 * batchItemFailures}), and goes to the dead-letter queue with the reason when trying again is no
 * use; any other event fails as a whole, after every object that can be loaded was.
 */
@Named("ingest")
public class IngestHandler implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(IngestHandler.class);

  private final EventRun run;
  private final ObjectLoader loader;
  private final Results results;
  private final DeadLetters deadLetters;
  private final OmnigraphConfig.Ingest config;
  private final ObjectMapper json;

  IngestHandler(
      EventRun run,
      ObjectLoader loader,
      Results results,
      DeadLetters deadLetters,
      OmnigraphConfig config,
      ObjectMapper json) {
    this.run = run;
    this.loader = loader;
    this.results = results;
    this.deadLetters = deadLetters;
    this.config = config.ingest();
    this.json = json;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    ObjectNode answer =
        run.run(
            "ingest",
            context,
            invocation -> {
              JsonNode event = Events.read(json, input);
              return isSqs(event) ? batch(event, context, invocation) : direct(event, invocation);
            });
    json.writeValue(output, answer);
  }

  private static boolean isSqs(JsonNode event) {
    return event.path("Records").path(0).path("eventSource").asText().equals("aws:sqs");
  }

  private ObjectNode batch(JsonNode event, Context context, Invocation invocation) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode handedBack = answer.putArray("batchItemFailures");
    for (JsonNode message : event.path("Records")) {
      String id = message.path("messageId").asText();
      if (context.getRemainingTimeInMillis() < config.reserve().toMillis()) {
        LOG.warnf("Message %s is returned to the queue: too little time is left to load it", id);
        handedBack.addObject().put("itemIdentifier", id);
        continue;
      }
      List<Failure> failures = message(message, invocation);
      if (!failures.isEmpty() && !deadLetters.take(message, failures)) {
        handedBack.addObject().put("itemIdentifier", id);
      }
    }
    return answer;
  }

  private List<Failure> message(JsonNode message, Invocation invocation) {
    String id = message.path("messageId").asText();
    try {
      List<S3Object> objects = S3Notifications.objects(body(message));
      return objects(objects, json.createArrayNode(), invocation);
    } catch (GraphException e) {
      invocation.failed(e);
      return List.of(Failure.logged("Message " + id, e));
    }
  }

  private JsonNode body(JsonNode message) {
    try {
      return json.readTree(message.path("body").asText());
    } catch (JsonProcessingException e) {
      throw new EventException(
          EventError.UNKNOWN_EVENT,
          "The message's body is not JSON.",
          "Send this queue S3 events only.");
    }
  }

  private ObjectNode direct(JsonNode event, Invocation invocation) {
    ObjectNode answer = json.createObjectNode();
    List<S3Object> objects = S3Notifications.objects(event);
    List<Failure> failures = objects(objects, answer.putArray("objects"), invocation);
    if (!failures.isEmpty()) {
      throw EventException.summary(failures);
    }
    return answer;
  }

  /** Loads all, and returns what failed. */
  private List<Failure> objects(List<S3Object> objects, ArrayNode answers, Invocation invocation) {
    List<Failure> failures = new ArrayList<>();
    for (S3Object object : objects) {
      if (object.key().endsWith("/")) {
        continue; // A folder, as consoles make them.
      }
      MDC.put("object", object.uri());
      invocation.name("object", object.uri());
      try {
        Optional<Loaded> answer = loader.load(object);
        answers.add(Events.answer(json, object, answer));
        answer.ifPresent(loaded -> count(invocation, loaded.answer()));
        LOG.infof("%s: %s", object.uri(), Events.summary(answer));
        results.write(object, Events.answer(json, object, answer));
      } catch (RuntimeException e) {
        invocation.failed(e);
        Failure failure = Failure.logged(object.uri(), e);
        failures.add(failure);
        results.write(object, Events.answer(json, object, failure));
      } finally {
        MDC.remove("object");
      }
    }
    return failures;
  }

  private static void count(Invocation invocation, LoadAnswer loaded) {
    invocation.number("nodes", loaded.nodes());
    invocation.number("edges", loaded.edges());
    loaded.commits().forEach(commit -> invocation.name("commit", commit.toString()));
  }
}
