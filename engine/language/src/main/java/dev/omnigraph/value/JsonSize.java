package dev.omnigraph.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes of JSON values take, for answers that have to end somewhere. */
public final class JsonSize {
  private static final int NUMBER = 16;

  private JsonSize() {}

  /** In UTF-8, escaped where it has to be, and once more where JSON is carried in JSON. */
  private static int bytes(int character) {
    if (character < ' ') {
      return 7;
    }
    if (character == '"' || character == '\\') {
      return 4;
    }
    return character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
  }

  public static long of(@Nullable Object value) {
    return switch (value) {
      case String text -> 2L + text.chars().mapToLong(JsonSize::bytes).sum();
      case byte[] blob -> 10L + blob.length / 3 * 4;
      case float[] vector -> (long) NUMBER * vector.length;
      case List<?> list -> list.stream().mapToLong(JsonSize::of).sum();
      case Map<?, ?> image ->
          image.entrySet().stream()
              .mapToLong(entry -> of(entry.getKey()) + of(entry.getValue()))
              .sum();
      case null, default -> NUMBER;
    };
  }
}
