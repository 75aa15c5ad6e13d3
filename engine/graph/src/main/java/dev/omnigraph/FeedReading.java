package dev.omnigraph;

import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.changes.Feed;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.protocol.Repository;
import java.time.Duration;
import java.time.Instant;

/** Reads a feed, and waits for a commit where there is none yet: one small request at a time. */
final class FeedReading {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** A function that has less time left answers at once. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(4);

  private final Repository repository;
  private final Environment environment;
  private final Feed feed;

  FeedReading(Repository repository, Environment environment) {
    this.repository = repository;
    this.environment = environment;
    this.feed = new Feed(repository.ancestry(), environment.executor());
  }

  FeedAnswer read(FeedRequest request) {
    Instant until = environment.now().plus(request.longestWait());
    FeedRequest next = request;
    while (true) {
      try (BranchView head = repository.openRead(new ReadAt.Head(request.branch()))) {
        FeedAnswer answer = feed.read(head, next);
        if (!answer.blocks().isEmpty() || !awaitNext(head, until)) {
          return answer;
        }
        next = request.from(answer.cursor());
      }
    }
  }

  /** Whether anything was published after the state before the time was over. */
  private boolean awaitNext(BranchView head, Instant until) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      Duration left = Duration.between(environment.now(), until);
      if (!left.isPositive() || isPressed()) {
        return false;
      }
      environment.pause(pause.compareTo(left) < 0 ? pause : left, Duration.ZERO);
      if (!repository.ancestry().isNewest(head)) {
        return true;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
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
