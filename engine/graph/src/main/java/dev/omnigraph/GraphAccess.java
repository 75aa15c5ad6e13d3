package dev.omnigraph;

import dev.omnigraph.store.S3Access;
import dev.omnigraph.store.S3ClientSource;
import dev.omnigraph.store.S3Retries;
import dev.omnigraph.table.TableOptions;
import java.time.Duration;

/**
 * How the store of a graph is reached, and what that may take; where it is, is the location's.
 *
 * @param s3 how S3 is reached; of no use for a folder
 * @param client reaches it likewise, and is asked for only where the location is in a bucket; stays
 *     its maker's to close, since one serves any number of graphs
 * @param retries of reads from S3
 * @param requestTimeout of one request to S3, its answer included
 * @param tables how much memory tables may use
 */
public record GraphAccess(
    S3Access s3,
    S3ClientSource client,
    S3Retries retries,
    Duration requestTimeout,
    TableOptions tables) {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  /** For folders only. */
  public static GraphAccess local() {
    return s3(
        S3Access.ENVIRONMENT,
        () -> {
          throw new IllegalStateException("this access is for folders");
        });
  }

  /** With the usual limits. */
  public static GraphAccess s3(S3Access s3, S3ClientSource client) {
    return new GraphAccess(s3, client, S3Retries.usual(), REQUEST_TIMEOUT, TableOptions.DEFAULT);
  }

  public GraphAccess with(TableOptions options) {
    return new GraphAccess(s3, client, retries, requestTimeout, options);
  }

  public GraphAccess with(S3Retries other) {
    return new GraphAccess(s3, client, other, requestTimeout, tables);
  }
}
