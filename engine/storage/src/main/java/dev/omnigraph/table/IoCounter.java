package dev.omnigraph.table;

import dev.omnigraph.store.IoStats;
import java.util.concurrent.atomic.LongAdder;

/** Requests and bytes of all tables. Thread-safe. */
final class IoCounter {
  private final LongAdder requests = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final LongAdder written = new LongAdder();

  void read(long requestCount, long bytes) {
    requests.add(requestCount);
    read.add(bytes);
  }

  void wrote(long requestCount, long bytes) {
    requests.add(requestCount);
    written.add(bytes);
  }

  IoStats stats() {
    return new IoStats(requests.sum(), read.sum(), written.sum());
  }
}
