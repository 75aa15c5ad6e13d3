package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.InARow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The benchmark on a small graph: its answers against plain Java, and what they cost from cold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchmarkTest {
  private static final int ME = 700;
  private static final int OTHER = 1_000;

  private final SocialGraph graph = new SocialGraph(2_000, 20_000, 1);
  private final Place place = Place.countingS3();
  private final Runner runner = new Runner(place);
  private final Map<String, Question> questions =
      Question.about(SocialGraph.person(ME), SocialGraph.person(OTHER)).stream()
          .collect(Collectors.toMap(Question::name, Function.identity()));

  @BeforeAll
  void load() {
    runner.load(graph);
  }

  @AfterAll
  void close() {
    place.close();
  }

  @Test
  void aPointIsThePersonOfThatName() {
    assertThat(rows("point"))
        .containsExactly(List.of(SocialGraph.person(ME), graph.age(ME), SocialGraph.city(ME)));
  }

  @Test
  void oneHopLeadsToEveryAcquaintanceOnce() {
    assertThat(rows("one hop"))
        .containsExactlyElementsOf(
            reach(1).stream()
                .sorted()
                .map(i -> List.<Object>of(SocialGraph.person(i), graph.age(i)))
                .toList());
  }

  @Test
  void twoAndThreeHopsCountWhomABreadthFirstSearchFinds() {
    assertThat(rows("two hops, count")).containsExactly(List.of((long) reach(2).size()));
    assertThat(rows("three hops, count")).containsExactly(List.of((long) reach(3).size()));
  }

  @Test
  void aFilteredHopKeepsEdgesAndPeopleThatFit() {
    List<List<Object>> rows = rows("filtered hop");

    long expected =
        IntStream.range(0, graph.acquaintances())
            .filter(i -> graph.from(i) == ME && graph.since(i) >= 2005)
            .filter(i -> graph.age(graph.to(i)) < 50)
            .count();
    assertThat(rows).hasSize((int) expected).isNotEmpty();
    assertThat(rows).isSortedAccordingTo((a, b) -> (int) b.get(1) - (int) a.get(1));
  }

  @Test
  void theTopTenAreKnownByMost() {
    Map<Integer, Long> known =
        IntStream.range(0, graph.acquaintances())
            .boxed()
            .collect(Collectors.groupingBy(graph::to, Collectors.counting()));

    assertThat(rows("top ten by degree"))
        .containsExactlyElementsOf(
            known.entrySet().stream()
                .sorted(
                    Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(10)
                .map(e -> List.<Object>of(SocialGraph.person(e.getKey()), e.getValue()))
                .toList());
  }

  @Test
  void someoneIsReachableWithinFourHopsIfASearchSaysSo() {
    assertThat(rows("reachable within four hops")).hasSize(reach(4).contains(OTHER) ? 1 : 0);
  }

  @Test
  void anAggregateGroupsAllPeople() {
    Map<String, Long> byCity =
        IntStream.range(0, graph.people())
            .boxed()
            .collect(Collectors.groupingBy(SocialGraph::city, Collectors.counting()));

    List<List<Object>> rows = rows("property aggregate");

    assertThat(rows).hasSize(10);
    assertThat(rows).allSatisfy(row -> assertThat(row.get(1)).isEqualTo(byCity.get(row.get(0))));
  }

  @Test
  void anAntiJoinCountsThoseWithoutAJob() {
    Set<Integer> employed =
        IntStream.range(0, graph.jobs()).mapToObj(graph::employee).collect(Collectors.toSet());

    long expected =
        IntStream.range(0, graph.people())
            .filter(i -> graph.age(i) == 30 && !employed.contains(i))
            .count();
    assertThat(rows("anti-join")).containsExactly(List.of(expected));
  }

  @Test
  void nothingWaitsForMoreThanTenRequestsAndWarmQueriesSendFewer() {
    for (Question question : questions.values()) {
      int sequential =
          InARow.least(
              place::setLatency, 10, () -> runner.cold(question).sequential(), count -> count);
      int cold = runner.cold(question).requests();

      assertThat(sequential).as(question.name()).isLessThanOrEqualTo(10);
      assertThat(cold).as(question.name()).isLessThanOrEqualTo(30);
      assertThat(runner.warm(question).requests()).as(question.name()).isLessThan(cold);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private List<List<Object>> rows(String question) {
    Question asked = Objects.requireNonNull(questions.get(question));
    return (List) runner.cold(asked).answer().rows();
  }

  /** By shortest walks of one hop or more. */
  private Set<Integer> reach(int hops) {
    Map<Integer, Set<Integer>> knows = new HashMap<>();
    for (int i = 0; i < graph.acquaintances(); i++) {
      knows.computeIfAbsent(graph.from(i), p -> new HashSet<>()).add(graph.to(i));
    }
    Set<Integer> found = new HashSet<>();
    Deque<Integer> level = new ArrayDeque<>(List.of(ME));
    for (int hop = 0; hop < hops; hop++) {
      Deque<Integer> next = new ArrayDeque<>();
      for (int person : level) {
        for (int known : knows.getOrDefault(person, Set.of())) {
          if (found.add(known)) {
            next.add(known);
          }
        }
      }
      level = next;
    }
    return found;
  }
}
