package dev.omnigraph.function;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.exec.MemoryBudget;
import dev.omnigraph.function.watch.Watch;
import dev.omnigraph.store.S3Retries;
import dev.omnigraph.table.TableOptions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How a process opens its graphs, whichever they are.
 *
 * @param writeTime after which recovery may take a write of this process over
 * @param queries the memory that the queries on all graphs share
 * @param retries of reads from S3
 */
record GraphSettings(
    TableOptions tables,
    Environment environment,
    Duration writeTime,
    MemoryBudget queries,
    S3Retries retries) {
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  static GraphSettings of(OmnigraphConfig config, Watch watch, ExecutorService executor) {
    Environment usual = Environment.system(executor);
    OmnigraphConfig.Memory memory = config.memory();
    return new GraphSettings(
        TableOptions.DEFAULT.withCaches(
            memory.indexCache().asLongValue(), memory.metadataCache().asLongValue()),
        new Environment(
            usual.clock(), usual.ulids(), usual.executor(), usual.random(), usual.sleeper(), watch),
        config.time().limit(),
        new MemoryBudget(memory.queries().asLongValue()),
        new S3Retries(
            ATTEMPTS,
            FIRST_PAUSE,
            bound -> ThreadLocalRandom.current().nextLong(bound),
            pause -> {
              watch.retried();
              LockSupport.parkNanos(pause.toNanos());
            }));
  }
}
