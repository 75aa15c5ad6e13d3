package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.call.Change.Operation;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedAnswer.Block;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.FeedRequest.After;
import dev.omnigraph.call.FeedRequest.Beginning;
import dev.omnigraph.call.FeedRequest.Now;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Export;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? }
      edge Knows: Person -> Person { @key(src, dst) }
      """;

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void open() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void commitsComeInOrderEachWithWhatItChanged() {
    String cursor = now();
    world.load("main", person("ann", 1), person("bob", 1), knows("ann", "bob"));
    world.load("main", person("ann", 2));
    world.mutate("main", "delete Person where name = \"bob\"");

    FeedAnswer answer = after(cursor);

    assertThat(texts(answer))
        .containsExactly(
            "LOAD INSERT ann, INSERT bob, INSERT [\"ann\",\"bob\"]",
            "LOAD UPDATE ann",
            "MUTATE DELETE bob, DELETE [\"ann\",\"bob\"]");
    assertThat(answer.caughtUp()).isTrue();
    assertThat(answer.blocks()).allMatch(Block::complete);
    assertThat(answer.blocks().getLast().cause()).isEqualTo(commits().getFirst());
    assertThat(after(answer.cursor()).blocks()).isEmpty();
  }

  @Test
  void theBeginningIsTheFirstCommitOfTheGraphWithItsSchema() {
    world.load("main", person("ann", 1));

    FeedAnswer answer = world.graph.feed(FeedRequest.of(BranchName.MAIN, new Beginning()));

    assertThat(texts(answer)).containsExactly("INIT ", "LOAD INSERT ann");
    Block first = answer.blocks().getFirst();
    assertThat(first.source()).isEqualTo(SCHEMA);
    assertThat(first.schema()).extracting(step -> step.type()).contains("Person", "Knows");
    assertThat(answer.blocks().getLast().source()).isNull();
  }

  @Test
  void aFeedBeginsAfterAnyCommitOfTheBranchAlsoOneFromBeforeItsFork() {
    world.load("main", person("ann", 1));
    Commit early = commits().getFirst();
    world.load("main", person("bob", 1));
    world.fork("side", "main");
    world.load("side", person("cid", 1));

    FeedAnswer answer =
        world.graph.feed(FeedRequest.of(new BranchName("side"), new After(early.commitId())));

    assertThat(texts(answer)).containsExactly("LOAD INSERT bob", "LOAD INSERT cid");
  }

  @Test
  void aMergeIsOneCommitWithWhatItBrought() {
    world.load("main", person("ann", 1));
    world.fork("side", "main");
    world.load("side", person("bob", 1));
    world.load("side", person("cid", 1));
    world.load("main", person("ann", 2));
    String cursor = now();
    world.merge("side", "main");

    assertThat(texts(after(cursor))).containsExactly("MERGE INSERT bob, INSERT cid");
  }

  @Test
  void maintenanceIsAnEmptyBlock() {
    world.load("main", person("ann", 1));
    world.load("main", person("bob", 1));
    String cursor = now();
    world.graph.optimize(MergeWorld.on("main"));

    FeedAnswer answer = after(cursor);

    assertThat(texts(answer)).containsExactly("OPTIMIZE ");
    assertThat(answer.caughtUp()).isTrue();
  }

  @Test
  void aCommitThatIsLargerThanAnAnswerComesInPartsOneAfterTheOther() {
    String cursor = now();
    world.load("main", person("a", 1), person("b", 1), person("c", 1), knows("a", "b"));
    world.load("main", person("d", 1));
    List<String> parts = new ArrayList<>();
    List<Boolean> complete = new ArrayList<>();
    FeedAnswer answer;
    do {
      answer = world.graph.feed(FeedRequest.of(BranchName.MAIN, new Now()).from(cursor).atMost(2));
      parts.addAll(texts(answer));
      answer.blocks().forEach(block -> complete.add(block.complete()));
      cursor = answer.cursor();
    } while (!answer.caughtUp());

    assertThat(parts)
        .containsExactly(
            "LOAD INSERT a, INSERT b", "LOAD INSERT c, INSERT [\"a\",\"b\"]", "LOAD INSERT d");
    assertThat(complete).containsExactly(false, true, true);
  }

  @Test
  void moreCommitsThanAnAnswerLooksAtComeWithTheNext() {
    String cursor = now();
    for (int i = 0; i < Feed.MOST_COMMITS + 3; i++) {
      world.load("main", person("ann", i));
    }

    FeedAnswer first = after(cursor);
    FeedAnswer second = after(first.cursor());

    assertThat(first.blocks()).hasSize(Feed.MOST_COMMITS);
    assertThat(first.caughtUp()).isFalse();
    assertThat(second.blocks()).hasSize(3);
    assertThat(second.caughtUp()).isTrue();
  }

  @Test
  void onlyWhatIsWantedIsToldAndTheCommitsOfTheOthersAreEmpty() {
    ChangeFilter edges = new ChangeFilter(Set.of(Kind.EDGE), Set.of(), Set.of());
    ChangeFilter people = new ChangeFilter(Set.of(), Set.of("Person"), Set.of(Operation.DELETE));
    FeedRequest start = FeedRequest.of(BranchName.MAIN, new Now());
    String toEdges = world.graph.feed(start.only(edges)).cursor();
    String toPeople = world.graph.feed(start.only(people)).cursor();
    world.load("main", person("ann", 1), person("bob", 1), knows("ann", "bob"));
    world.mutate("main", "delete Person where name = \"bob\"");

    assertThat(texts(world.graph.feed(start.only(edges).from(toEdges))))
        .containsExactly("LOAD INSERT [\"ann\",\"bob\"]", "MUTATE DELETE [\"ann\",\"bob\"]");
    assertThat(texts(world.graph.feed(start.only(people).from(toPeople))))
        .containsExactly("LOAD ", "MUTATE DELETE bob");
    assertThat(failure(start.only(people).from(toEdges)).code()).isEqualTo("feed_cursor");
  }

  @Test
  void aTypeIsWantedUnderItsOldNameAndUnderItsNewOne() {
    ChangeFilter old = new ChangeFilter(Set.of(), Set.of("Person"), Set.of());
    ChangeFilter later = new ChangeFilter(Set.of(), Set.of("Human"), Set.of());
    world.load("main", person("ann", 1));
    Commit start = commits().getFirst();
    world.load("main", person("bob", 1));
    world.graph.applySchema(
        new SchemaRequest(
            SCHEMA
                .replace("node Person", "node Human @rename_from(\"Person\")")
                .replace("Person -> Person", "Human -> Human"),
            "t.pg",
            false,
            false,
            MergeWorld.on("main")));
    world.load("main", person("cid", 1).replace("Person", "Human"));
    FeedRequest request = FeedRequest.of(BranchName.MAIN, new After(start.commitId()));

    List<String> both = List.of("LOAD INSERT bob", "SCHEMA ", "LOAD INSERT cid");
    assertThat(texts(world.graph.feed(request.only(old)))).isEqualTo(both);
    assertThat(texts(world.graph.feed(request.only(later)))).isEqualTo(both);
    String end = world.graph.feed(request.only(old)).cursor();
    assertThat(failure(request.only(old).from(end)).code()).isEqualTo("unknown_type");
  }

  @Test
  void aChangeOfTheSchemaIsToldWithItsStepsAndTheSchemaThatItLedTo() {
    String cursor = now();
    String source = SCHEMA.replace("age: I32?", "age: I32?  city: String?");
    world.graph.applySchema(new SchemaRequest(source, "t.pg", false, false, MergeWorld.on("main")));

    Block block = after(cursor).blocks().getFirst();

    assertThat(block.schema()).extracting(step -> step.step()).containsExactly("add_property");
    assertThat(block.source()).isEqualTo(source);
    assertThat(block.changes()).isEmpty();
  }

  @Test
  void whatWasDroppedFromHistoryEndsNobodysWay() {
    world.load("main", person("ann", 1));
    String cursor = now();
    world.graph.applySchema(
        new SchemaRequest(
            SCHEMA.replace("  age: I32?", ""), "t.pg", true, true, MergeWorld.on("main")));
    world.load("main", "{\"type\":\"Person\",\"data\":{\"name\":\"bob\"}}");

    assertThat(texts(after(cursor))).containsExactly("SCHEMA ", "LOAD INSERT bob");
  }

  @Test
  void whatCannotBeToldEndsAnAnswerAfterWhatCan() {
    String cursor = now();
    world.load("main", person("ann", 1));
    String next = after(cursor).cursor();
    world.mutate("main", "delete Person where name = \"ann\"");
    world.load("main", person("bob", 1));
    world.graph.applySchema(
        new SchemaRequest(
            SCHEMA.replace("  age: I32?", ""), "t.pg", true, true, MergeWorld.on("main")));

    assertThat(failure(request(next)).code()).isEqualTo("data_gone");
    assertThat(next).isNotEqualTo(cursor);
  }

  /** They go with the type, which is a step of the schema. */
  @Test
  void entitiesOfATypeThatIsDroppedAreNotToldOneByOne() {
    world.load("main", person("ann", 1));
    String cursor = now();
    world.graph.applySchema(
        new SchemaRequest(
            "node Doc { name: String @key }", "t.pg", true, false, MergeWorld.on("main")));

    Block block = after(cursor).blocks().getFirst();

    assertThat(block.changes()).isEmpty();
    assertThat(block.schema()).extracting(step -> step.step()).contains("drop_type");
  }

  @Test
  void aCursorOfABranchThatWasDeletedAndMadeAgainIsRefused() {
    world.fork("side", "main");
    String cursor = world.graph.feed(FeedRequest.of(new BranchName("side"), new Now())).cursor();
    world.drop("side");
    world.fork("side", "main");

    GraphException e = failure(FeedRequest.of(new BranchName("side"), new Now()).from(cursor));

    assertThat(e.code()).isEqualTo("feed_branch_replaced");
    assertThat(failure(FeedRequest.of(BranchName.MAIN, new Now()).from(cursor)).code())
        .isEqualTo("feed_branch_replaced");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ä", "Zm9v", "===="})
  void aTextThatIsNoCursorIsRefused(String text) {
    assertThat(failure(FeedRequest.of(BranchName.MAIN, new Now()).from(text)).code())
        .isEqualTo("feed_cursor");
  }

  @Test
  void aCursorThatWasCutAnywhereIsRefused() {
    String cursor = now();
    for (int length = 0; length < cursor.length(); length++) {
      assertThat(failure(request(cursor.substring(0, length))).code()).isEqualTo("feed_cursor");
    }
  }

  @Test
  void whatCleanupTookIsGoneAndTheFirstReadableCommitIsNamed() {
    world.load("main", person("ann", 1));
    String cursor = now();
    world.load("main", person("ann", 2));
    world.load("main", person("ann", 3));
    Commit last = commits().getFirst();
    assertThat(world.cleanUp().total().objects()).isPositive();

    GraphException e = failure(request(cursor));

    assertThat(e.code()).isEqualTo("data_gone");
    assertThat(e.details()).containsEntry("first_readable", last.commitId().text());
    assertThat(
            world
                .graph
                .feed(FeedRequest.of(BranchName.MAIN, new After(last.commitId())))
                .caughtUp())
        .isTrue();
    assertThat(failure(FeedRequest.of(BranchName.MAIN, new Beginning())).code())
        .isEqualTo("data_gone");
  }

  /** It looked at the horizon before the cleanup did. */
  @Test
  void whatCleanupTakesWhileItIsReadIsGoneLikewise() {
    world.load("main", person("ann", 1));
    String cursor = now();
    for (int age = 2; age < 8; age++) {
      world.load("main", person("ann", age));
    }
    AtomicBoolean cleaned = new AtomicBoolean();
    Environment environment =
        Environment.system(Runnable::run)
            .withSeams(
                (seam, subject) -> {
                  if (seam == Seam.OPEN_TABLE && cleaned.compareAndSet(false, true)) {
                    world.cleanUp();
                  }
                });
    try (Graph graph = Graph.open(GraphStorage.folder(folder.resolve("g")), environment)) {
      GraphException e =
          catchThrowableOfType(GraphException.class, () -> graph.feed(request(cursor)));

      assertThat(e.code()).isEqualTo("data_gone");
      assertThat(e.details()).containsKey("first_readable");
    }
    assertThat(cleaned).isTrue();
  }

  @Test
  void whoWasHeldGoesOnAfterACleanup() {
    world.load("main", person("ann", 1));
    String cursor = now();
    world.graph.retain(new HoldName("reader"), ReadAt.main(), "ann");
    world.load("main", person("ann", 2));
    world.load("main", person("ann", 3));
    world.cleanUp();

    assertThat(texts(after(cursor))).containsExactly("LOAD UPDATE ann", "LOAD UPDATE ann");
  }

  /** Nothing happened that it would miss, so it need not begin again. */
  @Test
  void whoReadEverythingButUpkeepGoesOnAfterACleanup() {
    world.load("main", person("ann", 1));
    world.load("main", person("bob", 1));
    String cursor = now();
    world.graph.optimize(MergeWorld.on("main"));
    world.cleanUp();
    world.load("main", person("cid", 1));

    assertThat(texts(after(cursor))).containsExactly("LOAD INSERT cid");
  }

  @Test
  void anExportEndsWhereTheFeedGoesOn() {
    world.load("main", person("ann", 1));
    String all;
    String people;
    try (Export export = export(List.of());
        Export some = export(List.of("Person"))) {
      world.load("main", person("bob", 1), knows("ann", "bob"));
      all = export.cursor();
      people = some.cursor();
    }

    assertThat(texts(after(all))).containsExactly("LOAD INSERT bob, INSERT [\"ann\",\"bob\"]");
    ChangeFilter filter = new ChangeFilter(Set.of(), Set.of("Person"), Set.of());
    assertThat(texts(world.graph.feed(request(people).only(filter))))
        .containsExactly("LOAD INSERT bob");
  }

  private Export export(List<String> types) {
    return world.graph.export(new ExportRequest(ReadAt.main(), EntityFormat.JSONL, types, true));
  }

  private String now() {
    return world.graph.feed(FeedRequest.of(BranchName.MAIN, new Now())).cursor();
  }

  private FeedAnswer after(String cursor) {
    return world.graph.feed(request(cursor));
  }

  private static FeedRequest request(String cursor) {
    return FeedRequest.of(BranchName.MAIN, new Now()).from(cursor);
  }

  private GraphException failure(FeedRequest request) {
    return catchThrowableOfType(GraphException.class, () -> world.graph.feed(request));
  }

  private List<Commit> commits() {
    return world.graph.commits(BranchName.MAIN, 10);
  }

  private static List<String> texts(FeedAnswer answer) {
    return answer.blocks().stream().map(FeedTest::text).toList();
  }

  private static String text(Block block) {
    CommitKind kind = block.cause().kind();
    return kind
        + " "
        + String.join(
            ", ", block.changes().stream().map(c -> c.operation() + " " + c.id()).toList());
  }

  private static String person(String name, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d}}".formatted(name, age);
  }

  private static String knows(String from, String to) {
    return "{\"edge\":\"Knows\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(from, to);
  }
}
