package dev.omnigraph.exec.memory;

import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of an answer that is kept as a whole, within a limit of the heap. */
public final class AnswerBuffer {
  /** Of an object and a reference to it, about. */
  private static final long OBJECT = 24;

  private final MemoryBudget.Reservation reservation;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private long bytes;

  public AnswerBuffer(MemoryBudget.Reservation reservation) {
    this.reservation = reservation;
  }

  /**
   * Adds a row.
   *
   * @throws GraphException {@code query_memory_exceeded} when the limit is reached
   */
  public void add(List<@Nullable Object> row) {
    bytes += size(row);
    long limit = reservation.most().answerBytes();
    if (bytes > limit) {
      throw GraphException.of(
              ExecutionError.QUERY_MEMORY_EXCEEDED,
              "The answer needs more than the %,d MiB of memory that one answer can have."
                  .formatted(limit >> 20))
          .next(
              "Set a limit, or return fewer properties."
                  + " `omnigraph query --json` prints an answer of any size.")
          .with("limit_bytes", limit)
          .build();
    }
    if (bytes > reservation.share().answerBytes()) {
      reservation.extend();
    }
    rows.add(kept(row));
  }

  /** A list may lie in the memory of the query, which ends before the answer is read. */
  private static List<@Nullable Object> kept(List<@Nullable Object> row) {
    List<@Nullable Object> kept = new ArrayList<>(row.size());
    for (Object value : row) {
      kept.add(
          value instanceof List<?> list
              ? Collections.unmodifiableList(new ArrayList<@Nullable Object>(list))
              : value);
    }
    return Collections.unmodifiableList(kept);
  }

  public List<List<@Nullable Object>> rows() {
    return Collections.unmodifiableList(rows);
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case String text -> 2 * OBJECT + 2L * text.length();
      case byte[] blob -> OBJECT + blob.length;
      case float[] vector -> OBJECT + (long) vector.length * Float.BYTES;
      case List<?> list -> 2 * OBJECT + list.stream().mapToLong(AnswerBuffer::size).sum();
      case Map<?, ?> map ->
          4 * OBJECT + map.values().stream().mapToLong(v -> 2 * OBJECT + size(v)).sum();
      default -> OBJECT;
    };
  }
}
