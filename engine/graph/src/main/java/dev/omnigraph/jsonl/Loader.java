package dev.omnigraph.jsonl;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.IdSource;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Loads JSON Lines in bounded memory.
 *
 * <p>An input that fits the {@link LoadLimits} is one commit. A larger one is as many as it takes,
 * in its order, so that nodes come before the edges between them; each is all or nothing. A load
 * that stops halfway is finished by running it again with the same idempotency key: commits that
 * are there are not made twice. Overwriting is one commit or none, because its effect depends on
 * the whole input.
 */
public final class Loader {
  private final Committing committing;
  private final LoadLimits limits;
  private final IdSource ids;
  private final BufferAllocator allocator;

  /** How an operation becomes a commit; the commit package's front door. */
  @FunctionalInterface
  public interface Committing {
    <R> CommitOutcome<R> commit(CommitRequest request, Operation<R> operation);
  }

  /**
   * @param ids for new keyless entities
   * @param allocator for rows until they are staged
   */
  public Loader(Committing committing, LoadLimits limits, IdSource ids, BufferAllocator allocator) {
    this.committing = committing;
    this.limits = limits;
    this.ids = ids;
    this.allocator = allocator;
  }

  /**
   * Loads all of the input.
   *
   * @param in plain or gzip, as its first bytes tell; stays open
   * @param progress told the number of lines read, from time to time and in the end
   * @throws GraphException what is wrong with the first lines that are, with line and field; a
   *     violated constraint; {@code overwrite_too_large}. The commits made before it stay, and
   *     {@code details.commits} names them
   */
  public LoadResult load(LoadJob job, InputStream in, LongConsumer progress) {
    Tally tally = new Tally();
    LongConsumer forward = forward(progress);
    try (UnpackedInput lines = new UnpackedInput(in)) {
      ChunkReader chunks = new ChunkReader(lines, job.file(), limits);
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        if (job.mode() == LoadMode.OVERWRITE && !chunk.last()) {
          throw tooLarge(job);
        }
        tally.add(committing.commit(request(job, chunk, tally), operation(job, chunk, forward)));
        forward.accept(chunk.lastLine());
      }
    } catch (GraphException e) {
      throw tally.commits.isEmpty() ? e : partial(e, tally);
    }
    return tally.result();
  }

  private LoadOperation operation(LoadJob job, Chunk chunk, LongConsumer progress) {
    return new LoadOperation(chunk, job.file(), job.mode(), limits, ids, allocator, progress);
  }

  private static CommitRequest request(LoadJob job, Chunk chunk, Tally tally) {
    CommitRequest first = job.commit();
    String expected = first.expectedHead();
    if (expected != null && !tally.commits.isEmpty()) {
      expected = tally.commits.getLast();
    }
    return first.expecting(expected).keyed(key(job, chunk));
  }

  private static @Nullable IdempotencyKey key(LoadJob job, Chunk chunk) {
    String key = job.idempotencyKey();
    if (key == null) {
      return null;
    }
    String mode = job.mode().name().toLowerCase(Locale.ROOT);
    return new IdempotencyKey(
        chunk.index() == 0 ? key : key + "#" + chunk.index(), Digests.of(mode, chunk.digest()));
  }

  /** A chunk that is prepared again reads its lines again; a display must not run backwards. */
  private static LongConsumer forward(LongConsumer progress) {
    long[] furthest = {-1};
    return lines -> {
      if (lines > furthest[0]) {
        furthest[0] = lines;
        progress.accept(lines);
      }
    };
  }

  private GraphException tooLarge(LoadJob job) {
    return new GraphException(
        ErrorKind.TOO_LARGE,
        "overwrite_too_large",
        "%s is larger than one commit takes (%,d lines or %,d bytes), and overwriting is one commit"
            .formatted(job.file(), limits.lines(), limits.bytes()),
        "Overwrite with the first part of the input, then load the rest in mode append.",
        Map.of("file", job.file(), "lines", limits.lines(), "bytes", limits.bytes()),
        null);
  }

  private static GraphException partial(GraphException e, Tally tally) {
    Map<String, Object> details = new java.util.LinkedHashMap<>(e.details());
    details.put("commits", List.copyOf(tally.commits));
    return new GraphException(
        e.kind(),
        e.code(),
        "%s\nThe %d commits before are complete and stay."
            .formatted(e.getMessage(), tally.commits.size()),
        "Correct the rest of the input and load it from the line named on.",
        details,
        e);
  }

  /** What the commits so far add up to. */
  private static final class Tally {
    private final List<String> commits = new ArrayList<>();
    private final SortedMap<String, Long> rows = new TreeMap<>();
    private final SortedMap<String, Long> keyless = new TreeMap<>();
    private long nodes;
    private long edges;
    private boolean replayed = true;

    void add(CommitOutcome<ChunkResult> outcome) {
      if (commits.isEmpty() || !commits.getLast().equals(outcome.commitId())) {
        commits.add(outcome.commitId());
      }
      switch (outcome) {
        case CommitOutcome.Published<ChunkResult> published -> add(published.result());
        case CommitOutcome.Unchanged<ChunkResult> unchanged -> add(unchanged.result());
        case CommitOutcome.Replayed<ChunkResult> again -> add(again.record());
      }
    }

    private void add(ChunkResult result) {
      replayed = false;
      result.rows().forEach((type, count) -> rows.merge(type, count, Long::sum));
      result.keyless().forEach((type, count) -> keyless.merge(type, count, Long::sum));
      nodes += result.nodes();
      edges += result.edges();
    }

    private void add(ManifestRecord record) {
      record.tables().forEach(this::add);
    }

    private void add(String table, TableChange change) {
      long changed = change.changes().counts().total();
      if (table.startsWith("edges/")) {
        edges += changed;
      } else {
        nodes += changed;
      }
    }

    LoadResult result() {
      return new LoadResult(List.copyOf(commits), rows, keyless, nodes, edges, replayed);
    }
  }
}
