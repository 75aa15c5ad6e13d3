package dev.omnigraph.table;

import java.util.concurrent.Executor;

/** Runs what reads a table on other threads, and waits for it before the table is closed. */
final class TableTasks implements Executor, AutoCloseable {
  private final LanceTable table;
  private int running;
  private boolean closed;

  TableTasks(LanceTable table) {
    this.table = table;
  }

  /**
   * @throws dev.omnigraph.error.GraphException if it is closed
   */
  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (closed) {
        throw LanceFailures.defect("The table " + table.pin().path() + " is closed.");
      }
      running++;
    }
    boolean started = false;
    try {
      table.tables().executor().execute(() -> run(task));
      started = true;
    } finally {
      if (!started) {
        ended();
      }
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      ended();
    }
  }

  private synchronized void ended() {
    running--;
    notifyAll();
  }

  /** Runs no more, and waits for those that run. */
  @Override
  public synchronized void close() {
    closed = true;
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Whoever reads a table that is gone would end the process.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
