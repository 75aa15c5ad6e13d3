package dev.omnigraph.jsonl;

import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.rule.GraphError;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.value.JsonText;
import dev.omnigraph.view.View;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Loads JSON Lines, or a table of one type in CSV or Parquet, in bounded memory.
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
  private final Function<View, Catalog> known;

  /** How an operation becomes a commit. */
  @FunctionalInterface
  public interface Committing {
    /**
     * @param digest as in {@link CommitRequest}
     */
    <A> A commit(WriteOptions options, @Nullable String digest, Operation<A> operation);
  }

  /**
   * @param ids for new keyless entities
   * @param allocator for rows until they are staged
   */
  public Loader(Committing committing, LoadLimits limits, IdSource ids, BufferAllocator allocator) {
    this(committing, limits, ids, allocator, View::catalog);
  }

  /**
   * The same, for a caller who may not know of everything.
   *
   * @param known the part of the schema that it may know of; lines of other types are lines of an
   *     unknown type
   */
  public Loader(
      Committing committing,
      LoadLimits limits,
      IdSource ids,
      BufferAllocator allocator,
      Function<View, Catalog> known) {
    this.known = known;
    this.committing = committing;
    this.limits = limits;
    this.ids = ids;
    this.allocator = allocator;
  }

  /**
   * Loads all of the input.
   *
   * @param in plain or gzip, as its first bytes tell, and Parquet as it is: a FileInputStream is
   *     read where it lies, and anything else is kept in memory or a temporary file; stays open
   * @param progress told the number of lines read, from time to time and in the end
   * @throws GraphException what is wrong with the first lines that are, with line and field; a
   *     violated constraint; {@code overwrite_too_large}. The commits made before it stay, and
   *     {@code details.commits} names them
   */
  public LoadAnswer load(LoadRequest request, InputStream in, LongConsumer progress) {
    LoadAnswer done = LoadAnswer.NOTHING;
    LongConsumer forward = forward(progress);
    checkType(request);
    try (LoadInput input = LoadInput.of(request, in, limits)) {
      Records records = input.records();
      ChunkReader chunks =
          new ChunkReader(input.lines(), request.file(), request.format().unit(), limits);
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        if (request.mode() == LoadMode.OVERWRITE && !chunk.last()) {
          throw tooLarge(request);
        }
        done =
            done.plus(
                committing.commit(
                    options(request, chunk, done),
                    digest(request, records, chunk),
                    new LoadOperation(
                        chunk, records, request, limits, ids, allocator, known, forward)));
        forward.accept(chunk.lastLine());
      }
    } catch (GraphException e) {
      throw done.commits().isEmpty() ? e : partial(e, request, done.commits());
    }
    return done;
  }

  private static WriteOptions options(LoadRequest request, Chunk chunk, LoadAnswer done) {
    WriteOptions first = request.options();
    CommitId expected = first.expectedHead();
    if (expected != null && !done.commits().isEmpty()) {
      expected = done.commits().getLast();
    }
    String key = first.idempotencyKey();
    return first
        .expecting(expected)
        .keyed(key == null || chunk.index() == 0 ? key : key + "#" + chunk.index());
  }

  private static @Nullable String digest(
      LoadRequest request, @Nullable Records records, Chunk chunk) {
    if (request.options().idempotencyKey() == null) {
      return null;
    }
    String table =
        records == null ? "" : records.type() + "\n" + JsonText.of(records.columns()) + "\n";
    String mode = request.mode().name().toLowerCase(Locale.ROOT);
    return Sha256.hex(mode + "\n" + table + chunk.digest());
  }

  private static void checkType(LoadRequest request) {
    if (request.format().isByType() == (request.type() == null)) {
      throw GraphException.of(
              GraphError.LOAD_TYPE,
              request.type() == null
                  ? "%s: is a table, and no type is named for its rows".formatted(request.file())
                  : "%s: the type %s is named, and JSON Lines name their types themselves"
                      .formatted(request.file(), request.type()))
          .with("file", request.file())
          .build();
    }
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

  private GraphException tooLarge(LoadRequest request) {
    return GraphException.of(
            GraphError.OVERWRITE_TOO_LARGE,
            "%s is larger than one commit takes (%,d %ss or %,d bytes), and overwriting is one commit"
                .formatted(request.file(), limits.lines(), request.format().unit(), limits.bytes()))
        .with("file", request.file())
        .with("lines", limits.lines())
        .with("bytes", limits.bytes())
        .build();
  }

  private static GraphException partial(
      GraphException e, LoadRequest request, List<CommitId> commits) {
    return e.retold(
            "%s\nThe %d commits before are complete and stay."
                .formatted(e.getMessage(), commits.size()))
        .next(
            "Correct the rest of the input and load it from the %s named on."
                .formatted(request.format().unit()))
        .with("commits", commits.stream().map(CommitId::toString).toList())
        .build();
  }
}
