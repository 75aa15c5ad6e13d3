package dev.omnigraph.protocol.history;

import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Divergence;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.OpenTables;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** The commits of a graph across its branches, as their states and records tell. */
public final class CommitGraph implements Ancestry {
  private static final int BATCH = 32;

  private final BranchLog log;
  private final Opener opener;
  private final Catalogs catalogs;
  private final Tables tables;
  private final Parallel parallel;
  private final KnownRuns runs;
  private final Environment environment;

  public CommitGraph(
      BranchLog log,
      Opener opener,
      Catalogs catalogs,
      Tables tables,
      Parallel parallel,
      KnownRuns runs,
      Environment environment) {
    this.log = log;
    this.opener = opener;
    this.catalogs = catalogs;
    this.tables = tables;
    this.parallel = parallel;
    this.runs = runs;
    this.environment = environment;
  }

  @Override
  public Relation between(BranchView ours, BranchView theirs) {
    return between(ours.state(), theirs.state());
  }

  Relation between(ManifestState ours, ManifestState theirs) {
    return comparison(ours, theirs).relation();
  }

  /** How far two states have gone since they knew each other. */
  public Divergence divergence(ManifestState ours, ManifestState theirs) {
    return comparison(ours, theirs).divergence();
  }

  private Comparison comparison(ManifestState ours, ManifestState theirs) {
    return new Comparison(
        new KnownLogs(ours, runs),
        new KnownLogs(theirs, runs),
        point -> new KnownLogs(stateOf(point, ours, theirs), runs));
  }

  /** A state that is on the chain of one of them, or of a log that is on neither. */
  private ManifestState stateOf(CommitPoint point, ManifestState... chains) {
    for (ManifestState chain : chains) {
      if (isOnChain(point, chain)) {
        return log.stateAt(chain, point.seq());
      }
    }
    return stateOf(point);
  }

  private ManifestState stateOf(CommitPoint point) {
    return log.stateOf(point)
        .orElseThrow(() -> Failures.commitNotFound(nameOf(point.branchId()), point.commitId()));
  }

  private static boolean isOnChain(CommitPoint point, ManifestState chain) {
    return point.seq() <= chain.seq() && chain.ownerOf(point.seq()).equals(point.branchId());
  }

  @Override
  public BranchView open(CommitPoint point) {
    CompletableFuture<Horizon> horizon = parallel.start(log::horizon);
    ManifestState state;
    try {
      state = stateOf(point);
    } catch (RuntimeException e) {
      Parallel.settle(horizon);
      throw e;
    }
    BranchName name = nameOf(point.branchId());
    if (!Parallel.join(horizon).covers(state)) {
      throw Failures.dataGone(name, point.seq());
    }
    BranchObject branch = BranchObject.ended(name, point.branchId(), state.authoredAt());
    return view(new Head(branch, "", state, false));
  }

  @Override
  public BranchView open(CommitPoint point, List<BranchView> chains) {
    List<BranchView> on = chains.stream().filter(chain -> isOnChain(point, chain.state())).toList();
    if (on.isEmpty()) {
      return open(point);
    }
    CompletableFuture<Horizon> horizon = parallel.start(log::horizon);
    ManifestState state;
    try {
      state = log.stateAt(on.getLast().state(), point.seq());
    } catch (RuntimeException e) {
      Parallel.settle(horizon);
      throw e;
    }
    Horizon known = Parallel.join(horizon);
    if (on.stream()
        .noneMatch(chain -> known.covers(chain.state(), chain.branchId(), point.seq()))) {
      throw Failures.dataGone(on.getLast().branch(), point.seq());
    }
    BranchObject branch =
        BranchObject.ended(nameOf(point.branchId()), point.branchId(), state.authoredAt());
    return view(new Head(branch, "", state, false));
  }

  @Override
  public BranchView peek(CommitPoint point, List<BranchView> chains) {
    ManifestState state =
        chains.stream()
            .filter(chain -> isOnChain(point, chain.state()))
            .reduce((first, last) -> last)
            .map(chain -> log.stateAt(chain.state(), point.seq()))
            .orElseGet(() -> stateOf(point));
    BranchObject branch =
        BranchObject.ended(nameOf(point.branchId()), point.branchId(), state.authoredAt());
    return view(new Head(branch, "", state, false));
  }

  @Override
  public BranchView open(BranchView of, long seq) {
    ManifestState newest = of.state();
    CompletableFuture<Horizon> horizon = parallel.start(log::horizon);
    ManifestState state;
    try {
      state = log.stateAt(newest, seq).asOf(newest);
    } catch (RuntimeException e) {
      Parallel.settle(horizon);
      throw e;
    }
    requireKept(of, seq, Parallel.join(horizon));
    return view(of, state);
  }

  @Override
  public List<BranchView> states(BranchView of, long first, List<ManifestRecord> next) {
    ManifestState newest = of.state();
    CompletableFuture<Horizon> horizon = parallel.start(log::horizon);
    ManifestState state;
    try {
      state = log.stateAt(newest, first);
    } catch (RuntimeException e) {
      Parallel.settle(horizon);
      throw e;
    }
    requireKept(of, first, Parallel.join(horizon));
    List<BranchView> views = new ArrayList<>();
    views.add(view(of, state.asOf(newest)));
    for (ManifestRecord record : next) {
      state =
          record.branchId().equals(state.branchId())
              ? state.apply(record)
              : log.stateAt(newest, record.seq());
      views.add(view(of, state.asOf(newest)));
    }
    return views;
  }

  @Override
  public long floor(BranchView of) {
    return log.horizon().floor(of.branchId(), of.state());
  }

  @Override
  public void requireKept(BranchView of, long seq) {
    requireKept(of, seq, log.horizon());
  }

  private void requireKept(BranchView of, long seq, Horizon horizon) {
    if (!horizon.covers(of.state(), of.branchId(), seq)) {
      long floor = horizon.floor(of.branchId(), of.state());
      throw Failures.dataGone(of.branch(), seq, log.firstReadable(of.state(), floor));
    }
  }

  @Override
  public boolean isNewest(BranchView of) {
    return log.record(Seam.OPEN_PROBE, of.branchId(), of.seq() + 1).isEmpty();
  }

  private BranchView view(BranchView of, ManifestState state) {
    BranchObject branch = BranchObject.ended(of.branch(), of.branchId(), state.authoredAt());
    return view(new Head(branch, "", state, false));
  }

  private BranchView view(Head head) {
    return new OpenTables(tables, parallel, environment.seams(), opener.texts(Set.of()))
        .view(head, catalogs.get(head.state().schema()), environment.now());
  }

  @Override
  public List<ManifestRecord> chain(BranchView of, long after) {
    return records(of, after, of.seq());
  }

  @Override
  public List<ManifestRecord> chain(BranchView of, long after, int most) {
    return records(of, after, Math.min(of.seq(), after + most));
  }

  private List<ManifestRecord> records(BranchView of, long after, long through) {
    List<ManifestRecord> records = new ArrayList<>();
    for (long from = after + 1; from <= through; from += BATCH) {
      records.addAll(log.pastRecords(of.state(), from, Math.min(from + BATCH - 1, through)));
    }
    return records;
  }

  @Override
  public ChangeSet.Inline ids(ChangeSet changes) {
    return log.changes(changes);
  }

  @Override
  public SortedMap<TableId, Pin> pinsAt(BranchView of, long seq) {
    return log.stateAt(of.state(), seq).pins();
  }

  /** For people: its name may be another's by now. */
  private static BranchName nameOf(BranchId branchId) {
    return new BranchName(branchId.text());
  }
}
