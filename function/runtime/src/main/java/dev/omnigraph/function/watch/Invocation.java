package dev.omnigraph.function.watch;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** One event that a function works on, and what came of it so far. Thread-safe. */
public final class Invocation {
  private final String requestId;
  private final IntSupplier remainingMillis;
  private final boolean coldStart;
  private final IoStats ioBefore;
  private final long startNanos = System.nanoTime();

  private final Map<String, Set<String>> names = new ConcurrentSkipListMap<>();
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();
  private final LongAdder retries = new LongAdder();
  private final LongAdder recoveries = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder refusals = new LongAdder();

  private volatile String operation;

  Invocation(
      String operation,
      String requestId,
      IntSupplier remainingMillis,
      boolean coldStart,
      IoStats ioBefore) {
    this.operation = operation;
    this.requestId = requestId;
    this.remainingMillis = remainingMillis;
    this.coldStart = coldStart;
    this.ioBefore = ioBefore;
  }

  /** Adds a name of something that the event is about: a graph, a branch, a commit, a code. */
  public void name(String kind, String value) {
    names.computeIfAbsent(kind, absent -> new ConcurrentSkipListSet<>()).add(value);
  }

  /** Sets a number that the log line carries but no metric counts. */
  public void number(String name, long value) {
    numbers.merge(name, value, Long::sum);
  }

  /** What the caller wanted, when that shows only later. */
  public void operation(String name) {
    operation = name;
  }

  /** Counts a failure: as a refusal when the caller can mend it, else as an error. */
  public void failed(RuntimeException failure) {
    if (failure instanceof GraphException known) {
      failed(known.code(), isRefusal(known.kind()));
    } else {
      failed(ProtocolError.INTERNAL.text(), false);
    }
  }

  /**
   * Counts a failure.
   *
   * @param refusal whether it is the caller's, not the system's
   */
  public void failed(String code, boolean refusal) {
    name("code", code);
    (refusal ? refusals : errors).increment();
  }

  static boolean isRefusal(ErrorKind kind) {
    return switch (kind) {
      case INVALID, NOT_FOUND, GONE, CONFLICT, PRECONDITION, TOO_LARGE -> true;
      case FORBIDDEN, UNAVAILABLE, UNKNOWN_OUTCOME, INTERNAL -> false;
    };
  }

  String requestId() {
    return requestId;
  }

  String operation() {
    return operation;
  }

  boolean coldStart() {
    return coldStart;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  IoStats io(IoStats total) {
    return total.minus(ioBefore);
  }

  Map<String, Set<String>> names() {
    return names;
  }

  Map<String, Long> numbers() {
    return numbers;
  }

  long retries() {
    return retries.sum();
  }

  long recoveries() {
    return recoveries.sum();
  }

  long conflicts() {
    return conflicts.sum();
  }

  long errors() {
    return errors.sum();
  }

  long refusals() {
    return refusals.sum();
  }

  Duration remaining() {
    return Duration.ofMillis(remainingMillis.getAsInt());
  }

  void retried() {
    retries.increment();
  }

  void recovered() {
    recoveries.increment();
  }

  void lostRace() {
    conflicts.increment();
  }
}
