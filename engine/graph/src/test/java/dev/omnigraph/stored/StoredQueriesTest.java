package dev.omnigraph.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.ApplyAnswer;
import dev.omnigraph.call.ApplyAnswer.FileChange;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored queries: versioned with the branch, and always fitting its schema. */
class StoredQueriesTest {
  private static final BranchName DEV = new BranchName("dev");
  private static final WriteOptions MAIN = WriteOptions.on(BranchName.MAIN, "ann");
  private static final WriteOptions ON_DEV = WriteOptions.on(DEV, "ann");
  private static final String SCHEMA = "node Person { name: String @key  age: I32? }";
  private static final String WITHOUT_AGE = "node Person { name: String @key }";
  private static final String ALL =
      "query all() @description(\"everybody\") { match { $p: Person } return { $p.name } }";
  private static final String OLDER =
      "query older($than: I32) { match { $p: Person  $p.age > $than } return { $p.name } }";
  private static final String ADD =
      "query add($name: String, $age: I32?) { insert Person { name: $name, age: $age } }";
  private static final String ADD_PLAIN =
      "query add($name: String) { insert Person { name: $name } }";

  @TempDir private Path folder;
  private Graph graph;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void aStoredQueryIsCalledByItsName() {
    store("people.gq", ALL + "\n" + OLDER, "add.gq", ADD);

    call("add", Map.of("name", "Ada", "age", 36));
    call("add", Map.of("name", "Bob", "age", 12));

    assertThat(rows("all", Map.of())).containsExactly(List.of("Ada"), List.of("Bob"));
    assertThat(rows("older", Map.of("than", 20))).containsExactly(List.of("Ada"));
    assertThat(graph.queries(ReadAt.main()).queries())
        .extracting(StoredQuery::name, StoredQuery::file, StoredQuery::writes)
        .containsExactly(
            tuple("add", "add.gq", true),
            tuple("all", "people.gq", false),
            tuple("older", "people.gq", false));
  }

  @Test
  void whatIsNotStoredIsNotFoundAndTheNearestNameIsSaid() {
    store("people.gq", ALL);

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> rows("al", Map.of()))
        .satisfies(e -> assertThat(e.code()).isEqualTo("stored_query_not_found"))
        .satisfies(e -> assertThat(e.nextStep()).isEqualTo("Did you mean `all`?"));
  }

  @Test
  void queriesAreThoseOfTheStateThatTheyAreCalledAt() {
    store("q.gq", "query names() { match { $p: Person } return { $p.name } }");
    call("names", Map.of());
    CommitId before = graph.commits(BranchName.MAIN, 1).getFirst().commitId();
    store("q.gq", "query names() { match { $p: Person } return { $p.age } }");

    assertThat(columns(ReadAt.main())).containsExactly("p.age");
    assertThat(columns(new ReadAt.Commit(BranchName.MAIN, before))).containsExactly("p.name");
  }

  @Test
  void storingMakesOneCommitAndStoringTheSameMakesNone() {
    ApplyAnswer first = store("people.gq", ALL, "add.gq", ADD);
    ApplyAnswer again = store("people.gq", ALL, "add.gq", ADD);
    ApplyAnswer third = store("people.gq", OLDER);

    assertThat(first.queries())
        .containsExactly(
            new FileChange("add.gq", FileChange.Kind.ADDED),
            new FileChange("people.gq", FileChange.Kind.ADDED));
    assertThat(again.isEmpty()).isTrue();
    assertThat(again.commitId()).isEqualTo(first.commitId());
    assertThat(third.queries())
        .containsExactly(
            new FileChange("add.gq", FileChange.Kind.REMOVED),
            new FileChange("people.gq", FileChange.Kind.CHANGED));
    assertThat(graph.commits(BranchName.MAIN, 2))
        .allSatisfy(commit -> assertThat(commit.kind()).isEqualTo(CommitKind.QUERIES))
        .allSatisfy(commit -> assertThat(commit.actor()).isEqualTo("ann"));
  }

  @Test
  void aTextWithAMistakeIsRefusedWithItsFileLineAndColumn() {
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(
            () ->
                store("a.gq", ALL, "b.gq", "query x() { match { $p: Person } return { $p.nam } }"))
        .withMessageContaining("b.gq:1:46")
        .withMessageContaining("nam");
    assertThat(graph.queries(ReadAt.main()).queries()).isEmpty();
  }

  @Test
  void oneNameInTwoFilesIsRefused() {
    assertCode("stored_query_twice", () -> store("a.gq", ALL, "b.gq", ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a.gq", "a/../b.gq", "a//b.gq", ".hidden", "a\n.gq", "ä.gq"})
  void aNameThatIsNotOneOfAFileIsRefused(String name) {
    assertCode("stored_file_name", () -> store(name, ALL));
  }

  @Test
  void moreTextThanABranchCanStoreIsRefused() {
    assertCode("stored_too_large", () -> store("a.gq", ALL + "\n// " + "x".repeat(1 << 20)));
  }

  @Test
  void aSchemaThatBreaksStoredQueriesIsRefusedAndNamesEach() {
    store("people.gq", ALL + "\n" + OLDER, "add.gq", ADD);

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> applySchema(WITHOUT_AGE))
        .satisfies(e -> assertThat(e.code()).isEqualTo("schema_breaks_queries"))
        .satisfies(e -> assertThat(e.details()).containsEntry("queries", List.of("add", "older")))
        .withMessageContaining("people.gq:2:")
        .withMessageContaining("add.gq:1:");
    assertThat(graph.schema(ReadAt.main()).source()).isEqualTo(SCHEMA);
  }

  @Test
  void aSchemaMayBringTheNewTextsOfQueriesInTheSameCommit() {
    store("add.gq", ADD);
    long seq = graph.branch(BranchName.MAIN).seq();

    ApplyAnswer answer =
        graph.apply(
            new ApplyRequest(
                WITHOUT_AGE, "g.pg", texts("add.gq", ADD_PLAIN), null, true, false, MAIN));

    assertThat(answer.steps()).hasSize(1);
    assertThat(answer.queries()).containsExactly(new FileChange("add.gq", FileChange.Kind.CHANGED));
    assertThat(graph.branch(BranchName.MAIN).seq()).isEqualTo(seq + 1);
    call("add", Map.of("name", "Ada"));
    assertThat(graph.commits(BranchName.MAIN, 2).getLast().kind()).isEqualTo(CommitKind.APPLY);
  }

  @Test
  void aPlanSaysWhatApplyWouldDoAndWritesNothing() {
    store("add.gq", ADD);
    ApplyRequest request =
        new ApplyRequest(WITHOUT_AGE, "g.pg", texts("add.gq", ADD_PLAIN), null, true, false, MAIN);
    long seq = graph.branch(BranchName.MAIN).seq();

    ApplyAnswer planned = graph.planApply(request);

    assertThat(graph.branch(BranchName.MAIN).seq()).isEqualTo(seq);
    ApplyAnswer applied = graph.apply(request);
    assertThat(planned.steps()).isEqualTo(applied.steps());
    assertThat(planned.queries()).isEqualTo(applied.queries());
    assertThat(graph.planApply(request).isEmpty()).isTrue();
  }

  @Test
  void aSchemaThatLosesToAStoredQueryIsHeldToIt() {
    try (Graph racing = opened(() -> store("older.gq", OLDER))) {
      assertCode("schema_breaks_queries", () -> applySchema(racing, WITHOUT_AGE));
    }

    assertThat(rows("older", Map.of("than", 1))).isEmpty();
  }

  @Test
  void aStoredQueryThatLosesToASchemaIsHeldToIt() {
    try (Graph racing = opened(() -> applySchema(WITHOUT_AGE))) {
      assertThatExceptionOfType(LanguageException.class)
          .isThrownBy(() -> racing.apply(ApplyRequest.ofQueries(texts("older.gq", OLDER), MAIN)));
    }

    assertThat(graph.queries(ReadAt.main()).queries()).isEmpty();
  }

  @Test
  void aCallThatLosesToAnotherTextIsMadeByThat() {
    store("add.gq", "query add() { insert Person { name: \"old\" } }");
    try (Graph racing =
        opened(() -> store("add.gq", "query add() { insert Person { name: \"new\" } }"))) {
      racing.invoke(new InvokeRequest("add", Map.of(), ReadAt.main(), MAIN));
    }

    store("all.gq", ALL);
    assertThat(rows("all", Map.of())).containsExactly(List.of("new"));
  }

  @Test
  void aCallThatComesAgainWithItsKeyIsDoneOnce() {
    store("add.gq", ADD, "all.gq", ALL);
    InvokeRequest request =
        new InvokeRequest("add", Map.of("name", "Ada"), ReadAt.main(), MAIN.keyed("k"));

    InvokeAnswer.Written first = (InvokeAnswer.Written) graph.invoke(request);
    InvokeAnswer.Written again = (InvokeAnswer.Written) graph.invoke(request);

    assertThat(again.answer().replayed()).isTrue();
    assertThat(again.answer().commitId()).isEqualTo(first.answer().commitId());
  }

  @Test
  void aCallThatIsToReadOnlyWritesNothing() {
    store("add.gq", ADD);
    CommitId before = graph.branch(BranchName.MAIN).head();
    InvokeRequest call =
        new InvokeRequest("add", Map.of("name", "Ada"), ReadAt.main(), MAIN).readingOnly();

    assertCode("query_writes", () -> graph.invoke(call));
    assertThat(graph.branch(BranchName.MAIN).head()).isEqualTo(before);
  }

  @Test
  void aCallThatWritesIsNotForThePast() {
    store("add.gq", ADD);
    CommitId now = graph.branch(BranchName.MAIN).head();

    assertCode(
        "stored_reads_the_past",
        () ->
            graph.invoke(
                new InvokeRequest(
                    "add", Map.of("name", "Ada"), new ReadAt.Commit(BranchName.MAIN, now), MAIN)));
  }

  @Test
  void aBranchTakesItsQueriesAlongAndAMergeBringsThemBack() {
    store("all.gq", ALL);
    fork();
    graph.apply(ApplyRequest.ofQueries(texts("all.gq", ALL, "older.gq", OLDER), ON_DEV));
    assertThat(graph.queries(ReadAt.main()).queries()).hasSize(1);
    store("add.gq", ADD, "all.gq", ALL);

    graph.merge(MergeRequest.of(new ReadAt.Head(DEV), MAIN));

    assertThat(graph.queries(ReadAt.main()).files())
        .containsOnlyKeys("add.gq", "all.gq", "older.gq");
  }

  @Test
  void aMergeOfAFileThatBothChangedAsksWhichSideIsMeant() {
    store("all.gq", ALL);
    fork();
    graph.apply(ApplyRequest.ofQueries(texts("all.gq", OLDER), ON_DEV));
    store("all.gq", ALL + "\n" + ADD);
    MergeRequest merge = MergeRequest.of(new ReadAt.Head(DEV), MAIN);

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> graph.merge(merge))
        .satisfies(e -> assertThat(e.code()).isEqualTo("merge_queries_differ"))
        .satisfies(e -> assertThat(e.details()).containsEntry("files", List.of("all.gq")));
    graph.merge(merge.preferring(Prefer.SOURCE));

    assertThat(graph.queries(ReadAt.main()).files()).containsEntry("all.gq", OLDER);
  }

  @Test
  void aMergeWhoseQueriesWouldNotFitItsSchemaIsRefused() {
    fork();
    graph.apply(ApplyRequest.ofQueries(texts("older.gq", OLDER), ON_DEV));
    applySchema(WITHOUT_AGE);

    assertCode(
        "schema_breaks_queries", () -> graph.merge(MergeRequest.of(new ReadAt.Head(DEV), MAIN)));
  }

  @Test
  void aRestoreAndARevertBringQueriesBack() {
    CommitId stored = store("all.gq", ALL).commitId();
    CommitId changed = store("all.gq", OLDER).commitId();

    graph.pick(PickRequest.revert(changed, MAIN));
    assertThat(graph.queries(ReadAt.main()).files()).containsEntry("all.gq", ALL);
    store("all.gq", ADD);
    graph.restore(new RestoreRequest(stored, MAIN));

    assertThat(graph.queries(ReadAt.main()).files()).containsEntry("all.gq", ALL);
  }

  @Test
  void policiesAreMainsAlone() {
    fork();

    assertCode(
        "policy_of_a_branch",
        () ->
            graph.apply(
                ApplyRequest.ofPolicy(
                    texts("a.cedar", "permit (principal, action, resource);"), ON_DEV)));
  }

  /** A process for which the rival comes first, once, just before it publishes. */
  private Graph opened(Runnable rival) {
    ExecutorService executor = Executors.newCachedThreadPool();
    AtomicBoolean done = new AtomicBoolean();
    return Graph.open(
        GraphStorage.newFolder(folder.resolve("g")),
        Environment.system(executor)
            .withSeams(
                (seam, subject) -> {
                  if (seam == Seam.PUBLISH && done.compareAndSet(false, true)) {
                    rival.run();
                  }
                }));
  }

  private void fork() {
    graph.createBranch(new BranchRequest(DEV, ReadAt.main(), "ann"));
  }

  private void applySchema(String schema) {
    applySchema(graph, schema);
  }

  private static void applySchema(Graph by, String schema) {
    by.applySchema(new SchemaRequest(schema, "g.pg", true, false, MAIN));
  }

  private ApplyAnswer store(String... namesAndTexts) {
    return graph.apply(ApplyRequest.ofQueries(texts(namesAndTexts), MAIN));
  }

  private static Texts texts(String... namesAndTexts) {
    TreeMap<String, String> files = new TreeMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return new Texts(files);
  }

  private InvokeAnswer call(String name, Map<String, ?> arguments) {
    return graph.invoke(new InvokeRequest(name, arguments, ReadAt.main(), MAIN));
  }

  private List<List<@Nullable Object>> rows(String name, Map<String, ?> arguments) {
    return ((InvokeAnswer.Read) call(name, arguments)).answer().rows();
  }

  private List<String> columns(ReadAt at) {
    InvokeAnswer answer = graph.invoke(new InvokeRequest("names", Map.of(), at, MAIN));
    return ((InvokeAnswer.Read) answer)
        .answer().columns().stream().map(column -> column.name()).toList();
  }

  private static void assertCode(String code, Runnable call) {
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
