package dev.omnigraph.table;

import dev.omnigraph.id.TableId;
import dev.omnigraph.store.IoStats;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** All tables below one graph root. Thread-safe; lives as long as the process. */
public interface Tables extends AutoCloseable {

  /** Parent of every allocator that reads or writes tables. */
  BufferAllocator allocator();

  /**
   * Creates an empty table, linear version 1, in the folder of its id, which nobody else ever uses.
   */
  Pin create(TableId id, Schema schema);

  /**
   * Opens exactly the version that the pin names: without a request when the pin tells what it
   * consists of, else with two.
   */
  WritableTable open(Pin pin);

  /**
   * The objects that a version keeps from cleanup; at most three sequential requests.
   *
   * @return empty when there is no such version
   */
  Optional<VersionContents> contents(TableVersion version);

  /**
   * Reads the look-up objects and the search segments of a version whole and compares them with its
   * rows; a scan for each.
   *
   * @return what is wrong, by the key of the object
   */
  Map<String, String> checkDerived(Pin pin);

  /**
   * What all tables have read and written so far, as far as the table library tells: of scans the
   * requests and bytes that its scanner counted, index pages included, once the stream is closed;
   * of blobs and of parts of look-up objects one request each; of opening a version of very many
   * fragments two requests; of writes one request for each data, deletion and index file and two
   * for each version. Not counted are retries, the parts of multipart uploads, and what building an
   * index or compacting reads. Counts are also made on a local folder, as the requests that a
   * remote store would get.
   */
  IoStats io();

  @Override
  void close();
}
