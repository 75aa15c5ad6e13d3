package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.row.TestSchema;
import dev.omnigraph.schema.EntityType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final String ANN = person("Ann", 31);
  private static final String BOB = person("Bob", 40);
  private static final String KNOWS = edge("Knows", "Ann", "Bob");

  private static final LoadLimits ONE_COMMIT = LoadLimits.DEFAULT;
  private static final LoadLimits THREE_LINES = new LoadLimits(4096, 3, 4096);

  private @TempDir Path folder;
  private GraphOnDisk graph;
  private final AtomicLong ids = new AtomicLong();
  private final List<Long> progress = new ArrayList<>();

  @BeforeEach
  void openGraph() {
    graph = new GraphOnDisk(folder, TestSchema.CATALOG);
  }

  /** Closing the allocator fails when a load leaked memory. */
  @AfterEach
  void closeGraph() {
    graph.close();
  }

  @Test
  void nodesAndEdgesOfOneInputAreOneCommit() {
    LoadAnswer answer = load(LoadMode.APPEND, ANN, BOB, KNOWS);

    assertThat(answer.commits()).containsExactly(GraphOnDisk.commitId(1));
    assertThat(answer.rows()).isEqualTo(Map.of("Person", 2L, "Knows", 1L));
    assertThat(answer.nodes()).isEqualTo(2);
    assertThat(answer.edges()).isEqualTo(1);
    assertThat(answer.replayed()).isFalse();
    assertThat(graph.column(TestSchema.PERSON, "age")).isEqualTo(Map.of("Ann", 31, "Bob", 40));
    assertThat(graph.column(TestSchema.KNOWS, "src").values()).containsExactly("Ann");
    assertThat(progress).endsWith(3L);
  }

  @Test
  void packedLinesAreUnpackedAndADamagedPackIsRefusedWhole() throws IOException {
    byte[] packed = gzip(ANN + "\n" + BOB);

    LoadAnswer answer = load(LoadMode.APPEND, packed);
    assertThat(answer.rows()).isEqualTo(Map.of("Person", 2L));

    byte[] first = gzip(person("Cid", 1) + "\n");
    byte[] damaged = Arrays.copyOf(first, first.length + 6);
    System.arraycopy(packed, 0, damaged, first.length, 6);
    GraphException e =
        catchThrowableOfType(GraphException.class, () -> load(LoadMode.APPEND, damaged));
    assertThat(e.code()).isEqualTo("gzip_damaged");
    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(e).hasMessage("in.jsonl: after line 1: the gzip data is damaged: it breaks off");
    assertThat(graph.count(TestSchema.PERSON)).isEqualTo(2);
  }

  @Test
  void edgesFindTheirNodesInEarlierCommits() {
    load(LoadMode.APPEND, ANN, BOB);

    load(LoadMode.APPEND, KNOWS);

    assertThat(graph.count(TestSchema.KNOWS)).isEqualTo(1);
  }

  @Test
  void anEdgeToNowhereIsRefusedWithItsLineAndNothingIsWritten() {
    GraphException e = failure(LoadMode.APPEND, ANN, edge("Knows", "Ann", "Zoe"));

    assertThat(e.code()).isEqualTo("endpoint_missing");
    assertThat(e).hasMessage("in.jsonl: line 2: Knows: to: there is no Person with the id \"Zoe\"");
    assertThat(graph.log()).isEmpty();
  }

  @Test
  void appendingAnIdThatExistsIsAKeyConflict() {
    load(LoadMode.APPEND, ANN);

    GraphException e = failure(LoadMode.APPEND, BOB, person("Ann", 99));

    assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(e.code()).isEqualTo("key_conflict");
    assertThat(e).hasMessage("in.jsonl: line 2: Person \"Ann\": exists already");
    assertThat(graph.column(TestSchema.PERSON, "age")).isEqualTo(Map.of("Ann", 31));
  }

  @Test
  void mergingReplacesTheWholeEntityAndAddsNewOnes() {
    load(LoadMode.APPEND, ANN, BOB, KNOWS);

    LoadAnswer answer =
        load(
            LoadMode.MERGE,
            node("Person", "\"name\":\"Ann\",\"kind\":\"guest\""),
            person("Cid", 7));

    assertThat(answer.nodes()).isEqualTo(2);
    assertThat(changes(TestSchema.PERSON).updated()).containsExactly("Ann");
    assertThat(changes(TestSchema.PERSON).inserted()).containsExactly("Cid");
    assertThat(graph.column(TestSchema.PERSON, "age"))
        .containsEntry("Ann", null)
        .containsEntry("Bob", 40)
        .containsEntry("Cid", 7);
    assertThat(graph.count(TestSchema.PERSON)).isEqualTo(3);
  }

  @Test
  void mergingWhatIsThereAlreadyIsNoCommit() {
    load(LoadMode.APPEND, ANN, BOB, edge("WorksAt", "Ann", company()), companyNode());

    LoadAnswer answer =
        load(LoadMode.MERGE, BOB, ANN, edge("WorksAt", "Ann", company()), companyNode());

    assertThat(answer.commits()).containsExactly(GraphOnDisk.commitId(1));
    assertThat(answer.nodes() + answer.edges()).isZero();
    assertThat(graph.log()).hasSize(1);
  }

  @Test
  void theLastLineOfAnIdCountsWhenMerging() {
    load(LoadMode.MERGE, person("Ann", 1), person("Ann", 2), person("Ann", 3));

    assertThat(graph.column(TestSchema.PERSON, "age")).isEqualTo(Map.of("Ann", 3));
    assertThat(graph.count(TestSchema.PERSON)).isEqualTo(1);
  }

  @Test
  void aRecordListsTheIdsThatTheInputNamesAndCountsThoseThatTheLoadMade() {
    load(LoadMode.APPEND, ANN, BOB, KNOWS, KNOWS);

    assertThat(changes(TestSchema.PERSON))
        .isEqualTo(new ChangeSet.Inline(List.of("Ann", "Bob"), List.of(), List.of(), 0));
    assertThat(changes(TestSchema.KNOWS))
        .isEqualTo(new ChangeSet.Inline(List.of(), List.of(), List.of(), 2));
  }

  @Test
  void overwritingReplacesTheTypesPresentAndLeavesTheOthers() {
    load(LoadMode.APPEND, ANN, BOB, companyNode());

    load(LoadMode.OVERWRITE, person("Bob", 40), person("Cid", 7));

    assertThat(graph.column(TestSchema.PERSON, "age")).isEqualTo(Map.of("Bob", 40, "Cid", 7));
    assertThat(graph.count(TestSchema.COMPANY)).isEqualTo(1);
    assertThat(changes(TestSchema.PERSON))
        .isEqualTo(new ChangeSet.Inline(List.of("Cid"), List.of(), List.of("Ann"), 0));
  }

  @Test
  void overwritingNodesTakesTheEdgesOfThoseThatAreGone() {
    load(LoadMode.APPEND, ANN, BOB, person("Cid", 7), KNOWS, edge("Knows", "Bob", "Cid"));

    LoadAnswer answer = load(LoadMode.OVERWRITE, BOB, person("Cid", 7));

    assertThat(answer.nodes()).isEqualTo(1);
    assertThat(answer.edges()).isEqualTo(1);
    assertThat(graph.column(TestSchema.KNOWS, "src").values()).containsExactly("Bob");
  }

  @Test
  void anOverwriteThatKeepsAnEdgeWithoutItsNodeIsRefused() {
    load(LoadMode.APPEND, ANN, companyNode(), edge("WorksAt", "Ann", company()));

    GraphException e = failure(LoadMode.OVERWRITE, BOB, edge("WorksAt", "Ann", company()));

    assertThat(e.code()).isEqualTo("endpoint_missing");
    assertThat(graph.rows(TestSchema.PERSON)).containsOnlyKeys("Ann");
  }

  @Test
  void badRowsInAnOverwriteLeaveTheOldData() {
    load(LoadMode.APPEND, ANN, BOB);

    GraphException e = failure(LoadMode.OVERWRITE, person("Cid", 7), person("Dan", 999));

    assertThat(e.code()).isEqualTo("range");
    assertThat(e).hasMessageContaining("line 2: Person \"Dan\": age: is 999, outside 0..200");
    assertThat(graph.rows(TestSchema.PERSON)).containsOnlyKeys("Ann", "Bob");
  }

  @Test
  void overwritingWithTheSameDataIsNoCommit() {
    load(LoadMode.APPEND, ANN, BOB);

    LoadAnswer answer = load(LoadMode.OVERWRITE, ANN, BOB);

    assertThat(answer.commits()).containsExactly(GraphOnDisk.commitId(1));
    assertThat(graph.log()).hasSize(1);
  }

  @Test
  void anOverwriteLargerThanOneCommitIsRefusedBeforeAnythingHappens() {
    load(LoadMode.APPEND, ANN);

    GraphException e =
        failure(LoadMode.OVERWRITE, BOB, person("Cid", 1), person("Dan", 1), person("Eve", 1));

    assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE);
    assertThat(e.code()).isEqualTo("overwrite_too_large");
    assertThat(graph.rows(TestSchema.PERSON)).containsOnlyKeys("Ann");
  }

  @Test
  void aLargerInputIsSeveralCommitsInItsOrder() {
    LoadAnswer answer =
        run(THREE_LINES, LoadMode.APPEND, null, List.of(ANN, BOB, person("Cid", 7), KNOWS));

    assertThat(answer.commits()).containsExactly(GraphOnDisk.commitId(1), GraphOnDisk.commitId(2));
    assertThat(answer.rows()).isEqualTo(Map.of("Person", 3L, "Knows", 1L));
    assertThat(progress).endsWith(4L).isSorted();
  }

  @Test
  void aLoadThatBrokeOffIsFinishedUnderItsIdempotencyKey() {
    GraphException e = failureWithKey("k", ANN, BOB, person("Cid", 7), edge("Knows", "Ann", "Zoe"));
    assertThat(e.details()).containsEntry("commits", List.of(GraphOnDisk.commitId(1).text()));
    assertThat(e).hasMessageContaining("line 4");

    load(LoadMode.APPEND, person("Zoe", 3));
    LoadAnswer again = loadWithKey("k", ANN, BOB, person("Cid", 7), edge("Knows", "Ann", "Zoe"));

    assertThat(again.commits()).containsExactly(GraphOnDisk.commitId(1), GraphOnDisk.commitId(3));
    assertThat(again.replayed()).isFalse();
    assertThat(again.nodes()).isEqualTo(3);
    assertThat(graph.count(TestSchema.PERSON)).isEqualTo(4);
    assertThat(loadWithKey("k", ANN, BOB, person("Cid", 7), edge("Knows", "Ann", "Zoe")).replayed())
        .isTrue();
  }

  @Test
  void blobsVectorsAndListsComeBackAsTheyWere() {
    load(
        LoadMode.APPEND,
        node(
            "Person",
            "\"name\":\"Ann\",\"kind\":\"guest\",\"tags\":[],\"face\":[1,2],\"photo\":\"base64:AQID\""),
        person("Bob", 1));

    List<@Nullable Object> ann = Objects.requireNonNull(graph.rows(TestSchema.PERSON).get("Ann"));
    assertThat(ann.get(5)).isEqualTo(List.of());
    assertThat(ann.get(6)).isEqualTo(new float[] {1, 2});
    assertThat(ann.get(8)).isEqualTo(new byte[] {1, 2, 3});

    load(LoadMode.MERGE, person("Bob", 2));
    List<@Nullable Object> after = graph.rows(TestSchema.PERSON).get("Ann");
    assertThat(after).usingRecursiveComparison().isEqualTo(ann);
  }

  @Test
  void allBadLinesAreReportedTogetherAndTheFirstTwentyShown() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(i % 2 == 0 ? "{" : person("P" + (char) ('A' + i), 1).replace("guest", "boss"));
    }
    GraphException e =
        catchThrowableOfType(
            GraphException.class, () -> run(ONE_COMMIT, LoadMode.APPEND, null, lines));

    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(e.details()).containsEntry("total", 30L).containsEntry("file", "in.jsonl");
    assertThat(e.details().get("violations")).asList().hasSize(20);
    assertThat(e).hasMessageStartingWith("in.jsonl: 30 problems; the first 20:\n  line 1: ");
  }

  @Test
  void thousandsOfRowsSurviveTheJourneyAndAPartialMerge() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      first.add(node("Person", "\"name\":\"%s\",\"kind\":\"guest\",\"age\":1".formatted(name(i))));
      if (i % 3 == 0) {
        second.add(
            node(
                "Person",
                "\"name\":\"%s\",\"kind\":\"guest\",\"age\":%d".formatted(name(i), i % 2)));
      }
    }
    run(ONE_COMMIT, LoadMode.APPEND, null, first);

    LoadAnswer answer = run(ONE_COMMIT, LoadMode.MERGE, null, second);

    assertThat(answer.nodes()).isEqualTo(1667);
    assertThat(graph.count(TestSchema.PERSON)).isEqualTo(10_000);
    assertThat(
            graph.column(TestSchema.PERSON, "age").values().stream()
                .filter(a -> Integer.valueOf(0).equals(a)))
        .hasSize(1667);
  }

  private static String name(int i) {
    return "P"
        + Integer.toString(i)
            .chars()
            .mapToObj(c -> String.valueOf((char) ('a' + c - '0')))
            .reduce("", String::concat);
  }

  @Test
  void aLoadHoldsTheRowsOfOneChunkHoweverManyChunksThereAre() {
    LoadLimits limits = new LoadLimits(1 << 20, 4_096, 1 << 16);
    run(limits, LoadMode.APPEND, null, people(0, limits.lines()));
    long one = graph.allocator().getPeakMemoryAllocation();

    LoadAnswer ten =
        run(limits, LoadMode.APPEND, null, people(limits.lines(), 10 * limits.lines()));

    assertThat(ten.commits()).hasSize(10);
    assertThat(graph.allocator().getPeakMemoryAllocation()).isLessThan(2 * one);
    assertThat(graph.allocator().getAllocatedMemory()).isZero();
  }

  private static List<String> people(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(i -> person(letters(i), 31)).toList();
  }

  /** A name of its own for each number, of letters only. */
  private static String letters(int number) {
    return number < 26 ? letter(number) : letters(number / 26) + letter(number % 26);
  }

  private static String letter(int number) {
    return Character.toString('a' + number);
  }

  private LoadAnswer load(LoadMode mode, String... lines) {
    return run(ONE_COMMIT, mode, null, List.of(lines));
  }

  private LoadAnswer loadWithKey(String key, String... lines) {
    return run(THREE_LINES, LoadMode.APPEND, key, List.of(lines));
  }

  private GraphException failure(LoadMode mode, String... lines) {
    return catchThrowableOfType(
        GraphException.class, () -> run(THREE_LINES, mode, null, List.of(lines)));
  }

  private GraphException failureWithKey(String key, String... lines) {
    return catchThrowableOfType(GraphException.class, () -> loadWithKey(key, lines));
  }

  private LoadAnswer run(
      LoadLimits limits, LoadMode mode, @Nullable String key, List<String> lines) {
    Loader loader =
        new Loader(
            graph::commit,
            limits,
            () -> "01HZZZZZZZZZZZZZZZ" + (10_000_000 + ids.incrementAndGet()),
            graph.allocator());
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "tester").keyed(key);
    LoadRequest request = new LoadRequest("in.jsonl", mode, options, null);
    byte[] input = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return loader.load(request, new ByteArrayInputStream(input), progress::add);
  }

  private LoadAnswer load(LoadMode mode, byte[] input) {
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "tester");
    LoadRequest request = new LoadRequest("in.jsonl", mode, options, null);
    return new Loader(
            graph::commit, ONE_COMMIT, () -> "id-" + ids.incrementAndGet(), graph.allocator())
        .load(request, new ByteArrayInputStream(input), progress::add);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private ChangeSet.Inline changes(EntityType type) {
    return (ChangeSet.Inline)
        Objects.requireNonNull(graph.log().getLast().tables().get(type.tableId())).changes();
  }

  private static String person(String name, int age) {
    return node("Person", "\"name\":\"%s\",\"age\":%d,\"kind\":\"guest\"".formatted(name, age));
  }

  private static String company() {
    return "01HZZZZZZZZZZZZZZZZZZZZZZZ";
  }

  private static String companyNode() {
    return node("Company", "\"id\":\"%s\",\"title\":\"X\"".formatted(company()));
  }

  private static String node(String type, String data) {
    return "{\"type\":\"%s\",\"data\":{%s}}".formatted(type, data);
  }

  private static String edge(String type, String from, String to) {
    return "{\"edge\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(type, from, to);
  }
}
