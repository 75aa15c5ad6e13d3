package dev.omnigraph.embed;

import dev.omnigraph.error.GraphException;
import org.jspecify.annotations.Nullable;

/** What holds for the texts and vectors of every embedder. */
final class Vectors {
  private Vectors() {}

  /** The text itself. */
  static String requireText(String text) {
    if (text.isBlank()) {
      throw GraphException.of(
              EmbedError.EMBEDDING_BLANK, "A text without words cannot become a vector.")
          .build();
    }
    return text;
  }

  /** The vector of that direction and of length 1; null when it has no direction. */
  static float @Nullable [] unit(double[] vector) {
    double largest = 0;
    for (double number : vector) {
      largest = Math.max(largest, Math.abs(number));
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return null;
    }
    // Divided first, so that no square is too large or too small for a double.
    double squares = 0;
    for (double number : vector) {
      squares += (number / largest) * (number / largest);
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / largest / length);
    }
    return unit;
  }
}
