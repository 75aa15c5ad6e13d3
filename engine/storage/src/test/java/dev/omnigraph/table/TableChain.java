package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * A table that two branches change by turns. Every change is made on a version of the engine's, and
 * with the same staged files on the library's own version, its twin.
 */
final class TableChain {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              ArrowSchemas.field("id", Scalar.STRING, false),
              ArrowSchemas.field("i", Scalar.I64, true)));
  private static final OperationId OPERATION = new OperationId("op");

  private final LanceTables tables;
  private final Random random;
  private final List<TableState> branches = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private int nextId;
  private int moved;
  private int refused;

  /** Work staged on a version, and what is then in the table. */
  private record Work(
      StagedChange change, List<String> deleted, Map<String, Map<String, Object>> put) {

    SortedMap<String, Map<String, Object>> on(SortedMap<String, Map<String, Object>> rows) {
      SortedMap<String, Map<String, Object>> after = new TreeMap<>(rows);
      deleted.forEach(after::remove);
      after.putAll(put);
      return after;
    }
  }

  /**
   * @param path of a table that is not there
   */
  TableChain(LanceTables tables, Random random, TableId path) {
    this.tables = tables;
    this.random = random;
    Pin created = tables.create(path, SCHEMA);
    branches.add(
        TableState.of(tables, created, created, SCHEMA.getFields(), Collections.emptySortedMap()));
  }

  List<String> story() {
    return story;
  }

  /** How often work was put on another version than the one that it was staged on. */
  int moved() {
    return moved;
  }

  /** How often it did not fit there. */
  int refused() {
    return refused;
  }

  /** One change of one branch. */
  TableState step() {
    if (branches.size() == 1 && random.nextInt(4) == 0) {
      story.add("fork");
      branches.add(branches.getFirst());
    }
    int branch = random.nextInt(branches.size());
    TableState state = branches.get(branch);
    TableState next =
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3, 4 -> commit(state, state, rows(state)).orElseThrow();
          case 5, 6, 7, 8 -> race(state);
          case 9, 10 -> commit(state, state, upkeep(state)).orElseThrow();
          default -> columns(state);
        };
    branches.set(branch, next);
    return next;
  }

  /** Two stage their work on one version, and the second puts it on the version of the first. */
  private TableState race(TableState state) {
    story.add("race of");
    Work first = random.nextInt(4) == 0 ? upkeep(state) : rows(state);
    Work second = random.nextInt(4) == 0 ? upkeep(state) : rows(state);
    TableState won = commit(state, state, first).orElseThrow();
    Optional<TableState> both = commit(won, state, second);
    story.add(both.isPresent() ? "both" : "one");
    if (both.isPresent()) {
      moved++;
    } else {
      refused++;
    }
    return both.orElse(won);
  }

  private Optional<TableState> commit(TableState state, TableState stagedOn, Work work) {
    Optional<Pin> made = commit(state.pin(), work.change());
    boolean fits = fits(state, stagedOn, work.change());
    if (made.isPresent() != fits) {
      throw new AssertionError(fits ? "fits, and is refused" : "does not fit, and is committed");
    }
    return made.map(
        pin ->
            TableState.of(
                tables,
                pin,
                commit(state.twin(), work.change()).orElseThrow(),
                state.columns(),
                work.on(state.rows())));
  }

  private Optional<Pin> commit(Pin pin, StagedChange change) {
    try (WritableTable table = tables.open(pin)) {
      return table.commit(change);
    }
  }

  /** What the work touches is in the library's own version as it was. */
  private static boolean fits(TableState state, TableState stagedOn, StagedChange change) {
    Stream<FragmentMetadata> touched =
        switch ((LanceChange) change) {
          case RowChange rows -> rows.touched().stream().map(RowChange.Touched::before);
          case UpkeepChange upkeep ->
              upkeep.groups().stream().flatMap(group -> group.oldFragments().stream());
          case LanceColumnChange columns -> Stream.of();
          case TakenVersion taken -> Stream.of();
          case ChangedVersion taken -> Stream.of();
        };
    return touched.allMatch(
        fragment -> message(state, fragment.getId()).equals(message(stagedOn, fragment.getId())));
  }

  private static Optional<FragmentMessage> message(TableState state, long id) {
    return state.twinFile().fragments().stream().filter(f -> f.id() == id).findFirst();
  }

  private Work rows(TableState state) {
    List<String> ids = new ArrayList<>(state.rows().keySet());
    List<String> deleted = new ArrayList<>();
    Map<String, Map<String, Object>> put = new TreeMap<>();
    try (LanceTable table = tables.openTable(state.pin());
        Staging staging = table.stage(OPERATION)) {
      SortedMap<String, Long> addresses = Rows.addresses(table, null);
      ToLongFunction<String> address = id -> addresses.getOrDefault(id, -1L);
      switch (ids.isEmpty() ? 0 : random.nextInt(6)) {
        case 0, 1 -> {}
        case 2 -> deleted.addAll(some(ids));
        case 3 -> {
          long fragment = address.applyAsLong(ids.get(random.nextInt(ids.size()))) >>> 32;
          ids.stream()
              .filter(id -> address.applyAsLong(id) >>> 32 == fragment)
              .forEach(deleted::add);
        }
        default ->
            some(ids)
                .forEach(
                    id -> {
                      deleted.add(id);
                      put.put(id, row(id, state));
                    });
      }
      if (deleted.isEmpty() || random.nextInt(3) == 0) {
        for (int i = 1 + random.nextInt(15); i > 0; i--) {
          String id = "k" + nextId++;
          put.put(id, row(id, state));
        }
      }
      story.add("rows -" + deleted.size() + " +" + put.size());
      deleted.forEach(id -> staging.delete(address.applyAsLong(id)));
      if (!put.isEmpty()) {
        Rows.append(
            tables,
            table,
            staging,
            put.values().stream()
                .map(row -> state.names().stream().map(row::get).toList())
                .toList());
      }
      return new Work(staging.finish(), deleted, put);
    }
  }

  private List<String> some(List<String> ids) {
    List<String> some = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String id = ids.get(random.nextInt(ids.size()));
      if (!some.contains(id)) {
        some.add(id);
      }
    }
    return some;
  }

  private Map<String, Object> row(String id, TableState state) {
    Map<String, Object> row = new HashMap<>();
    for (String column : state.names()) {
      row.put(
          column,
          column.equals("id") ? id : column.startsWith("i") ? random.nextLong(150) : "s" + nextId);
    }
    return row;
  }

  private Work upkeep(TableState state) {
    UpkeepPolicy policy =
        random.nextBoolean() ? UpkeepPolicy.DEFAULT : new UpkeepPolicy(1, 1, 0, 0, 1, 2.0);
    List<IndexSpec> indexes =
        state.names().stream()
            .filter(name -> name.startsWith("i"))
            .map(name -> new IndexSpec(name, IndexSpec.Kind.BTREE))
            .toList();
    try (WritableTable table = tables.open(state.pin())) {
      UpkeepPlan plan = table.planUpkeep(policy, indexes, List.of());
      story.add("upkeep " + plan.rewrites() + " " + plan.indexes().size());
      return new Work(table.stageUpkeep(plan, policy, OPERATION), List.of(), Map.of());
    }
  }

  /** Adds, renames and drops columns; sometimes all rows are written anew. */
  private TableState columns(TableState state) {
    List<Field> after = new ArrayList<>();
    Map<String, String> origins = new TreeMap<>();
    for (Field column : state.columns()) {
      int fate = column.getName().equals("id") ? 5 : random.nextInt(6);
      if (fate > 0) {
        String name = fate == 1 ? column.getName().charAt(0) + "r" + nextId++ : column.getName();
        after.add(new Field(name, column.getFieldType(), column.getChildren()));
        origins.put(name, column.getName());
      }
    }
    after.add(
        random.nextBoolean()
            ? ArrowSchemas.field("i" + nextId++, Scalar.I64, true)
            : ArrowSchemas.field("s" + nextId++, Scalar.STRING, true));
    Field added = after.getLast();
    Map<String, Object> defaults =
        random.nextBoolean()
            ? Map.of()
            : Map.of(added.getName(), added.getName().startsWith("i") ? (Object) 5L : "five");
    ColumnChange change =
        new ColumnChange(new Schema(after), origins, defaults, Map.of(), random.nextInt(4) == 0);
    story.add("columns " + origins + defaults + (change.rewrite() ? " anew" : ""));
    LanceColumnChange staged;
    try (WritableTable table = tables.open(state.pin())) {
      staged = (LanceColumnChange) table.stageColumns(change, OPERATION, () -> {});
    }
    SortedMap<String, Map<String, Object>> rows = new TreeMap<>();
    state.rows().forEach((id, row) -> rows.put(id, row(row, change)));
    return TableState.of(
        tables,
        commit(state.pin(), staged).orElseThrow(),
        commit(
                state.twin(),
                new LanceColumnChange(
                    state.twin(),
                    staged.stagedOn(),
                    staged.numbers(),
                    OPERATION,
                    change,
                    () -> {},
                    staged.rewritten(),
                    staged.more()))
            .orElseThrow(),
        after,
        rows);
  }

  private static Map<String, Object> row(Map<String, Object> before, ColumnChange change) {
    Map<String, Object> row = new HashMap<>();
    for (Field field : change.columns().getFields()) {
      String origin = change.origins().get(field.getName());
      row.put(
          field.getName(),
          origin == null
              ? change.defaults().getOrDefault(field.getName(), "null")
              : before.get(origin));
    }
    return row;
  }
}
