package dev.omnigraph.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.call.Change;
import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.call.Change.Operation;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedAnswer.Block;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Export;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.merge.MergeWorld;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes a graph of its own what a branch of another is, by nothing but exports and feeds. All that
 * it remembers is in its graph, its cursor and, of a commit that comes in parts, the parts before.
 * It may be killed anywhere, and then has its graph and the cursor that it kept last.
 */
final class Follower implements AutoCloseable {
  /** It was killed. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HoldName HOLD = new HoldName("follower");

  private final MergeWorld source;
  private final Path folder;
  private final Random random;
  private final boolean holds;
  private int copies;
  private @Nullable MergeWorld copy;
  private @Nullable String cursor;
  int kills;
  int baselines;
  int blocks;

  /** Commits that were applied since the cursor was kept, and would come again. */
  private int since;

  /**
   * @param holds whether it keeps cleanup from what it has not read
   */
  Follower(MergeWorld source, Path folder, Random random, boolean holds) {
    this.source = source;
    this.folder = folder;
    this.random = random;
    this.holds = holds;
  }

  Map<String, Map<String, @Nullable Object>> state() {
    return copy().state("main");
  }

  /** Reads an answer or several, and may be killed. */
  void goOn() {
    try {
      follow(1 + random.nextInt(3));
    } catch (Killed e) {
      kills++;
    }
  }

  /** Until there is nothing that it has not read. */
  void catchUp() {
    while (true) {
      try {
        if (follow(100)) {
          return;
        }
      } catch (Killed e) {
        kills++;
      }
    }
  }

  /** Whether it has caught up. */
  private boolean follow(int answers) {
    if (cursor == null) {
      baseline();
    }
    String at = Objects.requireNonNull(cursor);
    List<Block> parts = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      FeedAnswer answer;
      try {
        answer =
            source.graph.feed(
                FeedRequest.of(BranchName.MAIN, new FeedRequest.Cursor(at))
                    .atMost(1 + random.nextInt(6)));
      } catch (GraphException e) {
        if (!e.code().equals("data_gone") || holds) {
          throw e;
        }
        baseline();
        return false;
      }
      for (Block block : answer.blocks()) {
        parts.add(block);
        if (block.complete()) {
          apply(parts);
          parts.clear();
        }
      }
      at = answer.cursor();
      maybeKilled();
      if (parts.isEmpty()) {
        // Only now that everything up to it is done.
        cursor = at;
        since = 0;
        hold(answer);
      }
      if (answer.caughtUp()) {
        return true;
      }
    }
    return false;
  }

  private void hold(FeedAnswer answer) {
    if (holds && !answer.blocks().isEmpty()) {
      source.graph.retain(
          HOLD,
          new ReadAt.Commit(BranchName.MAIN, answer.blocks().getLast().cause().commitId()),
          "follower");
    }
  }

  /** Begins whole: an export, and the feed from where it ends. */
  private void baseline() {
    baselines++;
    if (holds) {
      source.graph.retain(HOLD, ReadAt.main(), "follower");
    }
    ExportRequest request = new ExportRequest(ReadAt.main(), EntityFormat.JSONL, List.of(), true);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    String end;
    String schema;
    try (Export export = source.graph.export(request)) {
      schema = source.graph.schema(new ReadAt.Commit(BranchName.MAIN, export.commitId())).source();
      end = export.cursor();
      export.writeTo(name -> lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    MergeWorld old = copy;
    if (old != null) {
      old.close();
    }
    MergeWorld begun = new MergeWorld(folder.resolve("copy" + copies++), withoutHints(schema));
    copy = begun;
    cursor = null;
    load(begun, lines.toByteArray());
    maybeKilled();
    cursor = end;
  }

  private void apply(List<Block> parts) {
    blocks++;
    since++;
    String schema = parts.getFirst().source();
    if (schema != null && !copy().graph.schema(ReadAt.main()).source().equals(schema)) {
      copy()
          .graph
          .applySchema(new SchemaRequest(schema, "s.pg", true, false, MergeWorld.on("main")));
      maybeKilled();
    }
    List<Change> changes = parts.stream().flatMap(part -> part.changes().stream()).toList();
    for (Change change : changes.reversed()) {
      if (change.operation() == Operation.DELETE) {
        copy().mutate("main", deletion(change));
        maybeKilled();
      }
    }
    StringBuilder lines = new StringBuilder();
    for (Change change : changes) {
      if (change.operation() != Operation.DELETE) {
        lines.append(line(change)).append('\n');
      }
    }
    if (!lines.isEmpty()) {
      load(copy(), lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    maybeKilled();
  }

  /** A graph holds to its rules, so an earlier commit may not come again after a later one. */
  private void maybeKilled() {
    if (random.nextInt(12) == 0 && since <= 1) {
      since = 0;
      throw new Killed();
    }
  }

  private static void load(MergeWorld world, byte[] lines) {
    world.graph.load(
        new LoadRequest("feed", LoadMode.MERGE, MergeWorld.on("main"), null),
        new ByteArrayInputStream(lines),
        read -> {});
  }

  /** Every type of the test has a property that tells its entities apart. */
  private static String deletion(Change change) {
    Map<String, @Nullable Object> before = Objects.requireNonNull(change.before());
    String mark = before.containsKey("mark") ? "mark" : "name";
    return "delete %s where %s = \"%s\"".formatted(change.type(), mark, before.get(mark));
  }

  private static String line(Change change) {
    Map<String, @Nullable Object> data =
        new LinkedHashMap<String, @Nullable Object>(Objects.requireNonNull(change.after()));
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put(change.kind() == Kind.EDGE ? "edge" : "type", change.type());
    if (change.kind() == Kind.EDGE) {
      line.put("from", data.remove("from"));
      line.put("to", data.remove("to"));
    }
    line.put("data", data);
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was renamed once has its name in a graph that begins now. */
  private static String withoutHints(String schema) {
    return schema.replaceAll(" @rename_from\\(\"[^\"]*\"\\)", "");
  }

  private MergeWorld copy() {
    return Objects.requireNonNull(copy);
  }

  @Override
  public void close() {
    MergeWorld last = copy;
    if (last != null) {
      last.close();
    }
  }
}
