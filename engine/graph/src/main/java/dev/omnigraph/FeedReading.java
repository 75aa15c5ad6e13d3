package dev.omnigraph;

import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.changes.Feed;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.protocol.Repository;
import java.time.Duration;
import java.util.function.Supplier;

/** Reads a feed, and waits for a commit where there is none yet: one small request at a time. */
final class FeedReading {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** A function that has less time left answers at once. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(4);

  private final Repository repository;
  private final Supplier<BranchView> head;
  private final Environment environment;
  private final Feed feed;

  /**
   * @param head opens the newest state, and again after each wait
   */
  FeedReading(
      Repository repository, Environment environment, Feed feed, Supplier<BranchView> head) {
    this.repository = repository;
    this.head = head;
    this.environment = environment;
    this.feed = feed;
  }

  FeedAnswer read(FeedRequest request) {
    Patience left = new Patience(request.longestWait());
    FeedRequest next = request;
    while (true) {
      try (BranchView newest = head.get()) {
        FeedAnswer answer = feed.read(newest, next);
        boolean hasCommits = !answer.blocks().isEmpty();
        if (hasCommits || (answer.caughtUp() && !awaitNext(newest, left))) {
          return answer;
        }
        next = request.from(answer.cursor());
      }
    }
  }

  /** Whether anything was published after the state before the time was over. */
  private boolean awaitNext(BranchView newest, Patience left) {
    while (!left.isOver() && !isPressed()) {
      environment.pause(left.next(), Duration.ZERO);
      if (!repository.ancestry().isNewest(newest)) {
        return true;
      }
    }
    return false;
  }

  /** How long to wait: by the pauses alone, since clocks may be set. */
  private static final class Patience {
    private Duration left;
    private Duration pause = FIRST_PAUSE;

    Patience(Duration left) {
      this.left = left;
    }

    boolean isOver() {
      return !left.isPositive();
    }

    Duration next() {
      Duration now = shorter(pause, left);
      left = left.minus(now);
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      return now;
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }

  private boolean isPressed() {
    return environment
        .deadline()
        .left()
        .get()
        .filter(left -> left.compareTo(TO_ANSWER) < 0)
        .isPresent();
  }
}
