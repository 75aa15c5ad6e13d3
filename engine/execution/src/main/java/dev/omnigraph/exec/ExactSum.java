package dev.omnigraph.exec;

import java.util.Arrays;

/**
 * The sum of doubles rounded once, so that it does not depend on their order: scans give rows in
 * any order, and equal data must give equal answers. Shewchuk's algorithm ("Adaptive Precision
 * Floating-Point Arithmetic", 1997): the running sum is kept as doubles that do not overlap.
 */
final class ExactSum {
  private static final double HIGH = 0x1p32;
  private static final long LOW_MASK = 0xFFFF_FFFFL;

  private double[] partials = new double[2];
  private int count;
  private double special;

  /** Adds a signed integer exactly, though a double may not hold it. */
  void add(long value) {
    add((value >> 32) * HIGH);
    add((double) (value & LOW_MASK));
  }

  /** Adds an unsigned integer exactly. */
  void addUnsigned(long value) {
    add((value >>> 32) * HIGH);
    add((double) (value & LOW_MASK));
  }

  void add(double value) {
    double x = value;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double y = partials[i];
      if (Math.abs(x) < Math.abs(y)) {
        double swapped = x;
        x = y;
        y = swapped;
      }
      double high = x + y;
      double low = y - (high - x);
      if (low != 0) {
        partials[kept++] = low;
      }
      x = high;
    }
    count = kept;
    if (!Double.isFinite(x)) {
      special += x;
      count = 0;
      return;
    }
    if (x != 0) {
      if (count == partials.length) {
        partials = Arrays.copyOf(partials, count * 2);
      }
      partials[count++] = x;
    }
  }

  double value() {
    if (special != 0) {
      return special;
    }
    int i = count;
    if (i == 0) {
      return 0;
    }
    double high = partials[--i];
    double low = 0;
    while (i > 0) {
      double x = high;
      double y = partials[--i];
      high = x + y;
      low = y - (high - x);
      if (low != 0) {
        break;
      }
    }
    // Half-way cases round to even; the rest of the sum says which side the half is on.
    if (i > 0 && ((low < 0 && partials[i - 1] < 0) || (low > 0 && partials[i - 1] > 0))) {
      double twice = low * 2;
      double rounded = high + twice;
      if (twice == rounded - high) {
        high = rounded;
      }
    }
    return high;
  }
}
