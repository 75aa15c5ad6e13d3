package dev.omnigraph.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.schema.Annotation;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeTest {
  private static final NodeType PERSON =
      new NodeType(
          "person",
          1,
          "Person",
          List.of(),
          List.of(
              new Property(1, "age", Scalar.I32, true, List.of(new Annotation("index", List.of()))),
              new Property(
                  2, "bio", Scalar.STRING, true, List.of(new Annotation("index", List.of())))),
          List.of(),
          List.of(),
          3);
  private static final EdgeType KNOWS =
      new EdgeType(
          "knows",
          1,
          "Knows",
          "Person",
          "Person",
          Cardinality.ANY,
          List.of(),
          List.of(),
          List.of(),
          1);
  private static final Catalog CATALOG =
      new Catalog(SchemaHash.NONE, "", List.of(), List.of(PERSON), List.of(KNOWS), Map.of());

  @TempDir Path folder;
  private LanceTables tables;
  private final SortedMap<TableId, Pin> pins = new TreeMap<>();

  private LanceTables open(TableOptions options) {
    return LanceTables.open(new FileObjectStore(folder, InstantSource.system()), Map.of(), options);
  }

  @BeforeEach
  void open() {
    tables = open(TableOptions.DEFAULT);
    for (EntityType type : CATALOG.entities()) {
      pins.put(type.tableId(), tables.create(type.tableId(), ArrowSchemas.of(type)));
    }
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void fragmentsAreMergedAndTheTypesIndexesBuiltInOneMaintenanceCommit() {
    append(PERSON, "p1", 1, "x");
    append(PERSON, "p2", 2, "x");
    append(KNOWS, "k1", "p1", "p2");

    OptimizeAnswer answer = run(Optimize.all(UpkeepPolicy.DEFAULT));

    assertThat(answer.commitId()).isEqualTo(new CommitId("commit"));
    assertThat(answer.tables())
        .containsExactly(
            new OptimizeAnswer.Table(
                "Person",
                new TableId("nodes/person-1"),
                2,
                1,
                2,
                2,
                List.of("id", "age", "bio"),
                List.of(),
                List.of(),
                List.of()),
            new OptimizeAnswer.Table(
                "Knows",
                new TableId("edges/knows-1"),
                1,
                1,
                0,
                1,
                List.of("id", "src", "dst"),
                List.of(),
                List.of(),
                List.of()));
    assertThat(pin(PERSON).values()).isEqualTo(Map.of("id", 2L, "age", 2L, "bio", 1L));
    assertThat(pin(KNOWS).values()).isEqualTo(Map.of("id", 1L, "src", 1L, "dst", 1L));
    try (WritableTable table = tables.open(pin(PERSON))) {
      assertThat(table.count(new Predicate.In("id", List.of("p1", "p2")))).isEqualTo(2);
    }
  }

  @Test
  void tablesThatAreNotReadWholeGetTheirLookUpObjectsWhichOthersCommitsKeep() {
    tables.close();
    tables = open(TableOptions.DEFAULT.withSmallRows(0));
    append(PERSON, "p1", 1, "x");
    append(PERSON, "p2", 2, "x");
    append(KNOWS, "k1", "p1", "p2");

    OptimizeAnswer answer = run(Optimize.all(UpkeepPolicy.DEFAULT));

    assertThat(answer.tables())
        .extracting(OptimizeAnswer.Table::lookupsBuilt)
        .containsExactly(List.of("id"), List.of("src", "dst"));
    assertThat(pin(PERSON).lookups()).hasSize(1);
    assertThat(pin(KNOWS).lookups()).hasSize(2);
    for (Pin pin : pins.values()) {
      assertThat(tables.checkDerived(pin)).isEmpty();
    }
    assertThat(run(Optimize.all(UpkeepPolicy.DEFAULT)).commitId()).isNull();
    Pin before = pin(KNOWS);
    append(KNOWS, "k2", "p2", "p1");
    assertThat(pin(KNOWS).lookups()).isEqualTo(before.lookups());
  }

  @Test
  void anEdgeThatLeadsNowhereIsNoReasonForACommitInEachRun() {
    tables.close();
    tables = open(TableOptions.DEFAULT.withSmallRows(0));
    append(PERSON, "p1", 1, "x");
    append(KNOWS, "k1", "p1", "nobody");
    run(Optimize.all(UpkeepPolicy.DEFAULT));
    SortedMap<TableId, Pin> before = new TreeMap<>(pins);

    OptimizeAnswer answer = run(Optimize.all(UpkeepPolicy.DEFAULT));

    assertThat(answer.commitId()).isNull();
    assertThat(answer.tables().getLast().lookupsBuilt()).isEmpty();
    assertThat(pins).isEqualTo(before);
  }

  @Test
  void aSecondRunHasNothingToWrite() {
    append(PERSON, "p1", 1, "x");
    append(PERSON, "p2", 2, "x");
    run(Optimize.all(UpkeepPolicy.DEFAULT));
    SortedMap<TableId, Pin> before = new TreeMap<>(pins);

    OptimizeAnswer answer = run(Optimize.all(UpkeepPolicy.DEFAULT));

    assertThat(answer.commitId()).isNull();
    assertThat(answer.tables()).allSatisfy(t -> assertThat(t.indexesBuilt()).isEmpty());
    assertThat(pins).isEqualTo(before);
  }

  @Test
  void oneTableCanBeOptimizedAloneAndAnUnknownOneIsNothingToDo() {
    append(PERSON, "p1", 1, "x");
    append(KNOWS, "k1", "p1", "p1");
    Pin person = pin(PERSON);

    OptimizeAnswer answer = run(Optimize.table(UpkeepPolicy.DEFAULT, KNOWS.tableId()));

    assertThat(answer.tables()).hasSize(1);
    assertThat(pin(PERSON)).isEqualTo(person);
    assertThat(run(Optimize.table(UpkeepPolicy.DEFAULT, new TableId("nodes/none-1"))).tables())
        .isEmpty();
  }

  @Test
  void theCommitIsMaintenanceThatChangesNoEntityAndSurvivesOthersAppends() {
    append(PERSON, "p1", 1, "x");
    Optimize optimize = Optimize.all(UpkeepPolicy.DEFAULT);
    try (TestView view = new TestView();
        Proposal<OptimizeAnswer> proposal = optimize.prepare(view)) {
      assertThat(optimize.kind()).isEqualTo(CommitKind.OPTIMIZE);
      assertThat(proposal.reads()).isEmpty();
      assertThat(proposal.neededIds()).isEmpty();
      assertThat(proposal.survivesDisjointChanges()).isTrue();
      assertThat(proposal.writes())
          .singleElement()
          .satisfies(write -> assertThat(write.changes()).isEqualTo(ChangeSet.Inline.NONE));
    }
  }

  /** Does what the committer does when nobody races. */
  private OptimizeAnswer run(Optimize optimize) {
    try (TestView view = new TestView();
        Proposal<OptimizeAnswer> proposal = optimize.prepare(view)) {
      int changed = 0;
      for (Proposal.TableWrite write : proposal.writes()) {
        WritableTable table = view.table(write.type());
        Pin made = table.commit(write.stage(table, new OperationId("operation"))).orElseThrow();
        changed += made.equals(pins.put(write.type().tableId(), made)) ? 0 : 1;
      }
      return proposal.answer(new CommitId("commit"), report(changed));
    }
  }

  private static CommitReport report(int tables) {
    return new CommitReport(
        OperationId.NONE,
        1,
        1,
        0,
        SweepReport.NOTHING,
        IoStats.NONE,
        new CommitReport.Changes(tables, ChangeSet.Counts.NONE));
  }

  private void append(EntityType type, Object... values) {
    try (WritableTable table = tables.open(pin(type));
        Staging staging = table.stage(new OperationId("append"));
        VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), tables.allocator())) {
      for (int i = 0; i < values.length; i++) {
        ArrowValues.set(root.getVector(i), 0, values[i]);
      }
      root.setRowCount(1);
      staging.append(root);
      pins.put(type.tableId(), table.commit(staging.finish()).orElseThrow());
    }
  }

  private Pin pin(EntityType type) {
    return Optional.ofNullable(pins.get(type.tableId())).orElseThrow();
  }

  /** The pins of the test as a branch's state. */
  private final class TestView implements View {
    private final Map<TableId, WritableTable> open = new HashMap<>();
    private final Tables from = tables;

    @Override
    public BranchName branch() {
      return BranchName.MAIN;
    }

    @Override
    public long seq() {
      return 1;
    }

    @Override
    public CommitId commitId() {
      return new CommitId("base");
    }

    @Override
    public CommitId logicalCommitId() {
      return new CommitId("base");
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public Catalog catalog() {
      return CATALOG;
    }

    @Override
    public SortedMap<TableId, Pin> pins() {
      return new TreeMap<>(pins);
    }

    @Override
    public WritableTable table(EntityType type) {
      return open.computeIfAbsent(type.tableId(), id -> from.open(pin(type)));
    }

    @Override
    public void prefetch(Collection<? extends EntityType> types) {
      types.forEach(this::table);
    }

    @Override
    public void close() {
      open.values().forEach(WritableTable::close);
    }
  }
}
