package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.testkit.InARow;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What queries cost from cold on 100,000 nodes and a million edges: with look-up objects that know
 * every row, and after writes that they know nothing of.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LookupCountsTest {
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "bench");
  private static final int NODES = 100_000;
  private static final int ME = NODES / 3;
  private static final int OTHER = NODES / 2;
  private static final int MOST_REQUESTS = 60;
  private static final long MOST_BYTES = 4_000_000;

  /** Requests that wait for each other, at most. */
  private static final Map<String, Integer> IN_A_ROW = new LinkedHashMap<>();

  static {
    IN_A_ROW.put("point", 4);
    IN_A_ROW.put("one hop", 5);
    IN_A_ROW.put("two hops, count", 5);
    IN_A_ROW.put("three hops, count", 6);
    IN_A_ROW.put("filtered hop", 5);
    IN_A_ROW.put("reachable within four hops", 6);
    IN_A_ROW.put("path within four hops", 6);
    IN_A_ROW.put("any edges within two hops", 7);
  }

  private final SocialGraph graph = new SocialGraph(NODES, 1_000_000, 1);
  private final Place place = Place.countingS3();
  private final Runner runner = new Runner(place);
  private final Map<String, Question> questions =
      Question.about(SocialGraph.person(ME), SocialGraph.person(OTHER)).stream()
          .collect(Collectors.toMap(Question::name, Function.identity()));

  /** Whom people know; by number, those that are added behind the last. */
  private final Map<Integer, Set<Integer>> knows = new TreeMap<>();

  @BeforeAll
  void ask() {
    String start = "match { $p: Person { name: $name }  ";
    Map<String, ?> arguments =
        Map.of("name", SocialGraph.person(ME), "other", SocialGraph.person(OTHER));
    for (Question question :
        List.of(
            new Question(
                "path within four hops",
                start + "$q: Person { name: $other }  $p $w:knows{1,4} $q } return { nodes($w) }",
                arguments),
            new Question(
                "any edges within two hops",
                start + "$p *{1,2} $_ } return { count($p) as n }",
                arguments))) {
      questions.put(question.name(), question);
    }
  }

  @BeforeAll
  void load() {
    for (int i = 0; i < graph.acquaintances(); i++) {
      knows.computeIfAbsent(graph.from(i), p -> new HashSet<>()).add(graph.to(i));
    }
    runner.load(graph);
  }

  @AfterAll
  void close() {
    place.close();
  }

  @Test
  @Order(1)
  void queriesFollowEdgesAsFarAsTheirHopsAreDeep() {
    costsAtMost(0);
    answersAreThoseOfABreadthFirstSearch();
  }

  /** A friend is updated, one is deleted with her edges, and one is new. */
  @Test
  @Order(2)
  void whatWasWrittenSinceCostsOneMoreInARow() {
    int updated = friends(ME).get(0);
    int deleted = friends(ME).get(1);
    int added = NODES;
    load(
        """
        {"type":"Person","data":{"name":"%s","age":21,"city":"city-new"}}
        {"edge":"Knows","from":"%s","to":"%s","data":{"since":2024}}
        {"edge":"Knows","from":"%s","to":"%s","data":{"since":2024}}
        """
            .formatted(
                SocialGraph.person(added),
                SocialGraph.person(ME),
                SocialGraph.person(added),
                SocialGraph.person(added),
                SocialGraph.person(OTHER)));
    mutate("update Person set { age: 20 } where name = \"" + SocialGraph.person(updated) + "\"");
    mutate("delete Person where name = \"" + SocialGraph.person(deleted) + "\"");
    knows.remove(deleted);
    knows.values().forEach(known -> known.remove(deleted));
    knows.computeIfAbsent(ME, p -> new HashSet<>()).add(added);
    knows.put(added, new HashSet<>(Set.of(OTHER)));

    costsAtMost(1);
    answersAreThoseOfABreadthFirstSearch();
    assertThat(rows("one hop"))
        .contains(List.of(SocialGraph.person(updated), 20), List.of(SocialGraph.person(added), 21));
    assertThat(rows("reachable within four hops")).hasSize(1);
  }

  private void costsAtMost(int more) {
    IN_A_ROW.forEach(
        (name, most) -> {
          Question question = Objects.requireNonNull(questions.get(name));
          Measurement cold =
              InARow.least(
                  place::setLatency,
                  most + more,
                  () -> runner.cold(question),
                  Measurement::sequential);
          System.out.printf(
              "%s: %d requests, %d in a row, %,d bytes%n",
              name, cold.requests(), cold.sequential(), cold.bytes());

          assertThat(cold.sequential()).as(name).isLessThanOrEqualTo(most + more);
          assertThat(cold.requests()).as(name).isLessThanOrEqualTo(MOST_REQUESTS);
          assertThat(cold.bytes()).as(name).isLessThanOrEqualTo(MOST_BYTES);
        });
    place.setLatency(Duration.ZERO);
  }

  private void answersAreThoseOfABreadthFirstSearch() {
    assertThat(rows("one hop").stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(friends(ME).stream().map(SocialGraph::person).sorted().toList());
    assertThat(rows("two hops, count")).containsExactly(List.of(reach(2)));
    assertThat(rows("three hops, count")).containsExactly(List.of(reach(3)));
    assertThat(rows("top ten by degree")).containsExactlyElementsOf(best(10));
    List<List<Object>> paths = rows("path within four hops");
    assertThat(paths).hasSize(rows("reachable within four hops").size());
    paths.forEach(row -> isShortest((List<?>) row.getFirst()));
  }

  private void isShortest(List<?> path) {
    List<Integer> people =
        path.stream()
            .map(id -> Integer.parseInt(String.valueOf(id).replaceAll("\\D", "")))
            .toList();
    assertThat(people).startsWith(ME).endsWith(OTHER);
    for (int i = 1; i < people.size(); i++) {
      assertThat(friends(people.get(i - 1))).contains(people.get(i));
    }
    int length = people.size() - 1;
    assertThat(length)
        .isEqualTo(IntStream.rangeClosed(1, 4).filter(this::reaches).findFirst().orElseThrow());
  }

  private boolean reaches(int hops) {
    return met(hops).get(OTHER);
  }

  /** Who is known most often, with how often, and by name where that is the same. */
  private List<List<Object>> best(int count) {
    Map<Integer, Long> known = new TreeMap<>();
    for (int i = 0; i < graph.acquaintances(); i++) {
      if (knows.getOrDefault(graph.from(i), Set.of()).contains(graph.to(i))) {
        known.merge(graph.to(i), 1L, Long::sum);
      }
    }
    return known.entrySet().stream()
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
        .limit(count)
        .map(entry -> List.<Object>of(SocialGraph.person(entry.getKey()), entry.getValue()))
        .toList();
  }

  private List<Integer> friends(int person) {
    return knows.getOrDefault(person, Set.of()).stream().sorted().toList();
  }

  /** How many are met by walks of one hop or more; the start counts as met. */
  private long reach(int hops) {
    boolean knowsHerself = knows.getOrDefault(ME, Set.of()).contains(ME);
    return met(hops).cardinality() - (knowsHerself ? 0 : 1);
  }

  private BitSet met(int hops) {
    BitSet met = new BitSet();
    met.set(ME);
    BitSet level = new BitSet();
    level.set(ME);
    for (int hop = 0; hop < hops; hop++) {
      BitSet next = new BitSet();
      level.stream().forEach(p -> knows.getOrDefault(p, Set.of()).forEach(next::set));
      next.andNot(met);
      met.or(next);
      level = next;
    }
    return met;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private List<List<Object>> rows(String question) {
    return (List) runner.cold(Objects.requireNonNull(questions.get(question))).answer().rows();
  }

  private void load(String lines) {
    try (Graph opened = Graph.open(place.storage())) {
      opened.load(
          new LoadRequest("more.jsonl", LoadMode.APPEND, OPTIONS, null),
          new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
          read -> {});
    }
  }

  private void mutate(String statement) {
    try (Graph opened = Graph.open(place.storage())) {
      opened.mutate(
          new MutationRequest(
              "query change() { " + statement + " }", "change.gq", null, Map.of(), OPTIONS));
    }
  }
}
