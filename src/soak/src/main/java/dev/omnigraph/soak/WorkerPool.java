package dev.omnigraph.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Keeps some workers started, so that a dead one is replaced at once. */
final class WorkerPool implements AutoCloseable {
  /** Starting is mostly waiting for the processor, which they share. */
  private static final int STARTERS = 2;

  private final WorkerImage image;
  private final URI endpoint;
  private final Duration writeTime;
  private final BlockingQueue<WorkerProcess> ready;
  private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
  private final AtomicInteger started = new AtomicInteger();
  private final List<Thread> starters;
  private volatile boolean closed;

  /**
   * @param spare workers that wait for work
   */
  WorkerPool(WorkerImage image, URI endpoint, Duration writeTime, int spare) {
    this.image = image;
    this.endpoint = endpoint;
    this.writeTime = writeTime;
    this.ready = new ArrayBlockingQueue<>(spare);
    this.starters =
        IntStream.range(0, STARTERS)
            .mapToObj(i -> Thread.ofPlatform().daemon().start(this::startForEver))
            .toList();
  }

  WorkerProcess take() throws InterruptedException {
    return ready.take();
  }

  /** Takes back a worker that has more to do, or may end. */
  void giveBack(WorkerProcess worker) {
    if (closed || !worker.process().isAlive() || !ready.offer(worker)) {
      retire(worker);
    }
  }

  /** Ends a worker, if it is not dead already. */
  void retire(WorkerProcess worker) {
    alive.remove(worker);
    worker.close();
  }

  int started() {
    return started.get();
  }

  @Override
  public void close() {
    closed = true;
    starters.forEach(Thread::interrupt);
    alive.forEach(WorkerProcess::close);
  }

  private void startForEver() {
    try {
      while (!closed) {
        WorkerProcess worker =
            image.worker(endpoint, "worker-" + started.incrementAndGet(), writeTime);
        alive.add(worker);
        if (closed || !worker.awaitReady()) {
          retire(worker);
        } else {
          ready.put(worker);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
