package dev.omnigraph.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.protocol.MatrixScenario.Point;
import dev.omnigraph.protocol.MatrixScenario.Race;
import dev.omnigraph.protocol.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every writer, stopped in every way at every request it makes, while somebody else does every kind
 * of thing and somebody else again finds what it left: afterwards all of it is visible or nothing,
 * recovery has ended it once, and cleanup leaves nothing that is not needed.
 *
 * <p>Those who recover take turns, because what is left differs in little that recovery can see;
 * with {@code -Dmatrix.full=true} every commit without a race meets each of them.
 */
class FailureMatrixTest {
  private static final boolean FULL = Boolean.getBoolean("matrix.full");
  private static final List<Boolean> BOTH = List.of(true, false);
  private static final List<Boolean> ONE = List.of(true);

  private static final Map<MatrixWriter, World> BEFORE =
      List.of(MatrixWriter.values()).stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), MatrixWriter::prepare));

  @Test
  void everyWriterStoppedAnywhereIsVisibleAsAWholeOrNotAtAll() {
    List<MatrixScenario> scenarios = scenarios();

    List<AssertionError> failures =
        scenarios.parallelStream().flatMap(FailureMatrixTest::failure).toList();

    System.out.println("failure matrix: " + scenarios.size() + " scenarios");
    printSizes("writer", scenarios, s -> s.writer().name());
    printSizes("mishap", scenarios, s -> s.mishap().name());
    printSizes("recovery", scenarios, s -> s.recovery().name());
    assertThat(failures.stream().map(AssertionError::getMessage).limit(40)).isEmpty();
    assertThat(scenarios).hasSizeGreaterThan(FULL ? 16_000 : 6_000);
  }

  private static List<MatrixScenario> scenarios() {
    List<MatrixScenario> scenarios = new ArrayList<>();
    MatrixRecovery[] recoveries = MatrixRecovery.values();
    int turn = 0;
    for (MatrixWriter writer : MatrixWriter.values()) {
      for (Race race : writer.isCommit() ? Race.values() : new Race[] {Race.NONE}) {
        for (Point point : MatrixScenario.points(writer, race, before(writer))) {
          for (MatrixMishap mishap : MatrixMishap.values()) {
            if (writer == MatrixWriter.INIT && !mishap.isAlone()) {
              continue;
            }
            for (boolean lateLandsFirst : mishap.isLate() ? BOTH : ONE) {
              boolean all = FULL && race == Race.NONE && writer.isCommit();
              for (int i = 0; i < (all ? recoveries.length : 1); i++) {
                MatrixRecovery recovery = recoveries[turn++ % recoveries.length];
                scenarios.add(
                    new MatrixScenario(writer, race, point, mishap, lateLandsFirst, recovery));
              }
            }
          }
        }
      }
    }
    return scenarios;
  }

  private static World before(MatrixWriter writer) {
    World copy = Objects.requireNonNull(BEFORE.get(writer)).copy();
    copy.clock.step(Duration.ofSeconds(10));
    return copy;
  }

  private static Stream<AssertionError> failure(MatrixScenario scenario) {
    try {
      scenario.play(before(scenario.writer()));
      return Stream.of();
    } catch (AssertionError e) {
      return Stream.of(e);
    }
  }

  private static void printSizes(
      String by, List<MatrixScenario> scenarios, Function<MatrixScenario, String> kind) {
    System.out.println(
        "  by "
            + by
            + " "
            + scenarios.stream()
                .collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting())));
  }
}
