package dev.omnigraph.wire;

import dev.omnigraph.call.FeedRequest.After;
import dev.omnigraph.call.FeedRequest.Beginning;
import dev.omnigraph.call.FeedRequest.Cursor;
import dev.omnigraph.call.FeedRequest.Now;
import dev.omnigraph.call.FeedRequest.Start;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads what a feed is asked for, over HTTP and on the command line. */
public final class FeedParams {
  /** Gateways end a request that takes longer than half a minute. */
  private static final int LONGEST_WAIT = 20;

  private static final String AFTER = "after:";

  private FeedParams() {}

  /**
   * Where it begins: {@code now}, {@code beginning} or {@code after:COMMIT}, or a cursor.
   *
   * @throws GraphException {@code invalid_feed_start}
   */
  public static Start start(@Nullable String start, @Nullable String cursor) {
    if (cursor != null && start != null) {
      throw invalid("\"start\" and \"cursor\" both say where the feed begins.");
    }
    if (cursor != null) {
      return new Cursor(cursor);
    }
    return switch (start) {
      case null -> new Now();
      case "now" -> new Now();
      case "beginning" -> new Beginning();
      default -> {
        if (!start.startsWith(AFTER)) {
          throw invalid("\"%s\" is not where a feed begins.".formatted(start));
        }
        yield new After(new CommitId(start.substring(AFTER.length())));
      }
    };
  }

  /**
   * Seconds.
   *
   * @throws GraphException {@code invalid_wait}
   */
  public static Duration longestWait(@Nullable String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    int seconds = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : LONGEST_WAIT + 1;
    if (seconds > LONGEST_WAIT) {
      throw GraphException.of(
              HttpError.INVALID_WAIT, "\"%s\" is not a time to wait.".formatted(text))
          .with("field", "wait")
          .build();
    }
    return Duration.ofSeconds(seconds);
  }

  private static GraphException invalid(String message) {
    return GraphException.of(HttpError.INVALID_FEED_START, message).with("field", "start").build();
  }
}
