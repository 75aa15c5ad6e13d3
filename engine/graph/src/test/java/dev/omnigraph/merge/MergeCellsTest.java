package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one side did against what the other did: every pair, with keyed and with keyless edges. */
class MergeCellsTest {
  private static final String KEYED =
      """
      node Person { name: String @key  age: I32? }
      edge Knows: Person -> Person { @key(src, dst)  mark: String }
      """;
  private static final String KEYLESS =
      """
      node Person { name: String @key  age: I32? }
      edge Knows: Person -> Person { mark: String }
      """;

  /** What a side does. Both sides do it to the same entities, each in its own way. */
  enum Act {
    NOOP,
    ADD_NODE,
    REMOVE_NODE,
    ADD_EDGE,
    REMOVE_EDGE,
    SET_PROPERTY,
    NET_ZERO_EDGE
  }

  /** The outcome, or the only kind of conflict; source downwards, target to the right. */
  private static final String[][] TABLE = {
    {"up", "up", "up", "up", "up", "up", "up"},
    {"ff", "DivergentInsert", "merged", "merged", "merged", "merged", "merged"},
    {"ff", "merged", "merged", "OrphanEdge", "merged", "DeleteVsUpdate", "merged"},
    {"ff", "merged", "OrphanEdge", "merged", "merged", "merged", "merged"},
    {"ff", "merged", "merged", "merged", "merged", "merged", "merged"},
    {"ff", "merged", "DeleteVsUpdate", "merged", "merged", "DivergentUpdate", "merged"},
    {"ff", "merged", "merged", "merged", "merged", "merged", "merged"},
  };

  @TempDir private Path folder;
  private int made;

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (Act source : Act.values()) {
      for (Act target : Act.values()) {
        pairs.add(Arguments.of(source, target));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aPairEndsAsTheTableSays(Act source, Act target) {
    for (String schema : List.of(KEYED, KEYLESS)) {
      try (MergeWorld world = world(schema, source, target)) {
        String expected = TABLE[source.ordinal()][target.ordinal()];

        MergeAnswer planned =
            world.graph.planMerge(MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main")));

        if (List.of("up", "ff", "merged").contains(expected)) {
          assertThat(planned.outcome().text().charAt(0))
              .isEqualTo(expected.equals("up") ? 'a' : expected.charAt(0));
          assertThat(world.merge("side", "main").tables()).isEqualTo(planned.tables());
          assertThat(world.merge("side", "main").outcome())
              .isEqualTo(MergeAnswer.Outcome.ALREADY_UP_TO_DATE);
        } else {
          assertThat(planned.conflicts())
              .extracting(conflict -> conflict.kind().text())
              .containsOnly(expected);
        }
      }
    }
  }

  /** Whichever side is preferred, nothing is left to decide, and every edge has its nodes. */
  @ParameterizedTest
  @MethodSource("pairs")
  void aPreferredSideDecidesEveryConflict(Act source, Act target) {
    for (Prefer side : List.of(Prefer.SOURCE, Prefer.TARGET)) {
      try (MergeWorld world = world(KEYED, source, target)) {
        Map<String, ?> theirs = world.state("side");
        Map<String, ?> ours = world.state("main");

        world.graph.merge(
            MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main")).preferring(side));

        Map<String, ?> merged = world.state("main");
        Map<String, ?> preferred = side == Prefer.SOURCE ? theirs : ours;
        assertThat(merged.keySet()).allMatch(id -> theirs.containsKey(id) || ours.containsKey(id));
        if (ours.containsKey("Person ann")
            && theirs.containsKey("Person ann")
            && source == Act.SET_PROPERTY
            && target == Act.SET_PROPERTY) {
          assertThat(merged.get("Person ann")).isEqualTo(preferred.get("Person ann"));
        }
        world
            .state("main")
            .forEach(
                (id, entity) -> {
                  if (entity.containsKey("src")) {
                    assertThat(merged)
                        .containsKeys("Person " + entity.get("src"), "Person " + entity.get("dst"));
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aConflictShowsItsImages(Act source, Act target) {
    try (MergeWorld world = world(KEYED, source, target)) {
      MergeAnswer planned =
          world.graph.planMerge(MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main")));
      for (MergeConflict conflict : planned.conflicts()) {
        String id = conflict.type() + " " + conflict.id();
        if (conflict.kind() != MergeConflict.Kind.ORPHAN_EDGE) {
          assertThat(conflict.ours() != null).isEqualTo(world.state("main").containsKey(id));
          assertThat(conflict.theirs() != null).isEqualTo(world.state("side").containsKey(id));
        }
        if (conflict.kind() == MergeConflict.Kind.DIVERGENT_UPDATE) {
          assertThat(conflict.property()).isEqualTo("age");
          assertThat(conflict.base()).containsEntry("age", 1);
          assertThat(conflict.ours()).containsEntry("age", 3);
          assertThat(conflict.theirs()).containsEntry("age", 2);
        }
      }
    }
  }

  private MergeWorld world(String schema, Act source, Act target) {
    MergeWorld world = new MergeWorld(folder.resolve("g" + made++), schema);
    world.load(
        "main", person("ann", 1), person("bob", 1), person("cid", 1), edge("bob", "cid", "old"));
    world.fork("side", "main");
    act(world, "side", source, 2);
    act(world, "main", target, 3);
    return world;
  }

  /**
   * Nodes that go have no edges at first, so that only the other side's edge is in their way.
   *
   * @param value tells the sides apart
   */
  private static void act(MergeWorld world, String branch, Act act, int value) {
    switch (act) {
      case NOOP -> {}
      case ADD_NODE -> world.load(branch, person("new", value));
      case REMOVE_NODE -> world.mutate(branch, "delete Person where name = \"ann\"");
      case ADD_EDGE -> world.load(branch, edge("ann", "bob", "new"));
      case REMOVE_EDGE -> world.mutate(branch, "delete Knows where mark = \"old\"");
      case SET_PROPERTY -> world.load(branch, person("ann", value));
      case NET_ZERO_EDGE -> {
        world.load(branch, edge("cid", "cid", "zero"));
        world.mutate(branch, "delete Knows where mark = \"zero\"");
      }
    }
  }

  private static String person(String name, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d}}".formatted(name, age);
  }

  private static String edge(String from, String to, String mark) {
    return "{\"edge\":\"Knows\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"mark\":\"%s\"}}"
        .formatted(from, to, mark);
  }
}
