package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.call.Change.Operation;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  size: F64?  note: String? }
      node Tag { name: String @key }
      edge Knows: Person -> Person { @key(src, dst)  since: I64? }
      """;

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void open() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
    world.load("main", person("ann", "\"age\":1,\"size\":0.0"), person("bob", "\"age\":1"));
    world.load("main", knows("ann", "bob"));
    world.fork("side", "main");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anEntityIsToldAsItWasAndAsItIsWithWhatChanged() {
    world.load("side", person("ann", "\"age\":2,\"size\":0.0"), person("cid", ""));
    world.mutate("side", "delete Person where name = \"bob\"");

    DiffAnswer answer = diff(ChangeFilter.ALL);

    assertThat(texts(answer))
        .containsExactly(
            "UPDATE Person ann [age]",
            "DELETE Person bob []",
            "INSERT Person cid []",
            "DELETE Knows [\"ann\",\"bob\"] []");
    assertThat(answer.changes().getFirst().before()).containsEntry("age", 1);
    assertThat(answer.changes().getFirst().after()).containsEntry("age", 2);
    assertThat(answer.changes().getLast().before())
        .containsEntry("from", "ann")
        .containsEntry("to", "bob");
    assertThat(answer.changes().getLast().after()).isNull();
  }

  @Test
  void theOtherWayRoundInsertsAreDeletions() {
    world.load("side", person("cid", ""));

    DiffAnswer answer =
        world.graph.diff(DiffRequest.of(MergeWorld.head("side"), MergeWorld.head("main")));

    assertThat(texts(answer)).containsExactly("DELETE Person cid []");
  }

  @Test
  void valuesAreComparedToTheLastBitAndNullIsNotEmpty() {
    world.load("side", person("ann", "\"age\":1,\"size\":-0.0"));
    world.load("side", person("bob", "\"age\":1,\"note\":\"\""));

    assertThat(texts(diff(ChangeFilter.ALL)))
        .containsExactly("UPDATE Person ann [size]", "UPDATE Person bob [note]");
  }

  @Test
  void whatWasChangedBackOrOnlyWrittenElsewhereIsNotTold() {
    world.load("side", person("bob", "\"age\":2"));
    world.load("side", person("bob", "\"age\":1"));
    world.graph.optimize(MergeWorld.on("side"));

    assertThat(diff(ChangeFilter.ALL).changes()).isEmpty();
  }

  @Test
  void twoCommitsOfOneBranchAreCompared() {
    CommitId first = world.graph.snapshot(MergeWorld.head("main")).commitId();
    world.load("main", person("cid", ""));
    CommitId second = world.graph.snapshot(MergeWorld.head("main")).commitId();
    world.load("main", person("dan", ""));

    DiffAnswer answer =
        world.graph.diff(
            DiffRequest.of(
                new ReadAt.Commit(BranchName.MAIN, first),
                new ReadAt.Commit(BranchName.MAIN, second)));

    assertThat(texts(answer)).containsExactly("INSERT Person cid []");
    assertThat(answer.from()).isEqualTo(first);
    assertThat(answer.to()).isEqualTo(second);
  }

  @Test
  void filtersKeepKindsTypesAndOperations() {
    world.load("side", person("ann", "\"age\":2,\"size\":0.0"), person("cid", ""), tag("t"));
    world.load("side", knows("ann", "ann"));

    assertThat(texts(diff(new ChangeFilter(Set.of(Kind.EDGE), Set.of(), Set.of()))))
        .containsExactly("INSERT Knows [\"ann\",\"ann\"] []");
    assertThat(texts(diff(new ChangeFilter(Set.of(), Set.of("Tag"), Set.of()))))
        .containsExactly("INSERT Tag t []");
    assertThat(texts(diff(new ChangeFilter(Set.of(), Set.of(), Set.of(Operation.UPDATE)))))
        .containsExactly("UPDATE Person ann [age]");
  }

  @Test
  void aTypeThatNeitherStateHasIsRefused() {
    ChangeFilter filter = new ChangeFilter(Set.of(), Set.of("Persn"), Set.of());

    assertThatThrownBy(() -> diff(filter))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("Persn");
  }

  @Test
  void pagesTogetherAreTheWholeAndAPageThatIsFullMayBeTheLast() {
    world.load("side", person("cid", ""), person("dan", ""), tag("t"), tag("u"));

    DiffAnswer first = world.graph.diff(request(ChangeFilter.ALL).page(3, null));
    DiffAnswer second = world.graph.diff(request(ChangeFilter.ALL).page(1, first.next()));

    assertThat(first.changes()).hasSize(3);
    assertThat(second.changes()).hasSize(1);
    assertThat(second.next()).isNull();
    assertThat(texts(first)).doesNotContainAnyElementsOf(texts(second));
  }

  @Test
  void aCursorOutlivesUpkeepOfTheBranch() {
    world.load("side", person("cid", ""), person("dan", ""));
    DiffAnswer first = world.graph.diff(request(ChangeFilter.ALL).page(1, null));
    world.graph.optimize(MergeWorld.on("side"));

    DiffAnswer second = world.graph.diff(request(ChangeFilter.ALL).page(1, first.next()));

    assertThat(texts(second)).containsExactly("INSERT Person dan []");
  }

  @Test
  void aCursorOfOtherCommitsOrFiltersIsRefused() {
    world.load("side", person("cid", ""), person("dan", ""));
    String next = world.graph.diff(request(ChangeFilter.ALL).page(1, null)).next();
    ChangeFilter others = new ChangeFilter(Set.of(Kind.NODE), Set.of(), Set.of());

    assertRefused(request(others).page(1, next));
    assertRefused(request(ChangeFilter.ALL).page(1, "nothing"));
    world.load("side", person("eve", ""));
    assertRefused(request(ChangeFilter.ALL).page(1, next));
  }

  @Test
  void aChangeOfTheSchemaIsShownAsStepsAndPropertiesAreTheSameUnderOtherNames() {
    apply(
        """
        node Person { name: String @key  years: I64? @rename_from("age")  size: F64?
          level: I32 @default(7) }
        node Place { name: String @key }
        edge Knows: Person -> Person { @key(src, dst)  since: I64? }
        """);
    world.load(
        "side",
        "{\"type\":\"Person\",\"data\":{\"name\":\"bob\",\"years\":2}}",
        "{\"type\":\"Place\",\"data\":{\"name\":\"here\"}}");

    DiffAnswer answer = diff(ChangeFilter.ALL);

    assertThat(answer.schema().stream().map(step -> step.step() + " " + step.type()))
        .contains("rename_property Person", "add_type Place", "drop_type Tag");
    assertThat(texts(answer))
        .containsExactlyInAnyOrder("UPDATE Person bob [years]", "INSERT Place here []");
    Change bob = answer.changes().stream().filter(c -> c.id().equals("bob")).findFirst().get();
    assertThat(bob.before()).containsEntry("age", 1).doesNotContainKey("level");
    assertThat(bob.after()).containsEntry("years", 2L).containsEntry("level", 7);
  }

  private void apply(String schema) {
    world.graph.applySchema(
        new SchemaRequest(schema, "test.pg", true, false, MergeWorld.on("side")));
  }

  private void assertRefused(DiffRequest request) {
    assertThatThrownBy(() -> world.graph.diff(request))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ChangesError.CHANGES_CURSOR));
  }

  private DiffAnswer diff(ChangeFilter filter) {
    return world.graph.diff(request(filter));
  }

  private static DiffRequest request(ChangeFilter filter) {
    return DiffRequest.of(MergeWorld.head("main"), MergeWorld.head("side")).only(filter);
  }

  private static List<String> texts(DiffAnswer answer) {
    return answer.changes().stream()
        .map(c -> c.operation() + " " + c.type() + " " + c.id() + " " + c.changed())
        .toList();
  }

  private static String person(String name, String more) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\"%s}}"
        .formatted(name, more.isEmpty() ? "" : "," + more);
  }

  private static String tag(String name) {
    return "{\"type\":\"Tag\",\"data\":{\"name\":\"%s\"}}".formatted(name);
  }

  private static String knows(String from, String to) {
    return "{\"edge\":\"Knows\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(from, to);
  }
}
