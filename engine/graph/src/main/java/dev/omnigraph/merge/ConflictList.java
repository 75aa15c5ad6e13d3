package dev.omnigraph.merge;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conflicts of one plan: all are counted, and of those that an answer is to show as many are
 * kept as it may have. So what is kept does not grow with their number, nor with what their values
 * hold.
 */
final class ConflictList {
  /** What an answer may have in conflicts, well below what Lambda carries. */
  static final long MOST_BYTES = 2 << 20;

  private final ConflictWindow window;
  private final String binding;
  private final @Nullable ConflictPlace after;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final TreeMap<ConflictPlace, MergeConflict> kept = new TreeMap<>();
  private @Nullable ConflictPlace firstLeft;
  private long bytes;

  /**
   * @param binding of cursors, see {@link ConflictPlace#binding}
   * @throws dev.omnigraph.error.GraphException {@code merge_cursor}
   */
  ConflictList(ConflictWindow window, String binding) {
    this.window = window;
    this.binding = binding;
    this.after = ConflictPlace.parse(window.after(), binding);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /**
   * Adds one.
   *
   * @param reason tells it from others of the entity and the kind
   * @param conflict asked for only if it may be shown
   */
  void add(EntityType type, String id, Kind kind, String reason, Supplier<MergeConflict> conflict) {
    counts.merge(kind, 1L, Long::sum);
    ConflictPlace place =
        new ConflictPlace(type instanceof EdgeType, type.name(), id, kind, reason);
    boolean isBefore = after != null && place.compareTo(after) <= 0;
    boolean isLeft = firstLeft != null && place.compareTo(firstLeft) >= 0;
    if (isBefore || isLeft) {
      return;
    }
    MergeConflict whole = conflict.get();
    if (kept.put(place, whole) != null) {
      return;
    }
    bytes += ShownImage.bytes(whole);
    while (kept.size() > window.limit() || (bytes > MOST_BYTES && kept.size() > 1)) {
      Map.Entry<ConflictPlace, MergeConflict> last = kept.pollLastEntry();
      bytes -= ShownImage.bytes(last.getValue());
      firstLeft = last.getKey();
    }
  }

  FoundConflicts found() {
    return new FoundConflicts(
        counts,
        kept.values().stream().toList(),
        firstLeft == null || kept.isEmpty() ? null : kept.lastKey().text(binding));
  }
}
