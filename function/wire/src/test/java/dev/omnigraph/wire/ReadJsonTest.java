package dev.omnigraph.wire;

import static dev.omnigraph.wire.Shapes.KNOWS;
import static dev.omnigraph.wire.Shapes.PERSON;
import static dev.omnigraph.wire.Shapes.oneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.CallReport;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.HandoverAnswer;
import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.call.Snapshot;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.exec.QueryReport;
import dev.omnigraph.exec.StepReport;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.SchemaChangeError;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.PropertyType.Scalar;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadJsonTest {
  private static final CommitId COMMIT = new CommitId("c");
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final SchemaHash HASH = SchemaHash.of(new byte[0]);
  private static final Catalog CATALOG =
      new Catalog(HASH, "node Person", List.of(), List.of(PERSON), List.of(KNOWS), Map.of());
  private static final CallReport CALL =
      new CallReport(new IoStats(7, 1000, 0), Duration.ofNanos(1_234_567));

  private static final QueryAnswer ANSWER =
      new QueryAnswer(
          "people",
          COMMIT,
          List.of(
              new Column("name", new ValueType.Value(Scalar.STRING, false)),
              new Column("age", new ValueType.Value(Scalar.I32, true)),
              new Column("p", new ValueType.Entity(PERSON, false)),
              new Column("friend", new ValueType.Entity(PERSON, true)),
              new Column("all", new ValueType.Value(new ListOf(Scalar.STRING), false)),
              new Column("known", new ValueType.Entities(PERSON)),
              new Column("nothing", new ValueType.Null())),
          List.of(
              Arrays.asList(
                  "Ann",
                  30,
                  Map.of("id", "ann"),
                  null,
                  List.of("x", "y"),
                  List.of(Map.of("id", "bo")),
                  null),
              Arrays.asList(
                  "Bö", null, Map.of("id", "bo"), Map.of("id", "ann"), List.of(), List.of(), null)),
          2,
          new QueryReport(
              "people",
              List.of(
                  new StepReport(
                      "Scan p", "index id", 1, -1, 2, 3, new IoStats(4, 500, 0), Duration.ZERO)),
              3,
              new IoStats(4, 500, 0),
              Duration.ZERO,
              0));

  @Test
  void aQueryTellsItsColumnsItsRowsAndWhatTheyTook() {
    JsonBody.Answer answer = ReadJson.query(ANSWER, CALL, false);

    assertThat(answer.commits()).containsExactly(COMMIT);
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"query":"people","commit":"c","columns":[
                {"name":"name","type":"String"},{"name":"age","type":"I32?"},
                {"name":"p","type":"Person"},{"name":"friend","type":"Person?"},
                {"name":"all","type":"[String]"},{"name":"known","type":"[Person]"},
                {"name":"nothing","type":"null"}],"rows":[
                {"name":"Ann","age":30,"p":{"id":"ann"},"friend":null,"all":["x","y"],"known":[{"id":"bo"}],
                "nothing":null},
                {"name":"Bö","age":null,"p":{"id":"bo"},"friend":{"id":"ann"},"all":[],"known":[],
                "nothing":null}],
                "profile":{"elapsed_ms":1.23,"requests":7,"bytes_read":1000,"steps":[
                {"operator":"Scan p","access":"index id","depth":1,"expected":-1,"rows":2,
                "requests":4,"sequential_at_most":3,"bytes_read":500,"elapsed_ms":0.0}]}}
                """));
  }

  @Test
  void theExplanationOfAQueryComesLast() {
    String plain = ReadJson.query(ANSWER, CALL, false).text();

    assertThat(ReadJson.query(ANSWER, CALL, true).text())
        .startsWith(
            plain.substring(0, plain.length() - 1) + ",\"explanation\":\"logical plan\\n  people")
        .endsWith("\\n\"}");
  }

  @Test
  void aSchemaTellsItsTextAndItsTypes() {
    assertThat(ReadJson.schema(CATALOG).text())
        .isEqualTo(
            oneLine(
                """
                {"hash":"%s","source":"node Person",
                "nodes":[{"name":"Person","properties":[
                {"name":"name","type":"String"},{"name":"age","type":"I32?"}]}],
                "edges":[{"name":"Knows","from":"Person","to":"Person","properties":[
                {"name":"since","type":"Date?"}]}]}
                """
                    .formatted(HASH)));
  }

  @Test
  void aPlanTellsItsStepsWithRefusalsAndWhatWouldBeLost() {
    SchemaStep add = new SchemaStep.AddType(PERSON);
    SchemaStep drop = new SchemaStep.DropType(KNOWS, false);
    SchemaPlan plan =
        new SchemaPlan(
            CATALOG,
            CATALOG,
            List.of(
                new SchemaPlan.Planned(add, null, "Rename it.", null),
                new SchemaPlan.Planned(
                    drop,
                    new SchemaPlan.Refusal(
                        SchemaChangeError.SCHEMA_CHANGE_REFUSED, "It cannot.", "Load again."),
                    null,
                    new SchemaPlan.Reading(
                        9, 2, List.of(new SchemaPlan.Offender("Ann", "age", "is 7"))))));
    PlanAnswer answer =
        new PlanAnswer(
            plan, List.of(new PlanAnswer.Loss("Knows", null, 5), new PlanAnswer.Loss("A", "x", 1)));

    assertThat(ReadJson.plan(answer).text())
        .isEqualTo(
            oneLine(
                """
                {"supported":false,"steps":[
                {"step":"%s","type":"Person","summary":"%s","refusal":null,"hint":"Rename it.","reading":null},
                {"step":"%s","type":"Knows","summary":"%s","refusal":{
                "code":"schema_change_refused","reason":"It cannot.","way_out":"Load again."},
                "hint":null,"reading":{"rows":9,"offenders":2,"first":[
                {"id":"Ann","field":"age","reason":"is 7"}]}}],"losses":[
                {"type":"Knows","property":null,"rows":5},{"type":"A","property":"x","rows":1}]}
                """
                    .formatted(add.code(), add.summary(), drop.code(), drop.summary())));
  }

  @Test
  void aSnapshotTellsTheTablesOfABranch() {
    Snapshot snapshot =
        new Snapshot(
            BranchName.MAIN,
            new BranchId("01B"),
            3,
            COMMIT,
            NOON,
            HASH,
            List.of(
                new Snapshot.Table(
                    "Person", "node", new TableId("nodes/01P-1"), 2, "nodes/01P-1", "-4")));

    assertThat(ReadJson.snapshot(snapshot).text())
        .isEqualTo(
            oneLine(
                """
                {"branch":"main","branch_id":"01B","seq":3,"commit":"c",
                "authored_at":"2026-01-31T12:00:00Z","schema_hash":"%s","tables":[
                {"type":"Person","kind":"node","table_id":"nodes/01P-1","rows":2,
                "path":"nodes/01P-1","version":"-4"}]}
                """
                    .formatted(HASH)));
  }

  @Test
  void aBranchTellsWhereItIsAndWhereItBegan() {
    Branch main = new Branch(BranchName.MAIN, new BranchId("01B"), COMMIT, 9, NOON, "ann", null);
    Branch.Fork fork = new Branch.Fork(BranchName.MAIN, false, new CommitId("b"), 5, 2, 4L);
    Branch agent =
        new Branch(
            new BranchName("agent/7"), new BranchId("01C"), new CommitId("d"), 7, NOON, "bo", fork);
    String text =
        oneLine(
            """
            {"branch":"agent/7","branch_id":"01C","head":"d","seq":7,
            "created_at":"2026-01-31T12:00:00Z","created_by":"bo","fork":{
            "parent":"main","parent_gone":false,"commit":"b","seq":5,"ahead":2,"behind":4}}
            """);

    assertThat(ReadJson.branch(agent).text()).isEqualTo(text);
    assertThat(ReadJson.branch(agent).commits()).containsExactly(new CommitId("d"));
    assertThat(ReadJson.branches(List.of(agent, main)).text())
        .startsWith("{\"branches\":[" + text + ",{\"branch\":\"main\"")
        .endsWith("\"created_by\":\"ann\",\"fork\":null}]}");
  }

  @Test
  void aBranchWhoseParentIsGoneIsBehindNobody() {
    Branch.Fork fork = new Branch.Fork(new BranchName("old"), true, new CommitId("b"), 5, 2, null);
    Branch agent =
        new Branch(new BranchName("new"), new BranchId("01C"), COMMIT, 7, NOON, "bo", fork);

    assertThat(ReadJson.branch(agent).text())
        .contains("\"parent\":\"old\",\"parent_gone\":true", "\"ahead\":2,\"behind\":null}");
  }

  @Test
  void aCommitTellsWhoChangedHowManyOfWhat() {
    Commit commit =
        new Commit(
            COMMIT,
            3,
            CommitKind.MUTATE,
            BranchName.MAIN,
            "ann",
            NOON,
            List.of(new CommitId("b")),
            List.of(new Commit.Table("Person", 1, 2, 3, 40)));
    String text =
        oneLine(
            """
            {"commit":"c","seq":3,"kind":"mutate","branch":"main","actor":"ann",
            "authored_at":"2026-01-31T12:00:00Z","parents":["b"],"tables":[
            {"type":"Person","inserted":1,"updated":2,"deleted":3,"rows_after":40}]}
            """);

    assertThat(ReadJson.commit(commit).text()).isEqualTo(text);
    assertThat(ReadJson.commits(List.of(commit, commit)).text())
        .isEqualTo("{\"commits\":[%s,%s]}".formatted(text, text));
  }

  @Test
  void anExportThatIsHandedOverTellsItsObjectsAndWhenTheirLinksEnd() {
    HandoverAnswer answer =
        new HandoverAnswer(
            COMMIT,
            "cur",
            EntityFormat.CSV,
            NOON.plusNanos(1),
            List.of(
                new HandoverAnswer.Item(
                    "g-Person.csv", "Person", URI.create("https://b/k?X-Amz-Expires=1"), 7, 1),
                new HandoverAnswer.Item("g.jsonl", null, URI.create("https://b/l"), 0, 0)));

    assertThat(ReadJson.handover(answer).commits()).containsExactly(COMMIT);
    assertThat(ReadJson.handover(answer).text())
        .isEqualTo(
            oneLine(
                """
                {"commit":"c","cursor":"cur","format":"csv","expires":"2026-01-31T12:00:00Z","objects":[
                {"name":"g-Person.csv","type":"Person","url":"https://b/k?X-Amz-Expires=1","bytes":7,"rows":1},
                {"name":"g.jsonl","type":null,"url":"https://b/l","bytes":0,"rows":0}]}
                """));
  }

  @Test
  void namesAreAListOfTexts() {
    assertThat(ReadJson.names("graphs", List.of("a", "b")).text())
        .isEqualTo("{\"graphs\":[\"a\",\"b\"]}");
  }
}
