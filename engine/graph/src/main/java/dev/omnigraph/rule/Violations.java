package dev.omnigraph.rule;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a write, so that all of it is said at once; keeps the first few by
 * line, in whatever order they are found.
 */
public final class Violations {
  private static final int KEPT = 20;
  private static final String LINE = "line";

  private final @Nullable String file;
  private final String unit;
  private final int most;
  private final @Nullable Consumer<Violation> receiver;
  private final PriorityQueue<Kept> kept = new PriorityQueue<>(Kept.ORDER.reversed());
  private long total;

  /**
   * @param file display name of the input, or null when there is none
   */
  public Violations(@Nullable String file) {
    this(file, LINE);
  }

  /**
   * @param unit what the numbers of lines are numbers of, in the input
   */
  public Violations(@Nullable String file, String unit) {
    this(file, unit, KEPT, null);
  }

  private Violations(
      @Nullable String file, String unit, int most, @Nullable Consumer<Violation> receiver) {
    this.file = file;
    this.unit = unit;
    this.most = most;
    this.receiver = receiver;
  }

  /** Hands each one on and keeps none, for whoever needs every one. */
  public static Violations handedTo(Consumer<Violation> receiver) {
    return new Violations(null, LINE, Integer.MAX_VALUE, receiver);
  }

  public void add(Violation violation) {
    total++;
    if (receiver != null) {
      receiver.accept(violation);
      return;
    }
    kept.add(new Kept(violation, total));
    if (kept.size() > most) {
      kept.remove();
    }
  }

  /** More of the kind that is there, which nobody named. */
  void addUntold(long more) {
    total += more;
  }

  /** What an entity has the number of: a line, or a row. */
  public String unit() {
    return unit;
  }

  public long total() {
    return total;
  }

  /** Whether what is added now may still be among those told. */
  public boolean isShort() {
    return total < most;
  }

  /** The first ones by line, at most twenty. */
  public List<Violation> first() {
    return kept.stream().sorted(Kept.ORDER).map(Kept::violation).toList();
  }

  /**
   * Ends the write if anything was collected.
   *
   * @throws GraphException {@link #error}
   */
  public void throwIfAny() {
    if (total > 0) {
      throw error();
    }
  }

  /**
   * Has the code of the first violation, or of the first that is wrong whatever is there already:
   * sending such an input again never helps. Details name the first ones and how many there are.
   */
  public GraphException error() {
    List<Violation> shown = first();
    Violation worst =
        shown.stream()
            .filter(v -> v.code().kind() == ErrorKind.INVALID)
            .findFirst()
            .orElse(shown.getFirst());
    GraphException.Builder error =
        GraphException.of(worst.code(), message(shown)).next(RuleError.NEXT_STEP);
    if (file != null) {
      error.with("file", file);
    }
    return error
        .with("total", total)
        .with("violations", shown.stream().map(violation -> violation.json(unit)).toList())
        .build();
  }

  private String message(List<Violation> shown) {
    StringBuilder text = new StringBuilder();
    String place = file == null ? "" : file + ": ";
    if (total > 1) {
      text.append(place).append(total).append(" problems");
      text.append(total > kept.size() ? "; the first " + kept.size() + ":" : ":");
    }
    for (Violation violation : shown) {
      text.append(total > 1 ? "\n  " : place).append(violation.render(unit));
      if (violation.excerpt() != null) {
        text.append(total > 1 ? "\n    " : "\n  ").append(violation.excerpt());
      }
    }
    return text.toString();
  }

  /** A violation, and its number in the order of finding, which decides within a line. */
  private record Kept(Violation violation, long number) {
    static final Comparator<Kept> ORDER =
        Comparator.<Kept>comparingInt(k -> k.violation().line()).thenComparingLong(Kept::number);
  }
}
