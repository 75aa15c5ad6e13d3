package dev.omnigraph.function;

import dev.omnigraph.GraphAccess;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryTime;
import dev.omnigraph.function.watch.Watch;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.store.S3Retries;
import dev.omnigraph.table.TableOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How a process opens its graphs, whichever they are.
 *
 * @param queries the memory that the queries on all graphs share
 * @param embedder makes vectors of texts for all graphs; null where no model is configured
 */
record GraphSettings(
    GraphAccess access,
    Environment environment,
    MemoryBudget queries,
    @Nullable Embedder embedder) {
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  static GraphSettings of(
      OmnigraphConfig config, Supplier<S3Client> client, Watch watch, ExecutorService executor) {
    OmnigraphConfig.Memory memory = config.memory();
    return new GraphSettings(
        GraphAccess.s3(access(config.s3()), client::get)
            .with(
                TableOptions.DEFAULT.withCaches(
                    memory.indexCache().asLongValue(), memory.metadataCache().asLongValue()))
            .with(retries(watch)),
        Environment.system(executor)
            .withListener(watch)
            .withDeadline(watch.deadline())
            .withWriteTime(config.time().limit()),
        new MemoryBudget(
            memory.queries().asLongValue(),
            new QueryTime(config.time().query(), () -> left(watch.deadline()))),
        Embedding.embedder(config.embed()));
  }

  /** Half of what a write needs to be published is enough for rows to be sent. */
  private static Optional<Duration> left(Deadline deadline) {
    return deadline.left().get().map(time -> time.minus(deadline.reserve().dividedBy(2)));
  }

  /** Credentials are not said: like the SDK, the table library takes and renews them itself. */
  private static S3Access access(OmnigraphConfig.S3 config) {
    return new S3Access(config.region(), config.endpoint(), config.pathStyle(), Optional.empty());
  }

  private static S3Retries retries(Watch watch) {
    return new S3Retries(
        ATTEMPTS,
        FIRST_PAUSE,
        bound -> ThreadLocalRandom.current().nextLong(bound),
        pause -> {
          watch.retried();
          LockSupport.parkNanos(pause.toNanos());
        });
  }
}
