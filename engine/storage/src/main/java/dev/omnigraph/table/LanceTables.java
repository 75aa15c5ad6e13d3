package dev.omnigraph.table;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.IoStats;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.Session;
import org.lance.Transaction;
import org.lance.WriteParams;

/** Tables as Lance datasets below a folder or an S3 prefix. */
public final class LanceTables implements Tables {
  /** The newest format whose blob columns survive compaction and filtered scans. */
  static final String FILE_VERSION = "2.1";

  /** Blocks of the size that the table library chooses. */
  private static final int LIBRARY_BLOCK = 0;

  private final String root;
  private final Map<String, String> storageOptions;
  private final TableOptions options;
  private final BufferAllocator allocator;
  private final Session session;
  private final ExecutorService threads;
  private final DatasetCache datasets;
  private final IoCounter io = new IoCounter();

  private LanceTables(
      String root,
      Map<String, String> storageOptions,
      TableOptions options,
      BufferAllocator allocator,
      Session session,
      ExecutorService threads) {
    this.root = root;
    this.storageOptions = storageOptions;
    this.options = options;
    this.allocator = allocator;
    this.session = session;
    this.threads = threads;
    this.datasets = new DatasetCache(options.caches().openTables());
  }

  /**
   * Makes the tables below a root. Sends no request. Requests of one call that may overlap have
   * platform threads of their own: they block in native code, which would pin virtual threads.
   *
   * @param root {@code file:///dir} or {@code s3://bucket/prefix}
   * @param storageOptions of Lance's object store for S3, such as {@code aws_region}, {@code
   *     aws_endpoint}, {@code allow_http}; what is absent comes from the environment
   * @throws dev.omnigraph.error.GraphException if the native library cannot be loaded
   */
  public static LanceTables open(
      URI root, Map<String, String> storageOptions, TableOptions options) {
    return open(
        root,
        storageOptions,
        options,
        Executors.newCachedThreadPool(
            task -> Thread.ofPlatform().daemon().name("omnigraph-table").unstarted(task)));
  }

  private static LanceTables open(
      URI root, Map<String, String> storageOptions, TableOptions options, ExecutorService threads) {
    BufferAllocator allocator = new RootAllocator();
    Session session =
        LanceFailures.guard(
            "start the table library",
            () ->
                Session.builder()
                    .indexCacheSizeBytes(options.caches().indexBytes())
                    .metadataCacheSizeBytes(options.caches().metadataBytes())
                    .build());
    return new LanceTables(
        location(root), storage(root, storageOptions), options, allocator, session, threads);
  }

  @Override
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public Pin create(TableId id, Schema schema) {
    String path = id.toString();
    return LanceFailures.guard(
        "create the table " + path,
        () -> {
          Dataset dataset =
              Dataset.write()
                  .allocator(allocator)
                  .uri(uri(path))
                  .schema(schema)
                  .mode(WriteParams.WriteMode.CREATE)
                  .dataStorageVersion(FILE_VERSION)
                  // With stable ids, updates that keep a row's id corrupt the indexes.
                  .enableStableRowIds(false)
                  .storageOptions(storageOptions)
                  .session(session)
                  .execute();
          io.wrote(2, 0);
          Pin pin = new Pin(path, dataset.version(), transactionOf(dataset), 0, 0);
          keep(pin, dataset, LIBRARY_BLOCK);
          return pin;
        });
  }

  @Override
  public WritableTable open(Pin pin) {
    return openTable(pin);
  }

  @Override
  public Optional<VersionContents> contents(TableVersion version) {
    Pin pin = new Pin(version.path(), version.version(), "", 0, 0);
    // Not through the cache: the versions in use are not those that cleanup looks at.
    try (Dataset dataset = openDataset(pin)) {
      return Optional.of(LanceContents.of(version, dataset));
    } catch (GraphException e) {
      if (e.kind() == ErrorKind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  LanceTable openTable(Pin pin) {
    return new LanceTable(
        this, datasets.acquire(pin.path(), pin.version(), () -> openDataset(pin)), pin);
  }

  /**
   * Keeps a dataset that was made by other means than {@link #open}, unless it would read its files
   * in other blocks.
   *
   * @param blockBytes that it reads with: a version is made with those of its predecessor
   */
  void keep(Pin pin, Dataset dataset, int blockBytes) {
    if (blockBytes == blockBytes(pin)) {
      datasets.keep(pin.path(), pin.version(), dataset);
    } else {
      dataset.close();
    }
  }

  /** In which blocks the files of a version are read. */
  int blockBytes(Pin pin) {
    if (!isRemote()) {
      return LIBRARY_BLOCK;
    }
    return pin.rows() <= options.reads().smallRows()
        ? options.reads().wholeBytes()
        : options.reads().blockBytes();
  }

  private Dataset openDataset(Pin pin) {
    return LanceFailures.guard(
        "open the table " + pin.path(),
        () -> {
          Dataset dataset =
              Dataset.open()
                  .allocator(allocator)
                  .uri(uri(pin.path()))
                  .session(session)
                  .readOptions(readOptions(pin))
                  .build();
          io.read(2, 0);
          return dataset;
        });
  }

  @Override
  public IoStats io() {
    return io.stats();
  }

  @Override
  public void close() {
    threads.shutdown();
    datasets.close();
    session.close();
    allocator.close();
  }

  Executor executor() {
    return threads;
  }

  IoCounter counter() {
    return io;
  }

  TableOptions options() {
    return options;
  }

  Map<String, String> storageOptions() {
    return storageOptions;
  }

  /** Lance repeats its own client's retries up to seven times: with the defaults, for minutes. */
  private static Map<String, String> storage(URI root, Map<String, String> given) {
    if ("file".equals(root.getScheme())) {
      return Map.copyOf(given);
    }
    Map<String, String> options = new HashMap<>(given);
    options.putIfAbsent("client_max_retries", "3");
    options.putIfAbsent("client_retry_timeout", "20");
    return Map.copyOf(options);
  }

  /** Whether every request is a round trip over a network. */
  boolean isRemote() {
    return root.contains("://");
  }

  String uri(String path) {
    return root + "/" + path;
  }

  private ReadOptions readOptions(Pin pin) {
    // Always by version: resolving the latest would list the whole history.
    ReadOptions.Builder read =
        new ReadOptions.Builder()
            .setVersion(pin.version())
            .setStorageOptions(storageOptions)
            .setIndexCacheSizeBytes(options.caches().indexBytes())
            .setMetadataCacheSizeBytes(options.caches().metadataBytes());
    int block = blockBytes(pin);
    return (block == LIBRARY_BLOCK ? read : read.setBlockSize(block)).build();
  }

  static String transactionOf(Dataset dataset) {
    try (Transaction transaction =
        dataset
            .readTransaction()
            .orElseThrow(() -> LanceFailures.defect("A table version names no transaction."))) {
      return transaction.uuid();
    }
  }

  /** Lance takes a folder as a plain path: it does not decode the escapes of a URI. */
  private static String location(URI root) {
    String text = "file".equals(root.getScheme()) ? Path.of(root).toString() : root.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
