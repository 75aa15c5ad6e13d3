package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.protocol.object.Parallel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the states and the commits that callers name. */
public final class History {
  private static final int BATCH = 32;

  private final Opener opener;
  private final BranchLog log;
  private final Parallel parallel;

  public History(Opener opener, BranchLog log, Parallel parallel) {
    this.opener = opener;
    this.log = log;
    this.parallel = parallel;
  }

  /** The newest state of a branch, proven so. */
  public Head newest(BranchName branch) {
    return opener.read(branch, hinted -> {}, (head, catalog) -> {}).head();
  }

  /**
   * A state of a branch's history.
   *
   * @param newest the branch at its newest state
   * @param state the one asked for, which may be one of before the branch was forked
   */
  public record Point(Head newest, ManifestState state) {
    private static Point of(Head newest) {
      return new Point(newest, newest.state());
    }

    /** The branch with the state asked for. */
    Head head() {
      return new Head(newest.branch(), newest.etag(), state, false);
    }
  }

  /** The branch with the state asked for, which may be one of before it was forked. */
  public Head at(ReadAt spec) {
    return find(spec).head();
  }

  /** The state asked for. */
  public Point find(ReadAt spec) {
    return switch (spec) {
      case ReadAt.Head head -> Point.of(newest(head.branch()));
      case ReadAt.Commit commit -> past(commit.branch(), head -> named(head, commit.commitId()));
      case ReadAt.Time time ->
          past(
              time.branch(),
              head ->
                  recordAt(head, time.time())
                      .orElseThrow(() -> Failures.nothingAt(time.branch(), time.time())));
    };
  }

  /** A commit of a branch's history; one GET beyond the opening. */
  public Optional<ManifestRecord> commit(BranchName branch, CommitId commitId) {
    return log.find(newest(branch), commitId);
  }

  /**
   * Commits of a branch, newest first, also those from before it was forked.
   *
   * @param before of which only older ones are meant; one GET beyond the opening
   */
  public List<ManifestRecord> commits(BranchName branch, int limit, @Nullable CommitId before) {
    Head head = newest(branch);
    List<ManifestRecord> newestFirst = new ArrayList<>();
    long through = before == null ? head.state().seq() : named(head, before).seq() - 1;
    while (through > 0 && newestFirst.size() < limit) {
      long missing = Math.min(limit - newestFirst.size(), BATCH);
      long from = Math.max(1, through - missing + 1);
      log.pastRecords(head.branch(), from, through).reversed().stream()
          .filter(record -> !record.kind().isControl())
          .forEach(newestFirst::add);
      through = from - 1;
    }
    return newestFirst;
  }

  private ManifestRecord named(Head head, CommitId commitId) {
    return log.find(head, commitId)
        .orElseThrow(() -> Failures.commitNotFound(head.name(), commitId));
  }

  private Point past(BranchName branch, Function<Head, ManifestRecord> choose) {
    CompletableFuture<Horizon> horizon = parallel.start(log::horizon);
    Head head;
    ManifestRecord record;
    try {
      head = newest(branch);
      record = choose.apply(head);
    } catch (RuntimeException e) {
      Parallel.settle(horizon);
      throw e;
    }
    Horizon known = Parallel.join(horizon);
    if (record.seq() == head.state().seq()) {
      return Point.of(head);
    }
    if (!known.covers(head.branch(), record.seq())) {
      throw gone(head, record.seq(), known);
    }
    return new Point(head, log.stateAt(head.branch(), record.seq()).asOf(head.state()));
  }

  /** What whoever wants a state hears that cleanup may have taken. */
  public GraphException gone(Head newest, long seq, Horizon horizon) {
    long floor = horizon.floor(newest.branch());
    return Failures.dataGone(newest.name(), seq, log.firstReadable(newest.state(), floor));
  }

  /** The newest seq whose record was authored at or before the time. */
  private Optional<ManifestRecord> recordAt(Head head, Instant time) {
    long low = 0;
    long high = head.state().seq();
    Optional<ManifestRecord> best = Optional.empty();
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      ManifestRecord record = log.pastRecord(head.branch(), middle);
      if (record.authoredAt().isAfter(time)) {
        high = middle - 1;
      } else {
        best = Optional.of(record);
        low = middle;
      }
    }
    return best;
  }
}
