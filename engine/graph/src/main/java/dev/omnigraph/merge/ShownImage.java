package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.changes.ContentDigest;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.value.JsonSize;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images of entities as conflicts show them. */
final class ShownImage {
  /** A value of more bytes is told by its size and its digest. */
  static final int MOST_BYTES = 4 << 10;

  private ShownImage() {}

  /**
   * By property. A blob or a text that is long is an object with its {@code bytes} and their {@code
   * sha256}; values that nobody knows are left out.
   */
  static @Nullable Map<String, @Nullable Object> of(
      RowLayout layout, @Nullable Object @Nullable [] values) {
    if (values == null) {
      return null;
    }
    Map<String, @Nullable Object> image = new LinkedHashMap<>();
    for (int column = 0; column < values.length; column++) {
      if (values[column] != ThreeWay.UNKNOWN) {
        image.put(layout.shownName(column), shown(values[column]));
      }
    }
    return image;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case byte[] blob when blob.length > MOST_BYTES -> ContentDigest.of(blob);
      case String text when text.length() > MOST_BYTES ->
          ContentDigest.of(text.getBytes(StandardCharsets.UTF_8));
      case List<?> list when JsonSize.of(list) > MOST_BYTES ->
          Map.of("elements", list.size(), "bytes", JsonSize.of(list));
      case float[] vector when JsonSize.of(vector) > MOST_BYTES ->
          Map.of("elements", vector.length, "bytes", JsonSize.of(vector));
      case null, default -> value;
    };
  }

  /** About what a conflict takes in an answer. */
  static long bytes(MergeConflict conflict) {
    return 200
        + conflict.id().length()
        + conflict.reason().length()
        + JsonSize.of(conflict.base())
        + JsonSize.of(conflict.ours())
        + JsonSize.of(conflict.theirs());
  }
}
