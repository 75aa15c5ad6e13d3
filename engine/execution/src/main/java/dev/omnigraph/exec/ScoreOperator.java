package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.SearchName;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.search.text.Hits;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Gives entities the values of search functions as columns of their own.
 *
 * <p>Where many nodes are asked about, or where it is known where they are, it is asked which rows
 * have what is sought, which reads no text. Else the texts and vectors of these nodes are read.
 */
final class ScoreOperator {
  private final Execution execution;
  private final Step.Score step;
  private final Variable variable;
  private final VariableColumns bound;
  private String access = "memory";
  private int roundTrips;

  ScoreOperator(Execution execution, Step.Score step) {
    this.execution = execution;
    this.step = step;
    this.variable = step.variable();
    this.bound = execution.entities().of(variable);
  }

  /** How the values were found; known after {@link #apply}. */
  String access() {
    return access;
  }

  int roundTrips() {
    return roundTrips;
  }

  Relation apply(Relation input) {
    BitSet wanted = FetchOperator.distinct(input.numbers(variable));
    step.searches().stream()
        .filter(execution.best()::isBy)
        .forEach(search -> ofBest(search, wanted));
    List<Expr.Search> open =
        step.searches().stream().filter(search -> !bound.has(SearchName.of(search))).toList();
    if (!(variable.type() instanceof NodeType)) {
      open.forEach(search -> ofEdges(search, wanted));
      return input;
    }
    List<Expr.Search> sought =
        open.stream().filter(search -> isIndexed(search) && isAsked(search, wanted)).toList();
    List<Expr.Search> read = open.stream().filter(search -> !sought.contains(search)).toList();
    if (!sought.isEmpty()) {
      locate(wanted);
      sought.forEach(search -> ofHits(search, wanted));
    }
    if (!read.isEmpty()) {
      ofRows(read, wanted);
    }
    return input;
  }

  /** The query began with these nodes, by this. */
  private void ofBest(Expr.Search search, BitSet wanted) {
    ScoredColumn column = new ScoredColumn(search);
    for (int number = wanted.nextSetBit(0); number >= 0; number = wanted.nextSetBit(number + 1)) {
      column.put(number, execution.best().value(number));
    }
    column.finish();
  }

  private static boolean isIndexed(Expr.Search search) {
    return switch (search.function()) {
      case SEARCH, MATCH_TEXT, FUZZY, BM25 -> true;
      case NEAREST, SNIPPET -> false;
    };
  }

  /** Whether all rows are asked about rather than the texts of the wanted ones read. */
  private boolean isAsked(Expr.Search search, BitSet wanted) {
    if (search.function() == Expr.Search.Function.BM25) {
      // To know what a term is worth takes reading all that is known of it.
      return true;
    }
    Table table = execution.table(variable.type());
    List<String> columns = columns(List.of(search));
    boolean few =
        bound.addresses(wanted).isPresent()
            ? execution.prefersAddresses(wanted.cardinality(), table, ScanRequest.of(columns))
            : execution.prefersLookup(wanted.cardinality(), 1, table, columns);
    return execution.searches().knows(search) || !few;
  }

  /** Finds out where the nodes are. */
  private void locate(BitSet wanted) {
    if (bound.addresses(wanted).isPresent()) {
      return;
    }
    NodeLookup lookup = NodeLookup.of(execution, (NodeType) variable.type()).orElse(null);
    if (lookup != null) {
      lookup.locate(wanted, bound);
      roundTrips++;
      return;
    }
    Addresses addresses = new Addresses(execution.memory());
    FetchOperator fetch = fetch(List.of());
    fetch.each(wanted, true, addresses::put);
    roundTrips += fetch.roundTrips();
    bound.locate(addresses);
  }

  private void ofHits(Expr.Search search, BitSet wanted) {
    access = "words";
    Hits hits = execution.hits(search);
    List<Long> rows = bound.addresses(wanted).orElseThrow();
    long[] without = withoutText(search, rows, hits);
    ScoredColumn column = new ScoredColumn(search);
    int number = -1;
    for (long row : rows) {
      number = wanted.nextSetBit(number + 1);
      int hit = Arrays.binarySearch(hits.addresses(), row);
      boolean isNull = hit < 0 && RowSets.has(without, row);
      if (!isNull) {
        column.put(
            number,
            search.function() == Expr.Search.Function.BM25
                ? (Object) (hit < 0 ? 0.0 : hits.scores()[hit])
                : (Object) (hit >= 0));
      }
    }
    column.finish();
  }

  /**
   * Those among rows, and perhaps others, that have no text in any of a search's properties. Who is
   * a hit has one.
   */
  private long[] withoutText(Expr.Search search, List<Long> rows, Hits hits) {
    if (search.properties().stream().anyMatch(prop -> !prop.property().nullable())) {
      return new long[0];
    }
    List<Long> open = RowSets.difference(rows, hits.addresses());
    if (open.isEmpty()) {
      return new long[0];
    }
    List<Predicate> terms =
        search.properties().stream()
            .<Predicate>map(prop -> new Predicate.IsNull(prop.property().name()))
            .toList();
    ScanRequest request =
        ScanRequest.of(List.of())
            .where(terms.size() == 1 ? terms.getFirst() : new Predicate.And(terms))
            .indexed(Set.of())
            .addressed();
    Table table = execution.table(variable.type());
    ScanRequest texts = ScanRequest.of(columns(List.of(search)));
    return execution.addresses(
        table, execution.prefersAddresses(open.size(), table, texts) ? request.at(open) : request);
  }

  private void ofRows(List<Expr.Search> searches, BitSet wanted) {
    FetchOperator fetch = fetch(columns(searches));
    List<ScoredColumn> columns = searches.stream().map(ScoredColumn::new).toList();
    List<SearchFunction> functions = searches.stream().map(this::function).toList();
    fetch.each(
        wanted,
        false,
        (number, rows, row) -> {
          for (int i = 0; i < columns.size(); i++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Expr.Prop prop : searches.get(i).properties()) {
              values.add(ArrowValues.get(rows.getVector(prop.property().name()), row));
            }
            columns.get(i).put(number, functions.get(i).of(values));
          }
        });
    columns.forEach(ScoredColumn::finish);
    access = fetch.access();
    roundTrips += fetch.roundTrips();
  }

  /** What is read of an edge was read with it. */
  private void ofEdges(Expr.Search search, BitSet wanted) {
    ScoredColumn column = new ScoredColumn(search);
    SearchFunction function = function(search);
    for (int number = wanted.nextSetBit(0); number >= 0; number = wanted.nextSetBit(number + 1)) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Expr.Prop prop : search.properties()) {
        VariableColumns.Fetched fetched = bound.column(prop.property().name());
        Ints positions = fetched.positions();
        int place = positions == null ? number : positions.get(number);
        values.add(place < 0 ? null : ArrowValues.get(fetched.vector(), place));
      }
      column.put(number, function.of(values));
    }
    column.finish();
  }

  private SearchFunction function(Expr.Search search) {
    return new SearchFunction(execution.searches(), search);
  }

  private FetchOperator fetch(List<String> columns) {
    return new FetchOperator(execution, new Step.Fetch(variable, List.of(), columns, step.rows()));
  }

  private static List<String> columns(List<Expr.Search> searches) {
    Set<String> columns = new LinkedHashSet<>();
    searches.stream()
        .flatMap(search -> search.properties().stream())
        .map(Expr.Prop::property)
        .map(Property::name)
        .forEach(columns::add);
    return List.copyOf(columns);
  }

  /** The values of a search function, by the numbers of entities. */
  private final class ScoredColumn {
    private final FieldVector vector;
    private final Ints positions;
    private int size;

    ScoredColumn(Expr.Search search) {
      QueryMemory memory = execution.memory();
      vector =
          memory.own(
              ArrowSchemas.field(SearchName.of(search), RelationColumns.type(search), true)
                  .createVector(memory.allocator()));
      vector.allocateNew();
      positions = memory.ints();
    }

    void put(int number, @Nullable Object value) {
      positions.growTo(Math.max(positions.size(), number + 1), -1);
      ArrowValues.set(vector, size, value);
      positions.set(number, size++);
    }

    void finish() {
      vector.setValueCount(size);
      bound.put(List.of(vector), positions);
    }
  }
}
