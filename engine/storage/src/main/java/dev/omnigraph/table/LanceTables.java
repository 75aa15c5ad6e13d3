package dev.omnigraph.table;

import dev.omnigraph.derived.PageCache;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.StorageError;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  /** The pins of versions with more do not say what they consist of, but where to read it. */
  private static final int MOST_FRAGMENTS = 1024;

  private final ObjectStore objects;
  private final String root;
  private final Map<String, String> storageOptions;
  private final TableOptions options;
  private final BufferAllocator allocator;
  private final Session session;
  private final ExecutorService threads;
  private final DatasetCache datasets;
  private final int mostFragments;
  private final PageCache pages;
  private final IoCounter io = new IoCounter();
  private final Lock lookupBuilds = new ReentrantLock();
  private final Lock indexBuilds = new ReentrantLock();
  private final Semaphore wholeReads;

  private LanceTables(
      ObjectStore objects,
      String root,
      Map<String, String> storageOptions,
      TableOptions options,
      BufferAllocator allocator,
      Session session,
      ExecutorService threads,
      int mostFragments) {
    this.objects = objects;
    this.root = root;
    this.storageOptions = storageOptions;
    this.options = options;
    this.allocator = allocator;
    this.session = session;
    this.threads = threads;
    this.mostFragments = mostFragments;
    this.datasets = new DatasetCache(options.caches().openTables());
    this.pages = new PageCache(options.caches().indexBytes());
    this.wholeReads = new Semaphore(ReadPath.MOST_WIDE * (options.reads().wideBytes() / 1024));
  }

  /**
   * Makes the tables below a root. Sends no request. Requests of one call that may overlap have
   * platform threads of their own: they block in native code, which would pin virtual threads.
   *
   * @param objects below the same root, in a folder or on S3; versions' own files are read with it.
   *     It stays the caller's
   * @param storageOptions of Lance's object store for S3, such as {@code aws_region}, {@code
   *     aws_endpoint}, {@code allow_http}; what is absent comes from the environment
   * @throws dev.omnigraph.error.GraphException if the native library cannot be loaded
   */
  public static LanceTables open(
      ObjectStore objects, Map<String, String> storageOptions, TableOptions options) {
    return open(objects, storageOptions, options, MOST_FRAGMENTS);
  }

  static LanceTables open(
      ObjectStore objects,
      Map<String, String> storageOptions,
      TableOptions options,
      int mostFragments) {
    URI root = objects.uri();
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
        objects,
        location(root),
        storage(root, storageOptions),
        options,
        allocator,
        session,
        Executors.newCachedThreadPool(
            task -> Thread.ofPlatform().daemon().name("omnigraph-table").unstarted(task)),
        mostFragments);
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
          return keep(dataset, path, transactionOf(dataset), 0, LIBRARY_BLOCK);
        });
  }

  @Override
  public WritableTable open(Pin pin) {
    return openTable(pin);
  }

  @Override
  public Optional<VersionContents> contents(TableVersion version) {
    Pin base =
        new Pin(version.path(), version.version(), "", 0, 0, null, List.of(), new TreeMap<>());
    // Not through the cache: the versions in use are not those that cleanup looks at.
    try (Dataset dataset = open(base, Handle.FULL, blockBytes(base))) {
      return Optional.of(LanceContents.of(version, dataset));
    } catch (GraphException e) {
      if (e.kind() == ErrorKind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Map<String, String> checkDerived(Pin pin) {
    try (LanceTable table = openTable(pin)) {
      Map<String, String> wrong = new TreeMap<>(LookupAudit.run(table));
      wrong.putAll(SegmentAudit.run(table));
      return wrong;
    }
  }

  LanceTable openTable(Pin pin) {
    return new LanceTable(this, pin);
  }

  /** What a handle of a version whose pin says what it consists of is good for. */
  enum Handle {
    /** Scans without an index, and lists of deleted rows. It is opened without a request. */
    ROWS,
    /** Indexes, for which it asks first, and new bases. */
    FULL
  }

  /**
   * @param blockBytes in which it reads files
   */
  DatasetCache.Lease acquire(Pin pin, Handle handle, int blockBytes) {
    return datasets.acquire(key(pin, handle, blockBytes), () -> open(pin, handle, blockBytes));
  }

  /** Whether the version still says what it consists of with so many fragments more. */
  boolean carries(Pin pin, int fragments) {
    return pin.manifest() != null && pin.manifest().fragments().size() + fragments <= mostFragments;
  }

  private VersionManifest manifest(String path, long version) {
    String key = TableObject.versionKey(new TableVersion(path, version));
    byte[] file =
        objects
            .get(key)
            .orElseThrow(
                () ->
                    GraphException.of(
                            StorageError.TABLE_DATA_MISSING, key + " is not in the store.")
                        .build())
            .body();
    io.read(1, file.length);
    try {
      return VersionManifest.ofFile(file);
    } catch (IllegalArgumentException e) {
      throw LanceFailures.defect("The version " + key + " cannot be used: " + e.getMessage() + ".");
    }
  }

  /** Equal content has equal handles, and nothing else has: numbers are given out twice. */
  private static String key(Pin pin, Handle handle, int blockBytes) {
    return handle + " " + blockBytes + " " + pin.digest() + " " + pin.path();
  }

  /**
   * The pin of a version that the library just made. Its handle is kept, unless it would read its
   * files in other blocks.
   *
   * @param blockBytes that it reads with: a version is made with those of its predecessor
   */
  Pin keep(Dataset made, String path, String transaction, long generation, int blockBytes) {
    boolean kept = false;
    try {
      VersionManifest manifest =
          made.getFragments().size() > mostFragments ? null : manifest(path, made.version());
      long rows = made.countRows();
      if (manifest != null && manifest.rows() != rows) {
        throw LanceFailures.defect("A version of " + path + " does not tell how many rows it has.");
      }
      Pin pin =
          new Pin(
              path,
              made.version(),
              transaction,
              rows,
              generation,
              manifest,
              List.of(),
              new TreeMap<>());
      if (blockBytes == blockBytes(pin)) {
        datasets.keep(key(pin, Handle.FULL, blockBytes), made);
        kept = true;
      }
      return pin;
    } finally {
      if (!kept) {
        made.close();
      }
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

  private Dataset open(Pin pin, Handle handle, int blockBytes) {
    return LanceFailures.guard(
        "open the table " + pin.path(),
        () -> {
          Dataset dataset =
              Dataset.open()
                  .allocator(allocator)
                  .uri(uri(pin.path()))
                  .session(session)
                  .readOptions(readOptions(pin, handle, blockBytes))
                  .build();
          if (pin.manifest() == null) {
            io.read(2, 0);
          }
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

  /** What was read of look-up objects. */
  PageCache pages() {
    return pages;
  }

  Executor executor() {
    return threads;
  }

  /** Held by whoever builds look-up objects, which takes much memory. */
  Lock lookupBuilds() {
    return lookupBuilds;
  }

  /** Indexes of texts are sorted one at a time. */
  Lock indexBuilds() {
    return indexBuilds;
  }

  /** Kilobytes of files that scans may hold whole, all together. */
  Semaphore wholeReads() {
    return wholeReads;
  }

  IoCounter counter() {
    return io;
  }

  ObjectStore objects() {
    return objects;
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

  private ReadOptions readOptions(Pin pin, Handle handle, int block) {
    ReadOptions.Builder read =
        new ReadOptions.Builder()
            .setStorageOptions(storageOptions)
            .setIndexCacheSizeBytes(options.caches().indexBytes())
            .setMetadataCacheSizeBytes(options.caches().metadataBytes());
    if (pin.manifest() == null) {
      // Always by version: resolving the latest would list the whole history.
      read.setVersion(pin.version());
    } else {
      read.setSerializedManifest(
          direct(
              handle == Handle.FULL ? pin.manifest().message() : pin.manifest().withoutIndexes()));
    }
    return (block == LIBRARY_BLOCK ? read : read.setBlockSize(block)).build();
  }

  /** The library takes no other. */
  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
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
