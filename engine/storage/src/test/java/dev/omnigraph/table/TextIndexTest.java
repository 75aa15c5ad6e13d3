package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.table.Predicate.Compare.Operator;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Indexes of texts, however long they are. */
class TextIndexTest extends FolderTables {
  private static final int LONG = 1 << 20;
  private static final IndexSpec NAME = new IndexSpec("name", IndexSpec.Kind.BTREE);
  private static final IndexSpec ID = new IndexSpec("id", IndexSpec.Kind.BTREE);
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("name", Scalar.STRING, true)));

  @Test
  void anIndexOfTextsAnswersEqualitySetsAndPrefixesAsAScanDoes() {
    Pin scanned = filled(2_000, i -> "n" + i % 700 + (i % 2 == 0 ? "ä" : "z"));
    Pin indexed = indexed(scanned).pin();

    for (Predicate filter :
        List.of(
            new Predicate.Compare("name", Operator.EQ, "n7z"),
            new Predicate.In("name", List.of("n1z", "n698ä", "none")),
            new Predicate.StartsWith("name", "n69"),
            new Predicate.StartsWith("name", "n7ä"),
            new Predicate.Not(new Predicate.StartsWith("name", "n")),
            new Predicate.And(
                List.of(
                    new Predicate.Compare("name", Operator.GE, "n2"),
                    new Predicate.Compare("name", Operator.LT, "n21"))))) {
      assertThat(ids(indexed, filter)).as("%s", filter).isEqualTo(ids(scanned, filter));
    }
  }

  @Test
  void someVeryLongTextsAreIndexedWithTheRest() {
    Pin pin = filled(2_000, i -> i % 500 == 0 ? text(i, LONG) : "short " + i);

    Built built = indexed(pin);

    assertThat(built.columns()).containsExactly("id", "name");
    assertThat(ids(built.pin(), new Predicate.Compare("name", Operator.EQ, text(500, LONG))))
        .containsExactly("k500");
    assertThat(ids(built.pin(), new Predicate.StartsWith("name", text(1000, 3_000))))
        .containsExactly("k1000");
  }

  @Test
  void textsThatAreTooLongToBeSortedLeaveTheOtherIndexesAndTheAnswers() {
    Pin pin = filled(100, i -> text(i, LONG));

    Built built = indexed(pin);

    assertThat(built.columns()).containsExactly("id");
    assertThat(ids(built.pin(), new Predicate.Compare("name", Operator.EQ, text(50, LONG))))
        .containsExactly("k50");
    try (WritableTable table = tables.open(built.pin())) {
      UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, List.of(ID, NAME), List.of());
      assertThat(plan.isEmpty()).isTrue();
      assertThat(plan.refused()).containsExactly(NAME);
    }
    assertThat(indexed(built.pin())).as("again").isEqualTo(new Built(built.pin(), List.of()));
    Pin more = Rows.committed(tables, built.pin(), List.of(List.of("k100", "short")));
    assertThat(indexed(more).columns()).containsExactly("id");
  }

  private record Built(Pin pin, List<String> columns) {}

  private Built indexed(Pin pin) {
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan = table.planUpkeep(UpkeepPolicy.DEFAULT, List.of(ID, NAME), List.of());
      StagedChange staged =
          table.stageUpkeep(plan, UpkeepPolicy.DEFAULT, new OperationId("upkeep"));
      return new Built(
          table.commit(staged).orElseThrow(),
          staged.indexes().stream().map(IndexSpec::column).toList());
    }
  }

  private List<String> ids(Pin pin, Predicate filter) {
    try (Table table = tables.open(pin)) {
      return Rows.ids(table, filter);
    }
  }

  private Pin filled(int rows, IntFunction<String> name) {
    return Rows.committed(
        tables,
        tables.create(new TableId("nodes/t"), SCHEMA),
        IntStream.range(0, rows).mapToObj(i -> List.<Object>of("k" + i, name.apply(i))).toList());
  }

  /** Letters that do not compress. */
  private static String text(int seed, int length) {
    return new Random(seed)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
