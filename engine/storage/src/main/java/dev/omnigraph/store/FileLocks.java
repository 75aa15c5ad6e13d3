package dev.omnigraph.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual exclusion among the processes and threads of one host for the few microseconds between
 * comparing an ETag and renaming. The operating system releases a lock when its holder dies, so
 * nothing goes stale; the lock files are never deleted, or two processes could hold "the" lock on
 * two files of one name.
 */
final class FileLocks {
  private static final Logger LOG = LoggerFactory.getLogger(FileLocks.class);
  private static final int STRIPES = 64;

  /**
   * POSIX gives up all locks of a process on a file when the process closes <i>any</i> descriptor
   * of it. So one channel at a time per lock file in this JVM, whichever store object opens it.
   * These bound the wait; {@link #acrossClassLoaders} adds what a static field does not span.
   */
  private static final List<ReentrantLock> OF_THIS_JVM =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

  private final Path folder;
  private final Duration patience;

  FileLocks(Path folder, Duration patience) {
    this.folder = folder;
    this.patience = patience;
  }

  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Runs {@code action} while no other process or thread runs one for the same key.
   *
   * @throws StoreException.Transient when a process that is stopped in between keeps the lock
   */
  <T> T exclusively(String key, Action<T> action) throws IOException {
    int stripe = Math.floorMod(key.hashCode(), STRIPES);
    ReentrantLock local = OF_THIS_JVM.get(stripe);
    long deadline = System.nanoTime() + patience.toNanos();
    acquire(local, deadline, key);
    try {
      synchronized (acrossClassLoaders(stripe)) {
        return lockedFile(stripe, deadline, key, action);
      }
    } finally {
      local.unlock();
    }
  }

  /** Interned strings are the one kind of object that all class loaders of a JVM share. */
  private static Object acrossClassLoaders(int stripe) {
    return ("dev.omnigraph.store.FileLocks/" + stripe).intern();
  }

  private <T> T lockedFile(int stripe, long deadline, String key, Action<T> action)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(Integer.toString(stripe)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      acquire(channel, deadline, key);
      return action.run();
    } finally {
      closeIfPossible(channel);
    }
  }

  /** Releases the lock; failing here would deny a write that has happened. */
  private static void closeIfPossible(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("A lock file could not be closed", e);
    }
  }

  private static void acquire(ReentrantLock lock, long deadline, String key) {
    try {
      if (!lock.tryLock(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw busy(key);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(key);
    }
  }

  private static void acquire(FileChannel channel, long deadline, String key) throws IOException {
    for (long pause = 50_000; ; pause = Math.min(pause * 2, 5_000_000)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return;
      }
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw busy(key);
      }
      LockSupport.parkNanos(pause);
    }
  }

  private static StoreException busy(String key) {
    return new StoreException.Transient(
        "'" + key + "' was not written: another process of this host is stopped while writing.",
        null);
  }
}
