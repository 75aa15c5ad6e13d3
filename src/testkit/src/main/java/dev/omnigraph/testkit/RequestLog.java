package dev.omnigraph.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The requests that a server has answered, in the order of their answers. Thread-safe. */
public final class RequestLog {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One request.
   *
   * @param operation what it did: {@code GET}, {@code PUT}, {@code LIST}, {@code MULTI-DELETE} …
   * @param key of the object, without the bucket; empty for a listing
   * @param query decoded
   * @param status of the answer; 0 when the connection was reset instead
   * @param startNanos when its first line had arrived, as {@link System#nanoTime}
   * @param endNanos when its answer was about to be sent
   * @param bytesIn of its body
   * @param bytesOut of the answer's body
   */
  public record Entry(
      String operation,
      String method,
      String key,
      Map<String, String> query,
      int status,
      long startNanos,
      long endNanos,
      long bytesIn,
      long bytesOut) {}

  synchronized void add(Entry entry) {
    entries.add(entry);
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Those entries that fit, as a log of their own. */
  public RequestLog only(Predicate<Entry> filter) {
    RequestLog some = new RequestLog();
    entries().stream().filter(filter).forEach(some::add);
    return some;
  }

  /** How many requests there were. */
  public synchronized int total() {
    return entries.size();
  }

  /**
   * How many round trips a client waited for: the length of the longest chain of requests of which
   * each started after the one before it had ended. Requests that overlap count once.
   */
  public int sequential() {
    int length = 0;
    long end = Long.MIN_VALUE;
    for (Entry entry :
        entries().stream().sorted(Comparator.comparingLong(Entry::endNanos)).toList()) {
      if (length == 0 || entry.startNanos() - end >= 0) {
        length++;
        end = entry.endNanos();
      }
    }
    return length;
  }

  /** Bytes of all request bodies. */
  public long bytesIn() {
    return entries().stream().mapToLong(Entry::bytesIn).sum();
  }

  /** Bytes of all answers' bodies. */
  public long bytesOut() {
    return entries().stream().mapToLong(Entry::bytesOut).sum();
  }

  /** Forgets everything so far. */
  public synchronized void reset() {
    entries.clear();
  }

  /** One line per request, with times in milliseconds since the first, for people. */
  @Override
  public String toString() {
    List<Entry> all = entries();
    long zero = all.stream().mapToLong(Entry::startNanos).min().orElse(0);
    return all.stream()
        .sorted(Comparator.comparingLong(Entry::startNanos))
        .map(
            e ->
                String.format(
                    Locale.ROOT,
                    "%8.1f +%6.1f ms  %3d  %-14s %s%s  in %d out %d",
                    (e.startNanos() - zero) / 1e6,
                    (e.endNanos() - e.startNanos()) / 1e6,
                    e.status(),
                    e.operation(),
                    e.key(),
                    e.query().isEmpty() ? "" : " " + e.query(),
                    e.bytesIn(),
                    e.bytesOut()))
        .collect(
            Collectors.joining(
                "\n", total() + " requests, " + sequential() + " sequential\n", "\n"));
  }
}
