package dev.omnigraph.exec;

import dev.omnigraph.plan.Plan;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Starts scans before their turn when what they ask for does not depend on rows still to come. So a
 * query waits for as many round trips as its steps depend on one another, however many steps there
 * are.
 */
final class Readahead {
  /** Rows between may still drop nodes, so that asking for the edges of more of them is a waste. */
  private static final int MOST_PROBED = 1_000;

  private final Execution execution;
  private final Executor executor;
  private final Profiler profiler;

  /** Whose places in the table will be known; null for none. */
  private @Nullable Variable located;

  private final Map<Step, BatchStream> scans = new IdentityHashMap<>();

  /** What is asked for by its id, where that can be looked up. */
  private final Map<Variable, NodeLookup.One> named = new HashMap<>();

  Readahead(Execution execution, Executor executor, Profiler profiler) {
    this.execution = execution;
    this.executor = executor;
    this.profiler = profiler;
  }

  /** Starts everything that does not depend on any row, if there is more than one such thing. */
  void begin(Plan plan) {
    if (plan.steps().getFirst() instanceof Step.Scan scan
        && ScanOperator.givesTop(execution, scan)) {
      located = scan.variable();
    }
    Stream.concat(plan.types().stream(), plan.ordered().stream().map(Variable::type))
        .flatMap(type -> type instanceof NodeType node ? Stream.of(node) : Stream.empty())
        .distinct()
        .forEach(execution::startLookup);
    plan.ordered().stream()
        .flatMap(tie -> tie.type() instanceof NodeType node ? Stream.of(node) : Stream.empty())
        .forEach(execution::orders);
    if (execution.limit() == Long.MAX_VALUE) {
      plan.late().forEach(execution::fetches);
    }
    warm(plan.steps());
    warm(plan.shown());
    List<IntSupplier> starts = new ArrayList<>();
    collect(plan.steps(), starts);
    collect(plan.late(), starts);
    collect(plan.shown(), starts);
    startTogether(starts);
  }

  /**
   * Starts looking up the edges of what is bound by now, if several of the steps left need some.
   */
  void bound(Relation relation, List<? extends Step> rest) {
    if (relation.rows() == 0) {
      return;
    }
    List<IntSupplier> starts = new ArrayList<>();
    collectProbes(relation, rest, starts);
    startTogether(starts);
  }

  /** Starts looking up what is known by its id from the start, and the edges there. */
  private void warm(List<? extends Step> steps) {
    for (Step step : steps) {
      switch (step) {
        case Step.Scan scan when SearchScan.is(scan) -> SearchScan.start(execution, scan);
        case Step.Scan scan ->
            ScanOperator.lookedUp(execution, scan)
                .ifPresent(
                    one -> {
                      named.put(scan.variable(), one);
                      ScanOperator.warm(execution, scan, one);
                    });
        case Step.Expand expand -> warm(expand.hop());
        case Step.Connect connect -> {
          warm(connect.hop());
          if (connect.hop().max() > 1 && named(connect.hop().from()).isPresent()) {
            warmBack(connect.hop());
          }
        }
        case Step.Join join -> warm(join.steps());
        case Step.Exists exists -> warm(exists.steps());
        case Step.Summarize summarize -> warm(summarize.steps());
        case Step.Optionally optional -> warm(optional.steps());
        case Step.Fetch fetch -> execution.fetches(fetch);
        case Step.Score score -> score.searches().forEach(this::start);
        case Step.Fuse fuse -> {}
        case Step.Select select -> {}
      }
    }
  }

  /** What is said of each row by itself needs nothing that could be read before. */
  private void start(Expr.Search search) {
    if (search.function() == Expr.Search.Function.BM25) {
      execution.searches().start(search);
    }
  }

  private void warm(Step.Hop hop) {
    execution.readers(hop).forEach(EdgeReader::start);
    first(hop).forEach(edges -> named(hop.from()).ifPresent(one -> edges.warm(one.id())));
    if (hop.hasPath()) {
      hop.edges().forEach(edge -> execution.entities().nodes(edge.end()).needIds());
    }
  }

  private void warmBack(Step.Hop hop) {
    List<EdgeReader> readers = execution.readersBack(hop);
    for (int i = 0; i < readers.size(); i++) {
      EdgeReader edges = readers.get(i);
      if (hop.edges().get(i).end().equals(hop.to().type().name())) {
        named(hop.to()).ifPresent(one -> edges.warm(one.id()));
      }
    }
  }

  /** The readers of edges that its first hop may follow. */
  private List<EdgeReader> first(Step.Hop hop) {
    List<EdgeReader> readers = execution.readers(hop);
    return IntStream.range(0, readers.size())
        .filter(i -> hop.edges().get(i).start().equals(hop.from().type().name()))
        .mapToObj(readers::get)
        .toList();
  }

  /** The one node that a scan asks for by its id, where that can be looked up. */
  Optional<NodeLookup.One> named(Variable variable) {
    return Optional.ofNullable(named.get(variable));
  }

  private void startTogether(List<IntSupplier> starts) {
    if (starts.size() > 1) {
      profiler.waited(starts.stream().mapToInt(IntSupplier::getAsInt).max().orElse(0));
    }
  }

  /** The scan of a step, which may be under way. */
  BatchStream scan(Step step, Table table, ScanRequest request) {
    BatchStream early = scans.get(step);
    return early != null ? early : table.scan(request);
  }

  boolean isEarly(Step step) {
    return scans.containsKey(step);
  }

  /** A scan whose first batch is on its way at once; its owner is the query. */
  BatchStream start(Table table, ScanRequest request) {
    return start(() -> table.scan(request));
  }

  /** The same, of a scan that is not known yet. */
  BatchStream start(Supplier<BatchStream> scan) {
    return execution.memory().own(EarlyScan.start(executor, scan));
  }

  private void collect(List<? extends Step> steps, List<IntSupplier> starts) {
    for (Step step : steps) {
      switch (step) {
        case Step.Scan scan -> {
          if (named(scan.variable()).isEmpty() && !SearchScan.is(scan)) {
            add(scan, ScanOperator.request(execution, scan), starts);
          }
        }
        case Step.Fetch fetch -> {
          if (FetchOperator.readsAll(execution, fetch, fetch.variable().equals(located))) {
            add(fetch, FetchOperator.request(execution, fetch), starts);
          }
        }
        case Step.Expand expand -> collect(expand.hop(), starts);
        case Step.Connect connect -> collect(connect.hop(), starts);
        case Step.Join join -> collect(join.steps(), starts);
        case Step.Exists exists -> collect(exists.steps(), starts);
        case Step.Summarize summarize -> collect(summarize.steps(), starts);
        case Step.Optionally optional -> collect(optional.steps(), starts);
        case Step.Score score -> {}
        case Step.Fuse fuse -> {}
        case Step.Select select -> {}
      }
    }
  }

  private void add(Step step, @Nullable ScanRequest request, List<IntSupplier> starts) {
    if (request != null) {
      Table table = execution.table(step);
      starts.add(
          () -> {
            scans.put(step, start(table, request));
            return table.roundTrips(request);
          });
    }
  }

  private void collect(Step.Hop hop, List<IntSupplier> starts) {
    for (EdgeReader edges : execution.readers(hop)) {
      if (edges.readsAll()) {
        starts.add(() -> edges.startAll(this));
      }
    }
  }

  private void collectProbes(
      Relation relation, List<? extends Step> steps, List<IntSupplier> starts) {
    for (Step step : steps) {
      switch (step) {
        case Step.Expand expand -> collectProbe(relation, expand.hop(), starts);
        case Step.Connect connect -> collectProbe(relation, connect.hop(), starts);
        case Step.Exists exists -> collectProbes(relation, exists.steps(), starts);
        case Step.Summarize summarize -> collectProbes(relation, summarize.steps(), starts);
        case Step.Optionally optional -> collectProbes(relation, optional.steps(), starts);
        case Step.Scan scan -> {}
        // Its steps start from what they bind themselves.
        case Step.Join join -> {}
        case Step.Fetch fetch -> {}
        case Step.Score score -> {}
        case Step.Fuse fuse -> {}
        case Step.Select select -> {}
      }
    }
  }

  private void collectProbe(Relation relation, Step.Hop hop, List<IntSupplier> starts) {
    if (!relation.binds(hop.from())) {
      return;
    }
    for (EdgeReader edges : first(hop)) {
      if (!edges.isStarted()) {
        BitSet nodes = FetchOperator.distinct(relation.numbers(hop.from()));
        if (nodes.cardinality() <= MOST_PROBED && edges.wouldProbe(nodes)) {
          starts.add(() -> edges.startProbe(this, nodes));
        }
      }
    }
  }

  /**
   * A scan whose first batch is on its way before anybody asks for it. Holds that one batch at
   * most.
   */
  private static final class EarlyScan implements BatchStream {
    private final CompletableFuture<Started> started;
    private boolean read;

    private record Started(BatchStream stream, boolean hasBatch) {}

    private EarlyScan(CompletableFuture<Started> started) {
      this.started = started;
    }

    static EarlyScan start(Executor executor, Supplier<BatchStream> scan) {
      return new EarlyScan(
          CompletableFuture.supplyAsync(
              () -> {
                BatchStream stream = scan.get();
                try {
                  return new Started(stream, stream.next());
                } catch (RuntimeException e) {
                  stream.close();
                  throw e;
                }
              },
              executor));
    }

    @Override
    public boolean next() {
      Started scan = join();
      if (!read) {
        read = true;
        return scan.hasBatch();
      }
      return scan.stream().next();
    }

    @Override
    public VectorSchemaRoot batch() {
      return join().stream().batch();
    }

    /** Waits for what is on its way, so that nothing runs on after the query. */
    @Override
    public void close() {
      started
          .handle(
              (scan, failure) -> {
                if (failure == null) {
                  scan.stream().close();
                }
                return "";
              })
          .join();
    }

    private Started join() {
      try {
        return started.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }
}
