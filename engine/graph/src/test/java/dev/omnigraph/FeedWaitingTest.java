package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.FeedRequest.Now;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time passes only where somebody waits. */
class FeedWaitingTest {
  private static final String ANN = "{\"type\":\"Person\",\"data\":{\"name\":\"ann\"}}";
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<Duration> slept = new ArrayList<>();
  private Instant now = Instant.now();
  private Runnable whileItSleeps = () -> {};
  private MergeWorld world;

  @BeforeEach
  void open() {
    world = new MergeWorld(folder.resolve("g"), "node Person { name: String @key }");
  }

  @AfterEach
  void close() {
    world.close();
    executor.shutdown();
  }

  @Test
  void aCommitThatComesMeanwhileIsAnswered() {
    whileItSleeps =
        () -> {
          if (slept.size() == 3) {
            world.load("main", ANN);
          }
        };

    FeedAnswer answer = wait(env -> env);

    assertThat(answer.blocks()).hasSize(1);
    assertThat(answer.blocks().getFirst().changes()).hasSize(1);
    assertThat(answer.caughtUp()).isTrue();
    assertThat(slept).hasSize(3);
  }

  @Test
  void whereNoneComesTheAnswerIsEmptyWhenTheTimeIsOver() {
    FeedAnswer answer = wait(env -> env);

    assertThat(answer.blocks()).isEmpty();
    assertThat(answer.caughtUp()).isTrue();
    assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(WAIT);
    assertThat(slept.getFirst()).isEqualTo(Duration.ofMillis(250));
    assertThat(slept).hasSizeBetween(10, 14);
  }

  /** A record of the protocol is no commit. */
  @Test
  void whatNobodyCommittedIsWaitedThrough() {
    whileItSleeps =
        () -> {
          if (slept.size() == 2) {
            world.load("main", ANN);
            world.load("main", ANN);
          }
        };

    FeedAnswer answer = wait(env -> env);

    assertThat(answer.blocks()).isNotEmpty();
    assertThat(slept).hasSize(2);
  }

  @Test
  void oneRequestASecondOrSoIsAskedWhileItWaits() {
    CallMeter[] meter = new CallMeter[1];
    long[] asked = new long[1];
    try (Graph graph = graph(env -> env)) {
      String cursor = graph.feed(FeedRequest.of(BranchName.MAIN, new Now())).cursor();
      meter[0] = graph.meter();
      graph.feed(FeedRequest.of(BranchName.MAIN, new Now()).from(cursor).waiting(WAIT));
      asked[0] = meter[0].report().io().requests();
    }

    assertThat(asked[0]).isEqualTo(slept.size() + 2);
  }

  @Test
  void aFunctionThatIsAboutToEndAnswersAtOnce() {
    FeedAnswer answer =
        wait(
            env ->
                env.withDeadline(
                    new Deadline(() -> Optional.of(Duration.ofSeconds(3)), Duration.ZERO)));

    assertThat(answer.caughtUp()).isTrue();
    assertThat(slept).isEmpty();
  }

  private FeedAnswer wait(UnaryOperator<Environment> how) {
    try (Graph graph = graph(how)) {
      return graph.feed(FeedRequest.of(BranchName.MAIN, new Now()).waiting(WAIT));
    }
  }

  private Graph graph(UnaryOperator<Environment> how) {
    Environment environment =
        Environment.system(executor)
            .withClock(() -> now)
            .withSleeper(
                time -> {
                  slept.add(time);
                  now = now.plus(time);
                  whileItSleeps.run();
                });
    return Graph.open(GraphStorage.folder(folder.resolve("g")), how.apply(environment));
  }
}
