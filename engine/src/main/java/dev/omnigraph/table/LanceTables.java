package dev.omnigraph.table;

import dev.omnigraph.manifest.Pin;
import dev.omnigraph.store.IoStats;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;
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

  private final String root;
  private final Map<String, String> storageOptions;
  private final TableOptions options;
  private final BufferAllocator allocator;
  private final Session session;
  private final Executor executor;
  private final DatasetCache datasets;
  private final IoCounter io = new IoCounter();

  private LanceTables(
      String root,
      Map<String, String> storageOptions,
      TableOptions options,
      BufferAllocator allocator,
      Session session,
      Executor executor) {
    this.root = root;
    this.storageOptions = storageOptions;
    this.options = options;
    this.allocator = allocator;
    this.session = session;
    this.executor = executor;
    this.datasets = new DatasetCache(options.openTables());
  }

  /**
   * Makes the tables below a root. Sends no request.
   *
   * @param root {@code file:///dir} or {@code s3://bucket/prefix}
   * @param storageOptions of Lance's object store for S3, such as {@code aws_region}, {@code
   *     aws_endpoint}, {@code allow_http}; what is absent comes from the environment
   * @throws dev.omnigraph.error.GraphException if the native library cannot be loaded
   */
  public static LanceTables open(
      URI root, Map<String, String> storageOptions, TableOptions options) {
    return open(root, storageOptions, options, Runnable::run);
  }

  /**
   * As {@link #open(URI, Map, TableOptions)}, with threads for requests of one call that may
   * overlap. They block in native code, which would pin the carriers of virtual threads.
   */
  public static LanceTables open(
      URI root, Map<String, String> storageOptions, TableOptions options, Executor executor) {
    BufferAllocator allocator = new RootAllocator();
    Session session =
        LanceFailures.guard(
            "start the table library",
            () ->
                Session.builder()
                    .indexCacheSizeBytes(options.indexCacheBytes())
                    .metadataCacheSizeBytes(options.metadataCacheBytes())
                    .build());
    return new LanceTables(
        location(root), Map.copyOf(storageOptions), options, allocator, session, executor);
  }

  @Override
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public Pin create(String path, Schema schema) {
    return LanceFailures.guard(
        "create the table " + path,
        () -> {
          try (Dataset dataset =
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
                  .execute()) {
            io.wrote(2, 0);
            return new Pin(path, dataset.version(), transactionOf(dataset), 0, 0);
          }
        });
  }

  @Override
  public Table open(Pin pin) {
    return openTable(pin);
  }

  LanceTable openTable(Pin pin) {
    return new LanceTable(
        this, datasets.acquire(pin.path(), pin.version(), () -> openDataset(pin)), pin);
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
                  .readOptions(readOptions(pin.version()))
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
    datasets.close();
    session.close();
    allocator.close();
  }

  DatasetCache datasets() {
    return datasets;
  }

  Executor executor() {
    return executor;
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

  private boolean isRemote() {
    return root.contains("://");
  }

  String uri(String path) {
    return root + "/" + path;
  }

  private ReadOptions readOptions(long version) {
    // Always by version: resolving the latest would list the whole history.
    ReadOptions.Builder read =
        new ReadOptions.Builder()
            .setVersion(version)
            .setStorageOptions(storageOptions)
            .setIndexCacheSizeBytes(options.indexCacheBytes())
            .setMetadataCacheSizeBytes(options.metadataCacheBytes());
    return (isRemote() ? read.setBlockSize(options.blockBytes()) : read).build();
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
