package dev.omnigraph.exec.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sum of doubles rounded once, so that it does not depend on their order: scans give rows in
 * any order, and equal data must give equal answers. Shewchuk's algorithm ("Adaptive Precision
 * Floating-Point Arithmetic", 1997): the running sum is kept as doubles that do not overlap. Values
 * so large that a few of them could overflow are summed apart, and smaller by a power of two.
 */
public final class ExactSum {
  private static final double HIGH = 0x1p32;
  private static final long LOW_MASK = 0xFFFF_FFFFL;

  /** Of smaller values not even 2^63 overflow. */
  private static final double LARGE = 0x1p960;

  private static final double DOWN = 0x1p-128;
  private static final BigDecimal UP = new BigDecimal(BigInteger.TWO.pow(128));

  /** Digits beyond those of any double, so that a mean is rounded once. */
  private static final MathContext PRECISE = new MathContext(400);

  private double[] partials = new double[2];
  private int count;
  private double special;
  private @Nullable ExactSum large;

  /** Adds a signed integer exactly, though a double may not hold it. */
  public void add(long value) {
    add((value >> 32) * HIGH);
    add((double) (value & LOW_MASK));
  }

  /** Adds an unsigned integer exactly. */
  public void addUnsigned(long value) {
    add((value >>> 32) * HIGH);
    add((double) (value & LOW_MASK));
  }

  public void add(double value) {
    if (!Double.isFinite(value)) {
      special += value;
    } else if (Math.abs(value) < LARGE) {
      addSmall(value);
    } else {
      large = large == null ? new ExactSum() : large;
      large.addSmall(value * DOWN);
    }
  }

  private void addSmall(double value) {
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
    if (x != 0) {
      if (count == partials.length) {
        partials = Arrays.copyOf(partials, count * 2);
      }
      partials[count++] = x;
    }
  }

  /** Not finite where the sum, or a value of it, is none that a double holds. */
  public double value() {
    if (special != 0) {
      return special;
    }
    return large == null ? rounded() : exact().doubleValue();
  }

  /**
   * The sum divided by the number of values, which is among the values and so finite when they are.
   */
  public double mean(long values) {
    double sum = value();
    return Double.isFinite(sum) || special != 0
        ? sum / values
        : exact().divide(BigDecimal.valueOf(values), PRECISE).doubleValue();
  }

  private BigDecimal exact() {
    BigDecimal sum = large == null ? BigDecimal.ZERO : large.exact().multiply(UP);
    for (int i = 0; i < count; i++) {
      sum = sum.add(new BigDecimal(partials[i]));
    }
    return sum;
  }

  private double rounded() {
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
