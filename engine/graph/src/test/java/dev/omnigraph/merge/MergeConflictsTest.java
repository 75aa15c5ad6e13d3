package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many conflicts are told, and how much of each. */
class MergeConflictsTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  story: String?  photo: Blob? }
      edge Asks: Person -> Person { @key(src, dst)  since: I32? }
      """;
  private static final MergeRequest REQUEST =
      MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"));

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void make() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void allAreCountedAndTheFirstThousandToldAndTheOthersPageByPage() {
    diverge(1_300, 700);

    GraphException refused =
        catchThrowableOfType(GraphException.class, () -> world.graph.merge(REQUEST));

    assertThat(refused.code()).isEqualTo("merge_conflicts");
    assertThat(refused).hasMessageStartingWith("There are 2000 conflicts:");
    assertThat(refused).hasMessageEndingWith("and 1990 more");
    assertThat(refused.nextStep()).contains("page by page");
    assertThat(refused.details())
        .containsEntry("conflict_count", 2000L)
        .containsEntry("conflict_kinds", Map.of("DivergentUpdate", 2000L))
        .containsKey("conflicts_next");
    assertThat((List<?>) refused.details().get("conflicts")).hasSize(1_000);

    List<MergeConflict> all = new ArrayList<>();
    String after = String.valueOf(refused.details().get("conflicts_next"));
    FoundConflicts first = page(1_000, null);
    all.addAll(first.shown());
    assertThat(first.next()).isEqualTo(after);
    while (after != null) {
      FoundConflicts next = page(400, after);
      assertThat(next.total()).isEqualTo(2000);
      all.addAll(next.shown());
      after = next.next();
    }
    assertThat(all).extracting(MergeConflict::id).doesNotHaveDuplicates().hasSize(2_000);
    assertThat(all.subList(0, 1_300)).allMatch(conflict -> conflict.type().equals("Person"));
    assertThat(all.subList(0, 1_300)).extracting(MergeConflict::id).isSorted();
  }

  @Test
  void aPageHasFewerWhereTheyAreLarge() {
    String story = "s".repeat(4_000);
    load("main", 600, 1, story);
    world.fork("side", "main");
    load("side", 600, 2, story);
    load("main", 600, 3, story);

    FoundConflicts found = page(1_000, null);

    assertThat(found.total()).isEqualTo(600);
    assertThat(found.shown()).hasSizeBetween(100, 200);
    assertThat(page(1_000, found.next()).shown().getFirst().id())
        .isGreaterThan(found.shown().getLast().id());
  }

  @Test
  void aLongValueIsToldByItsSizeAndItsDigest() {
    byte[] photo = new byte[10_000];
    String story = "x".repeat(5_000);
    world.load("main", "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"age\":1}}");
    world.fork("side", "main");
    world.load(
        "side",
        "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"age\":2,\"photo\":\"base64:%s\"}}"
            .formatted(Base64.getEncoder().encodeToString(photo)));
    world.load(
        "main",
        "{\"type\":\"Person\",\"data\":{\"name\":\"ann\",\"age\":3,\"story\":\"%s\"}}"
            .formatted(story));

    MergeConflict conflict = page(10, null).shown().getFirst();

    assertThat(conflict.theirs())
        .containsEntry("photo", Map.of("bytes", 10_000, "sha256", Sha256.hex(photo)));
    assertThat(conflict.ours())
        .containsEntry(
            "story",
            Map.of("bytes", 5_000, "sha256", Sha256.hex(story.getBytes(StandardCharsets.UTF_8))))
        .containsEntry("age", 3);
  }

  @Test
  void aCursorOfAnotherMergeIsRefused() {
    diverge(3, 0);
    String cursor = page(1, null).next();
    load("main", 3, 4, "");

    for (String after : List.of(String.valueOf(cursor), "no cursor", "Zm9v")) {
      GraphException e = catchThrowableOfType(GraphException.class, () -> page(1, after));
      assertThat(e.code()).isEqualTo("merge_cursor");
    }
  }

  @Test
  void conflictsWithRulesAreCountedByTheirKindToo() {
    world.close();
    world =
        new MergeWorld(
            folder.resolve("rules"), "node Person { name: String @key  mail: String? @unique }");
    world.fork("side", "main");
    for (int i = 0; i < 3; i++) {
      world.load("side", mail("s" + i, "m" + i));
      world.load("main", mail("t" + i, "m" + i));
    }
    world.load("side", mail("both", "x"));
    world.load("main", mail("both", "y"));

    assertThat(page(2, null).counts())
        .isEqualTo(Map.of(Kind.UNIQUE_VIOLATION, 3L, Kind.DIVERGENT_INSERT, 1L));
  }

  private FoundConflicts page(int limit, @Nullable String after) {
    return world.graph.planMerge(REQUEST, new ConflictWindow(limit, after)).found();
  }

  private void diverge(int people, int edges) {
    load("main", people, 1, "");
    ask("main", edges, 1);
    world.fork("side", "main");
    load("side", people, 2, "");
    ask("side", edges, 2);
    load("main", people, 3, "");
    ask("main", edges, 3);
  }

  private void load(String branch, int people, int age, String story) {
    world.load(
        branch,
        IntStream.range(0, people)
            .mapToObj(
                i ->
                    "{\"type\":\"Person\",\"data\":{\"name\":\"p%04d\",\"age\":%d,\"story\":\"%s\"}}"
                        .formatted(i, age, story))
            .toArray(String[]::new));
  }

  private void ask(String branch, int edges, int since) {
    if (edges > 0) {
      world.load(
          branch,
          IntStream.range(0, edges)
              .mapToObj(
                  i ->
                      "{\"edge\":\"Asks\",\"from\":\"p%04d\",\"to\":\"p0000\",\"data\":{\"since\":%d}}"
                          .formatted(i, since))
              .toArray(String[]::new));
    }
  }

  private static String mail(String name, String mail) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"mail\":\"%s\"}}".formatted(name, mail);
  }
}
