package dev.omnigraph.merge;

import dev.omnigraph.changes.Images;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ManifestRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one plan of a merge may hold, about: ids of entities that a side changed, and the rows that
 * are decided one by one. It is counted before the ids are read, and as rows come, so a merge that
 * needs more ends by name and not for want of memory. Not thread-safe.
 */
final class MergeMemory {
  /** What an id takes in the sets and lists of a plan: of usual length, in four of them. */
  static final long ID_BYTES = 250;

  private static final long ROW_BYTES = 64;
  private static final long VALUE_BYTES = 24;
  private static final long TEXT_BYTES = 48;

  private final long limit;
  private long ids;
  private long bytes;

  /**
   * @param limit in bytes
   */
  MergeMemory(long limit) {
    this.limit = limit;
  }

  /**
   * Counts the entities that records name, or made the ids of.
   *
   * @throws GraphException {@code merge_too_large}
   */
  void named(List<ManifestRecord> records) {
    ids(
        records.stream()
            .flatMap(record -> record.tables().values().stream())
            .mapToLong(change -> change.changes().counts().total())
            .sum());
  }

  /**
   * Counts so many ids.
   *
   * @throws GraphException {@code merge_too_large}
   */
  void ids(long count) {
    ids += count;
    hold(count * ID_BYTES);
  }

  /**
   * Counts a row that is kept.
   *
   * @throws GraphException {@code merge_too_large}
   */
  void row(@Nullable Object[] values) {
    hold(bytes(values));
  }

  /** Rows that are let go together. */
  Part part() {
    return new Part();
  }

  /** Counts rows until it is closed. */
  final class Part {
    private long held;

    void row(Images.Row row) {
      values(row.values());
    }

    void values(@Nullable Object[] values) {
      held += bytes(values);
      hold(bytes(values));
    }

    void close() {
      bytes -= held;
      held = 0;
    }
  }

  private void hold(long more) {
    bytes += more;
    if (bytes > limit) {
      throw GraphException.of(
              MergeError.MERGE_TOO_LARGE,
              "The merge needs more than the %,d MiB of memory that one merge can have: %,d changed entities so far."
                  .formatted(limit >> 20, ids))
          .with("limit_bytes", limit)
          .with("entities", ids)
          .build();
    }
  }

  private static long bytes(@Nullable Object[] values) {
    long row = ROW_BYTES;
    for (Object value : values) {
      row += bytes(value);
    }
    return row;
  }

  private static long bytes(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case String text -> TEXT_BYTES + text.length();
      case byte[] blob -> TEXT_BYTES + blob.length;
      case float[] vector -> TEXT_BYTES + (long) Float.BYTES * vector.length;
      case List<?> list -> TEXT_BYTES + list.stream().mapToLong(MergeMemory::bytes).sum();
      default -> VALUE_BYTES;
    };
  }
}
