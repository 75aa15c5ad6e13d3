package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.manifest.CommitIds;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.protocol.object.Parallel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Finds the states that callers name. */
public final class StateReader {
  private final Opener opener;
  private final BranchLog log;
  private final Parallel parallel;

  public StateReader(Opener opener, BranchLog log, Parallel parallel) {
    this.opener = opener;
    this.log = log;
    this.parallel = parallel;
  }

  /** The newest state of a branch, proven so. */
  public Head newest(String branch) {
    return opener.read(branch, hinted -> {}, (head, catalog) -> {}).head();
  }

  /** The branch with the state asked for, which may be one of before it was forked. */
  public Head at(ReadAt spec) {
    return switch (spec) {
      case ReadAt.Head head -> newest(head.branch());
      case ReadAt.Commit commit ->
          past(
              commit.branch(),
              head ->
                  find(head, commit.commitId())
                      .orElseThrow(
                          () -> Failures.commitNotFound(commit.branch(), commit.commitId())));
      case ReadAt.Time time ->
          past(
              time.branch(),
              head ->
                  log.recordAt(head, time.time())
                      .orElseThrow(() -> Failures.nothingAt(time.branch(), time.time())));
    };
  }

  /** A commit of the branch's history; one GET at most. */
  public Optional<ManifestRecord> find(Head head, String commitId) {
    OptionalLong seq = CommitIds.seq(commitId);
    if (seq.isEmpty() || seq.getAsLong() > head.state().seq()) {
      return Optional.empty();
    }
    ManifestRecord record = log.pastRecord(head.branch(), seq.getAsLong());
    return record.commitId().equals(commitId) ? Optional.of(record) : Optional.empty();
  }

  private Head past(String branch, Function<Head, ManifestRecord> choose) {
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
      return head;
    }
    if (!known.covers(head.branch(), record.seq())) {
      throw Failures.dataGone(branch, record.seq());
    }
    ManifestState then = log.stateAt(head.branch(), record.seq()).asOf(head.state());
    return new Head(head.branch(), head.etag(), then, false);
  }
}
