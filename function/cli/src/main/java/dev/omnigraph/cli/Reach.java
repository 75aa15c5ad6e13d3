package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.wire.JsonBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A graph as a command reaches it: itself, in a folder or a bucket, or by its API. A command says
 * what it wants in both ways, and both answer with the same JSON.
 */
sealed interface Reach extends AutoCloseable {
  /** What a command asks of a graph itself. */
  @FunctionalInterface
  interface Local {
    JsonBody ask(Graph graph, CallMeter meter) throws IOException;
  }

  /**
   * @param here how the graph itself is asked
   * @param there how its API is asked for the same
   */
  Answer call(Local here, ApiRequest there);

  /** The same graph, with what calls take counted anew. Closing it closes both. */
  Reach again();

  /** What all calls took so far, as far as it is known. */
  Cost cost();

  @Override
  void close();

  /** In a folder or a bucket. */
  record Here(Graph graph, CallMeter meter, Waits waits) implements Reach {
    static Here of(Graph graph, Waits waits) {
      return new Here(graph, graph.meter(), waits);
    }

    @Override
    public Answer call(Local here, ApiRequest there) {
      return waits.during(() -> ask(here));
    }

    private Answer ask(Local here) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      try {
        here.ask(graph, graph.meter()).writeTo(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Answer.of(text.toString(StandardCharsets.UTF_8));
    }

    @Override
    public Reach again() {
      return of(graph, waits);
    }

    @Override
    public Cost cost() {
      return Cost.of(meter.report());
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  /** Behind a URL. */
  final class There implements Reach {
    private final Api api;
    private final long started = System.nanoTime();
    private long requests = Cost.UNKNOWN;
    private long bytes = Cost.UNKNOWN;

    private final Waits waits;

    There(Api api, Waits waits) {
      this.api = api;
      this.waits = waits;
    }

    Api api() {
      return api;
    }

    @Override
    public Answer call(Local here, ApiRequest there) {
      Answer answer = waits.during(() -> Answer.of(api.json(there)));
      JsonNode profile = answer.json().path("profile");
      requests = Cost.plus(requests, answer.json().path("requests"));
      requests = Cost.plus(requests, profile.path("requests"));
      bytes = Cost.plus(bytes, profile.path("bytes_read"));
      return answer;
    }

    @Override
    public Reach again() {
      return new There(api, waits);
    }

    @Override
    public Cost cost() {
      return new Cost(requests, bytes, 0, System.nanoTime() - started);
    }

    @Override
    public void close() {
      api.close();
    }
  }
}
