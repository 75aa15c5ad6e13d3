package dev.omnigraph.store;

import java.util.concurrent.atomic.LongAdder;

/** Counts requests and bytes. Thread-safe. */
final class IoMeter {
  private final LongAdder requests = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final LongAdder written = new LongAdder();

  void sent(long bodyBytes) {
    requests.increment();
    written.add(bodyBytes);
  }

  void received(long bodyBytes) {
    read.add(bodyBytes);
  }

  IoStats stats() {
    return new IoStats(requests.sum(), read.sum(), written.sum());
  }
}
