package dev.omnigraph.wire;

import static dev.omnigraph.wire.Shapes.oneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.CallReport;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.protocol.check.Finding;
import dev.omnigraph.protocol.check.FindingCode;
import dev.omnigraph.protocol.check.RepairAnswer;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupAnswer.Deleted;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteJsonTest {
  private static final CallReport CALL = new CallReport(new IoStats(7, 0, 0), Duration.ZERO);
  private static final CommitId FIRST = new CommitId("first");
  private static final CommitId SECOND = new CommitId("second");
  private static final TableId TABLE = new TableId("nodes/01P-1");

  @Test
  void aMutationTellsWhatItChanged() {
    JsonBody.Answer answer = WriteJson.mutation(new MutationAnswer("add", 2, 1, FIRST, true), CALL);

    assertThat(answer.commits()).containsExactly(FIRST);
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"query":"add","affected_nodes":2,"affected_edges":1,"commit":"first",
                "replayed":true,"requests":7}
                """));
  }

  @Test
  void aBlobTellsItsLengthAndDigest() {
    JsonBody.Answer answer = WriteJson.blob(new PutBlobAnswer(3, "abc", FIRST, false), CALL);

    assertThat(answer.commits()).containsExactly(FIRST);
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"length":3,"digest":"abc","commit":"first","replayed":false,"requests":7}
                """));
  }

  @Test
  void aLoadTellsItsCommitsAndItsRowsByType() {
    JsonBody.Answer answer =
        WriteJson.load(
            new LoadAnswer(
                List.of(FIRST, SECOND),
                new TreeMap<>(Map.of("Person", 3L, "Knows", 1L)),
                new TreeMap<>(Map.of("Knows", 1L)),
                3,
                1,
                false),
            CALL);

    assertThat(answer.commits()).containsExactly(FIRST, SECOND);
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"commits":["first","second"],"rows":{"Knows":1,"Person":3},
                "keyless":{"Knows":1},"nodes":3,"edges":1,"replayed":false,"requests":7}
                """));
  }

  @Test
  void aChangeOfTheSchemaTellsItsSteps() {
    SchemaStep step = new SchemaStep.AddType(Shapes.PERSON);
    JsonBody.Answer answer = WriteJson.schema(new SchemaAnswer(List.of(step), FIRST, false), CALL);

    assertThat(answer.commits()).containsExactly(FIRST);
    assertThat(answer.text())
        .isEqualTo(
            oneLine("{\"steps\":[\"%s\"],\"commit\":\"first\",\"replayed\":false,\"requests\":7}")
                .formatted(step.summary()));
  }

  @Test
  void anOptimizeTellsWhatBecameOfEachTableAndWhatItFound() {
    OptimizeAnswer.Table table =
        new OptimizeAnswer.Table(
            "Person",
            TABLE,
            5,
            1,
            5,
            40,
            List.of("name"),
            List.of("bio"),
            List.of("id"),
            List.of(
                new OptimizeAnswer.Segments("about", "text", 30, 10, null),
                new OptimizeAnswer.Segments("at", "vector", 0, 7, "data/f.lance: too large")));
    SweepReport recovery =
        new SweepReport(operations(1), operations(2), operations(3), operations(4), 5);
    JsonBody.Answer answer =
        WriteJson.optimize(new OptimizeAnswer(BranchName.MAIN, FIRST, List.of(table), recovery));

    assertThat(answer.commits()).containsExactly(FIRST);
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"branch":"main","commit":"first","tables":[
                {"type":"Person","table_id":"nodes/01P-1","rows":40,
                "fragments_before":5,"fragments_after":1,
                "indexes_built":["name"],"indexes_not_built":["bio"],"lookups_built":["id"],
                "segments_built":[{"property":"about","kind":"text","rows":30,"rows_left":10},
                {"property":"at","kind":"vector","rows":0,"rows_left":7,"failure":"data/f.lance: too large"}]}],
                "recovery":{"rolled_forward":1,"rolled_back":2,"in_flight":3}}
                """));
  }

  @Test
  void anOptimizeWithNothingToDoHasNoCommit() {
    JsonBody.Answer answer =
        WriteJson.optimize(
            new OptimizeAnswer(BranchName.MAIN, null, List.of(), SweepReport.NOTHING));

    assertThat(answer.commits()).isEmpty();
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"branch":"main","commit":null,"tables":[],
                "recovery":{"rolled_forward":0,"rolled_back":0,"in_flight":0}}
                """));
  }

  @Test
  void aCleanupTellsWhatItDeletedInAllAndOfWhat() {
    JsonBody.Answer answer =
        WriteJson.cleanup(
            new CleanupAnswer(
                Instant.parse("2026-01-31T12:00:00Z"),
                true,
                new TreeMap<>(Map.of(TABLE, new Deleted(3, 300))),
                new Deleted(2, 20),
                new Deleted(1, 1)));

    assertThat(answer.commits()).isEmpty();
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"dry_run":true,"retained_since":"2026-01-31T12:00:00Z",
                "objects":6,"bytes":321,"change_sets":2,"audit_entries":1,
                "tables":[{"table_id":"nodes/01P-1","objects":3,"bytes":300}]}
                """));
  }

  @Test
  void aRepairTellsWhatItLookedAtAndWhatItFound() {
    JsonBody.Answer answer =
        WriteJson.repair(
            new RepairAnswer(
                true,
                9,
                4,
                2,
                List.of(
                    new Finding(FindingCode.HINT_WRONG, "main", "It says seq 3.", true),
                    new Finding(FindingCode.PART_MISSING, "nodes/a", "It is gone.", false))));

    assertThat(answer.commits()).isEmpty();
    assertThat(answer.text())
        .isEqualTo(
            oneLine(
                """
                {"clean":false,"applied":true,"objects":9,"commits":4,"versions":2,"findings":[
                {"code":"hint_wrong","severity":"derived","object":"main",
                "message":"It says seq 3.","repaired":true},
                {"code":"part_missing","severity":"damage","object":"nodes/a",
                "message":"It is gone.","repaired":false}]}
                """));
  }

  private static List<OperationId> operations(int count) {
    return Collections.nCopies(count, OperationId.NONE);
  }
}
