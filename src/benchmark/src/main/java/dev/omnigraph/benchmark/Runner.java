package dev.omnigraph.benchmark;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.id.BranchName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Loads the graph through the engine's own loader, and asks questions. */
public final class Runner {
  private static final int WARM_UPS = 2;

  private final Place place;

  public Runner(Place place) {
    this.place = place;
  }

  /** Loads as one commit, then builds the indexes, as the optimizer of a deployment would. */
  public void load(SocialGraph graph) {
    try (Graph created = create(place.storage())) {
      load(created, graph.lines());
      created.optimize(WriteOptions.on(BranchName.MAIN, "bench"));
    }
  }

  /** A graph that can hold a social one. */
  static Graph create(GraphStorage storage) {
    return Graph.create(storage, SocialGraph.SCHEMA, "social.pg", "bench");
  }

  /** Loads the lines, and closes them. */
  static void load(Graph graph, InputStream lines) {
    try (lines) {
      graph.load(
          new LoadRequest(
              "social.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "bench"), null),
          lines,
          read -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same of documents, until the optimizer has nothing left to do.
   *
   * @return how often it ran
   */
  public int load(Documents documents) {
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "bench");
    try (Graph created =
        Graph.create(place.storage(), documents.schema(), "documents.pg", "bench")) {
      load(created, documents.lines());
      int runs = 1;
      while (created.optimize(options).commitId() != null) {
        runs++;
      }
      return runs;
    }
  }

  /** With nothing cached but the program itself. */
  public Measurement cold(Question question) {
    try (Graph graph = Graph.open(place.storage())) {
      return measure(graph, question);
    }
  }

  /** In a process that was asked the same before. */
  public Measurement warm(Question question) {
    try (Graph graph = Graph.open(place.storage())) {
      for (int i = 0; i < WARM_UPS; i++) {
        measure(graph, question);
      }
      return measure(graph, question);
    }
  }

  private Measurement measure(Graph graph, Question question) {
    place.log().reset();
    long start = System.nanoTime();
    QueryAnswer answer =
        graph.query(
            new QueryRequest(
                question.source(), "bench.gq", null, question.arguments(), ReadAt.main()));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Measurement(
        answer, time, place.log().total(), place.log().sequential(), place.log().bytesOut());
  }
}
