package dev.omnigraph;

import dev.omnigraph.schema.Catalog;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A graph: open it, read it, write it. Thread-safe, and cheap to open: nothing is read until it is
 * needed, nothing is kept between calls but immutable objects, and any number of processes may have
 * it open at the same time.
 *
 * <p>Every call is one coherent operation on one state of one branch. Failures are {@link
 * dev.omnigraph.error.GraphException}s; after any of them but an unknown outcome, nothing happened.
 */
public final class Graph implements AutoCloseable {
  /** The branch that every graph has. */
  public static final String MAIN = "main";

  private final GraphStorage storage;

  private Graph(GraphStorage storage) {
    this.storage = storage;
  }

  /**
   * Makes a new graph after probing that the store keeps the promises the protocol needs.
   *
   * @param schema {@code .pg} text
   * @param file display name of the schema in messages
   * @throws dev.omnigraph.error.GraphException {@code graph_exists}, a schema error, or {@code
   *     store_unsuitable} naming what the store lacks; then nothing was made
   */
  public static Graph create(GraphStorage storage, String schema, String file, String actor) {
    throw new UnsupportedOperationException();
  }

  /** Opens a graph without any request; a missing graph shows at the first call. */
  public static Graph open(GraphStorage storage) {
    return new Graph(storage);
  }

  /** Runs a read query; writes nothing, ever. */
  public QueryAnswer query(QueryRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Runs a write query as one commit. */
  public MutationAnswer mutate(MutationRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * Loads JSON Lines.
   *
   * @param lines read once, in bounded memory; stays open
   * @param progress told the number of lines read so far, from time to time
   */
  public LoadAnswer load(LoadRequest request, InputStream lines, LongConsumer progress) {
    throw new UnsupportedOperationException();
  }

  /** The schema in force. */
  public Catalog schema(ReadAt at) {
    throw new UnsupportedOperationException();
  }

  public Snapshot snapshot(ReadAt at) {
    throw new UnsupportedOperationException();
  }

  /** Names of live branches, in order. */
  public List<String> branches() {
    throw new UnsupportedOperationException();
  }

  /** The newest commits of a branch, newest first, control records left out. */
  public List<CommitInfo> commits(String branch, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<CommitInfo> commit(String branch, String commitId) {
    throw new UnsupportedOperationException();
  }

  /** Compacts small fragments and brings indexes up to date; finishes what recovery left. */
  public OptimizeReport optimize(String branch, String actor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    storage.tables().close();
    storage.objects().close();
  }
}
