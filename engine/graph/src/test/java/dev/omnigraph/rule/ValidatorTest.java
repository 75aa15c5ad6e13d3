package dev.omnigraph.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.jsonl.LoadLimits;
import dev.omnigraph.jsonl.Loader;
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.row.TestSchema;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import dev.omnigraph.view.View;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules are evaluated on what a write changes, and on nothing else. */
class ValidatorTest {
  private static final String DATA =
      """
      {"type":"Person","data":{"name":"Ann","age":31,"email":"a@x","kind":"guest"}}
      {"type":"Company","data":{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","title":"Acme"}}
      {"edge":"WorksAt","from":"Ann","to":"01ARZ3NDEKTSV4RRFFQ69G5FAV","data":{"role":"boss"}}
      """;

  private @TempDir Path folder;
  private GraphOnDisk graph;
  private final List<String> opened = new ArrayList<>();

  @BeforeEach
  void load() {
    graph = new GraphOnDisk(folder, TestSchema.CATALOG);
    new Loader(graph::commit, LoadLimits.DEFAULT, () -> "unused", graph.allocator())
        .load(
            new LoadRequest(
                "d.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "ann"), null),
            new ByteArrayInputStream(DATA.getBytes(StandardCharsets.UTF_8)),
            lines -> {});
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void aPropertyWithoutRulesBetweenRowsNeedsNoLookup() {
    ReadSet readSet = update(TestSchema.PERSON, "age", 32);

    assertThat(opened).isEmpty();
    assertThat(readSet.onlyIds()).isTrue();
  }

  @Test
  void aNewUniqueValueIsLookedUpInItsOwnTable() {
    ReadSet readSet = update(TestSchema.PERSON, "email", "b@x");

    assertThat(opened).containsOnly("Person");
    assertThat(readSet.onlyIds()).isFalse();
  }

  @Test
  void anEdgeThatStaysWhereItIsNeedsNoLookupOfItsEndsNorOfTheirOtherEdges() {
    ReadSet readSet = update(TestSchema.WORKS_AT, "role", "clerk");

    assertThat(opened).isEmpty();
    assertThat(readSet.endpoints()).isEmpty();
  }

  @Test
  void rowsAreMeasuredByThemselves() {
    Violations violations = new Violations(null);
    try (View view = new OpenTablesAreNoted(graph.view());
        TableDelta delta = changed(TestSchema.PERSON, "age", 201)) {
      new Validator(view, List.of(delta)).checkRows(violations);
    }

    assertThat(violations.first()).extracting(Violation::code).containsExactly(RuleError.RANGE);
    assertThat(opened).isEmpty();
  }

  private ReadSet update(EntityType type, String column, Object value) {
    Violations violations = new Violations(null);
    try (View view = new OpenTablesAreNoted(graph.view());
        TableDelta delta = changed(type, column, value)) {
      ReadSet readSet = new Validator(view, List.of(delta)).checkState(violations);
      violations.throwIfAny();
      return readSet;
    }
  }

  /** The only entity of a type, with another value in one column. */
  private TableDelta changed(EntityType type, String column, Object value) {
    @Nullable Object[] former = graph.rows(type).values().iterator().next().toArray();
    @Nullable Object[] row = former.clone();
    TableDelta delta = new TableDelta(type, graph.allocator());
    row[delta.layout().position(column)] = value;
    delta.replaces(delta.add(row, 0, false), 0, former);
    return delta;
  }

  private final class OpenTablesAreNoted implements View {
    private final View view;

    OpenTablesAreNoted(View view) {
      this.view = view;
    }

    @Override
    public Table table(EntityType type) {
      opened.add(type.name());
      return view.table(type);
    }

    @Override
    public BranchName branch() {
      return view.branch();
    }

    @Override
    public long seq() {
      return view.seq();
    }

    @Override
    public CommitId commitId() {
      return view.commitId();
    }

    @Override
    public CommitId logicalCommitId() {
      return view.logicalCommitId();
    }

    @Override
    public Instant now() {
      return view.now();
    }

    @Override
    public Catalog catalog() {
      return view.catalog();
    }

    @Override
    public SortedMap<TableId, Pin> pins() {
      return view.pins();
    }

    @Override
    public void prefetch(Collection<? extends EntityType> types) {
      view.prefetch(types);
    }

    @Override
    public void close() {
      view.close();
    }
  }
}
