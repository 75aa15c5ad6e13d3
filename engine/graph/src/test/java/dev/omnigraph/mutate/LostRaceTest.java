package dev.omnigraph.mutate;

import static dev.omnigraph.mutate.Statements.compare;
import static dev.omnigraph.mutate.Statements.delete;
import static dev.omnigraph.mutate.Statements.idIs;
import static dev.omnigraph.mutate.Statements.insert;
import static dev.omnigraph.mutate.Statements.insertAs;
import static dev.omnigraph.mutate.Statements.insertEdge;
import static dev.omnigraph.mutate.Statements.update;
import static dev.omnigraph.mutate.Statements.variable;
import static dev.omnigraph.query.Expr.Compare.Op.GE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.query.Statement;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations that find, when they publish, that a rival was there first. */
class LostRaceTest {
  private static final AtomicInteger TYPE_IDS = new AtomicInteger();
  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          """
          node Person { name: String @key   age: I32?   email: String? @unique }
          node Firm { name: String @key }
          node Note { text: String }
          edge Knows: Person -> Person { }
          edge WorksAt: Person -> Firm @card(0..1) { @key(src, dst) }
          """,
          "race.pg",
          Optional.empty(),
          ids());
  private static final NodeType PERSON = CATALOG.node("Person").orElseThrow();
  private static final NodeType FIRM = CATALOG.node("Firm").orElseThrow();
  private static final NodeType NOTE = CATALOG.node("Note").orElseThrow();
  private static final EdgeType KNOWS = CATALOG.edge("Knows").orElseThrow();
  private static final EdgeType WORKS_AT = CATALOG.edge("WorksAt").orElseThrow();

  private static final String LONELY = "delete Person where not exists { $ <knows> $_ }";

  private @TempDir Path folder;
  private LanceTables tables;
  private Repository repository;
  private final AtomicInteger ids = new AtomicInteger();

  @BeforeEach
  void makeGraph() {
    tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT);
    FileObjectStore objects = new FileObjectStore(folder, InstantSource.system());
    repository = new Repository(objects, tables, Environment.system(Runnable::run));
    repository.init(CATALOG, "tester");
    run(person("Ann"), person("Bob"), insert(FIRM, "name", "X"), insert(FIRM, "name", "Y"));
  }

  @AfterEach
  void closeGraph() {
    tables.close();
  }

  @Test
  void insertsOfDifferentEntitiesBothLandAndNeitherIsPreparedTwice() {
    Raced raced = raced(List.of(person("Cid")), person("Dan"));

    commit(raced);

    assertThat(column(PERSON, "id")).containsOnlyKeys("Ann", "Bob", "Cid", "Dan");
    assertThat(raced.prepared).isEqualTo(1);
  }

  @Test
  void anInsertOfTheSameKeyReplacesTheRivalsEntity() {
    Raced raced = raced(List.of(person("Cid", 1)), person("Cid", 2));

    commit(raced);

    assertThat(column(PERSON, "age")).containsEntry("Cid", 2).hasSize(3);
    assertThat(raced.prepared).isEqualTo(2);
  }

  @Test
  void anInsertUnderAnIdThatTheRivalGaveIsRefused() {
    String id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    Raced raced =
        raced(List.of(insertAs(NOTE, id, "text", "rival")), insertAs(NOTE, id, "text", "mine"));

    GraphException refused = catchThrowableOfType(GraphException.class, () -> commit(raced));

    assertThat(refused.code()).isEqualTo("key_conflict");
    assertThat(column(NOTE, "text")).isEqualTo(Map.of(id, "rival"));
  }

  @Test
  void anUpdateSeesTheRivalsValues() {
    var everyone = variable(PERSON);
    run(update(everyone, idIs(everyone, "Ann"), "age", 30));

    commit(
        raced(
            List.of(update(everyone, idIs(everyone, "Ann"), "age", 31, "email", "a@x")),
            update(everyone, idIs(everyone, "Ann"), "age", 32)));

    assertThat(column(PERSON, "age")).containsEntry("Ann", 32);
    assertThat(column(PERSON, "email")).containsEntry("Ann", "a@x");
  }

  @Test
  void anInsertOfAnEntityAsItWasIsDoneAgainAfterTheRivalChangedIt() {
    var ann = variable(PERSON);

    commit(raced(List.of(update(ann, idIs(ann, "Ann"), "age", 5)), person("Ann"), person("Dan")));

    assertThat(column(PERSON, "age")).containsEntry("Ann", "null").containsKey("Dan");
  }

  @Test
  void anUpdateThatMatchedNothingMatchesWhatTheRivalAdded() {
    var any = variable(PERSON);
    Statement update = update(any, compare(any, "age", GE, 50), "email", "old@x");

    commit(raced(List.of(person("Cid", 60)), update, insert(FIRM, "name", "Z")));

    assertThat(column(PERSON, "email")).containsEntry("Cid", "old@x");
  }

  /** Each one finds, when it publishes, that all those after it were there first. */
  @Test
  void sixteenIncrementsOfOneRowThatRaceAddSixteen() {
    run(person("Cid", 0));
    Operation<MutationAnswer> increments = increment();
    for (int i = 1; i < 16; i++) {
      Operation<MutationAnswer> rival = increments;
      increments = new Raced(increment(), () -> commit(rival));
    }

    commit(increments);

    assertThat(column(PERSON, "age")).containsEntry("Cid", 16);
  }

  private Operation<MutationAnswer> increment() {
    String text = "update Person set { age: $.age + 1 } where name = \"Cid\"";
    return operation(Statements.of(CATALOG, text));
  }

  @Test
  void aUniqueValueThatTheRivalTookIsRefused() {
    assertThat(failure(List.of(withEmail("Cid")), withEmail("Dan"))).isEqualTo("unique_violation");
    assertThat(column(PERSON, "id")).doesNotContainKey("Dan");
  }

  @Test
  void anEdgeToANodeThatTheRivalDeletedIsRefused() {
    var bob = variable(PERSON);

    String code = failure(List.of(delete(bob, idIs(bob, "Bob"))), insertEdge(KNOWS, "Ann", "Bob"));

    assertThat(code).isEqualTo("endpoint_missing");
    assertThat(column(KNOWS, "id")).isEmpty();
  }

  @Test
  void aDeletionTakesTheEdgeThatTheRivalMade() {
    var bob = variable(PERSON);

    commit(raced(List.of(insertEdge(KNOWS, "Ann", "Bob")), delete(bob, idIs(bob, "Bob"))));

    assertThat(column(PERSON, "id")).containsOnlyKeys("Ann");
    assertThat(column(KNOWS, "id")).isEmpty();
  }

  @Test
  void anEdgeBeyondTheCardinalityThatTheRivalUsedUpIsRefused() {
    String code =
        failure(List.of(insertEdge(WORKS_AT, "Ann", "X")), insertEdge(WORKS_AT, "Ann", "Y"));

    assertThat(code).isEqualTo("cardinality");
    assertThat(column(WORKS_AT, "dst").values()).containsExactly("X");
  }

  @Test
  void aDeletionByAPatternSeesTheEdgeThatTheRivalMade() {
    run(person("Cid"));
    Raced raced = raced(List.of(insertEdge(KNOWS, "Ann", "Bob")), text(LONELY));

    commit(raced);

    assertThat(column(PERSON, "id")).containsOnlyKeys("Ann", "Bob");
    assertThat(column(KNOWS, "id")).hasSize(1);
    assertThat(raced.prepared).isEqualTo(2);
  }

  @Test
  void anEdgeToANodeThatTheRivalDeletedByAPatternIsRefused() {
    assertThat(failure(List.of(text(LONELY)), insertEdge(KNOWS, "Ann", "Bob")))
        .isEqualTo("endpoint_missing");
    assertThat(column(PERSON, "id")).isEmpty();
  }

  @Test
  void whatAPatternComputesIsComputedAgainAfterTheRivalsEdge() {
    Raced raced =
        raced(
            List.of(insertEdge(KNOWS, "Ann", "Bob"), insertEdge(KNOWS, "Ann", "Ann")),
            text("update Person set { age: count { $ knows $_ } } where name = \"Ann\""));

    commit(raced);

    assertThat(column(PERSON, "age")).containsEntry("Ann", 2);
    assertThat(raced.prepared).isEqualTo(2);
  }

  /** The rival changes neither what is deleted nor its edges, but a node at the other end. */
  @Test
  void aDeletionByAPatternSeesTheRivalsValues() {
    var bob = variable(PERSON);
    run(insertEdge(WORKS_AT, "Ann", "X"), insertEdge(WORKS_AT, "Bob", "Y"));
    run(update(bob, idIs(bob, "Bob"), "age", 50));
    Raced raced =
        raced(
            List.of(update(bob, idIs(bob, "Bob"), "age", 20)),
            text("delete Firm where not exists { $p worksAt $  $p.age > 30 }"));

    commit(raced);

    assertThat(column(FIRM, "id")).isEmpty();
    assertThat(raced.prepared).isEqualTo(2);
  }

  @Test
  void aPatternDoesNotRestOnWhatItDoesNotLookAt() {
    Raced raced =
        raced(
            List.of(insert(NOTE, "text", "x")),
            text("update Person set { age: count { $ knows $_ } } where name = \"Ann\""));

    commit(raced);

    assertThat(column(PERSON, "age")).containsEntry("Ann", 0);
    assertThat(raced.prepared).isEqualTo(1);
  }

  private static Statement text(String statement) {
    return Statements.of(CATALOG, statement)[0];
  }

  private String failure(List<Statement> rival, Statement... mine) {
    Raced raced = raced(rival, mine);
    return catchThrowableOfType(GraphException.class, () -> commit(raced)).code();
  }

  /** An operation, and a rival that commits between its first preparation and its publication. */
  private final class Raced implements Operation<MutationAnswer> {
    private final Operation<MutationAnswer> mine;
    private final Runnable rival;
    private int prepared;

    Raced(Operation<MutationAnswer> mine, Runnable rival) {
      this.mine = mine;
      this.rival = rival;
    }

    @Override
    public CommitKind kind() {
      return mine.kind();
    }

    @Override
    public Proposal<MutationAnswer> prepare(View view) {
      return prepare(view, Ahead.NEVER);
    }

    @Override
    public Proposal<MutationAnswer> prepare(View view, Ahead ahead) {
      Proposal<MutationAnswer> proposal = mine.prepare(view, ahead);
      if (prepared++ == 0) {
        rival.run();
      }
      return proposal;
    }

    @Override
    public MutationAnswer replayed(ManifestRecord record) {
      return mine.replayed(record);
    }
  }

  private Raced raced(List<Statement> rival, Statement... mine) {
    return new Raced(operation(mine), () -> run(rival.toArray(Statement[]::new)));
  }

  private void run(Statement... statements) {
    commit(operation(statements));
  }

  private void commit(Operation<MutationAnswer> operation) {
    CommitOutcome<MutationAnswer> outcome =
        repository.commit(CommitRequest.of(WriteOptions.on(BranchName.MAIN, "tester")), operation);
    assertThat(outcome).isInstanceOf(CommitOutcome.Published.class);
  }

  private Operation<MutationAnswer> operation(Statement... statements) {
    return Statements.operation(() -> "id" + ids.incrementAndGet(), tables.allocator(), statements);
  }

  private Map<String, Object> column(EntityType type, String column) {
    Map<String, Object> values = new TreeMap<>();
    try (BranchView view = repository.openRead(new ReadAt.Head(BranchName.MAIN))) {
      new CommittedRows(view)
          .all(
              type,
              List.of("id", column).stream().distinct().toList(),
              false,
              (batch, row) -> {
                Object value = ArrowValues.get(batch.getVector(column), row);
                String id = CommittedRows.text(batch, ArrowSchemas.ID, row);
                assertThat(values.put(id, value == null ? "null" : value)).isNull();
              });
    }
    return values;
  }

  private static IdSource ids() {
    return () -> "01TYPE" + TYPE_IDS.incrementAndGet();
  }

  private static Statement person(String name) {
    return insert(PERSON, "name", name);
  }

  private static Statement person(String name, int age) {
    return insert(PERSON, "name", name, "age", age);
  }

  private static Statement withEmail(String name) {
    return insert(PERSON, "name", name, "email", "same@x");
  }
}
