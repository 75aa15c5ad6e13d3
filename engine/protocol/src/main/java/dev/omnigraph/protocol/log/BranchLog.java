package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Reads branches: the newest state, states of the past, records. Never lists records: a seq that
 * does not exist proves that the one before it is the newest.
 */
public final class BranchLog {
  /** Full states are kept at every multiple of this, so that old states cost a bounded number. */
  public static final long CHECKPOINT_EVERY = 64;

  private static final int WIDEST_WINDOW = 16;

  private final Requests requests;
  private final Parallel parallel;
  private final ImmutableObjects immutable;
  private final Checkpoints checkpoints;

  public BranchLog(Requests requests, Parallel parallel, ImmutableObjects immutable) {
    this.requests = requests;
    this.parallel = parallel;
    this.immutable = immutable;
    this.checkpoints = new Checkpoints(requests, parallel, immutable, this);
  }

  /** A branch object and its ETag. */
  public record Found(BranchObject branch, String etag) {}

  /**
   * A state that was proven newest.
   *
   * @param records that led to it, oldest first
   */
  public record Advance(ManifestState state, List<ManifestRecord> records) {
    /** Nothing newer. */
    public static Advance none(ManifestState state) {
      return new Advance(state, List.of());
    }

    public boolean ended() {
      return !records.isEmpty() && records.getLast().isTerminal();
    }
  }

  public Optional<Found> branch(Seam seam, BranchName name) {
    String key = ObjectKeys.branch(name);
    return requests
        .get(seam, key)
        .map(stored -> new Found(BranchObject.decode(key, stored.body()), stored.etag()));
  }

  /** The objects of all branches that can be read, whatever their status, by name. */
  public List<Found> branches() {
    return branches(Seam.OPEN_BRANCH, requests.list(Seam.LIST_BRANCHES, ObjectKeys.BRANCHES));
  }

  /** Those that a listing names. */
  public List<Found> branches(Seam seam, Listing listing) {
    List<Supplier<Optional<Found>>> reads = new ArrayList<>();
    listing.entries().stream()
        .map(entry -> ObjectKeys.branchName(entry.key()))
        .flatMap(Optional::stream)
        .sorted()
        .forEach(name -> reads.add(() -> branch(seam, name)));
    return parallel.all(reads).stream().flatMap(Optional::stream).toList();
  }

  public Optional<ManifestRecord> record(Seam seam, BranchId branchId, long seq) {
    String key = ObjectKeys.record(branchId, seq);
    Optional<ManifestRecord> known = immutable.find(key, ManifestRecord.class);
    if (known.isPresent()) {
      return known;
    }
    Optional<StoredObject> stored = requests.get(seam, key);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    ManifestRecord record = RecordCodec.decode(key, stored.get().body());
    immutable.remember(key, record, stored.get().body().length);
    return Optional.of(record);
  }

  /** The state that the branch object carries, or else one rebuilt from the log by probing. */
  public ManifestState startingState(BranchObject branch) {
    ManifestState hint = branch.hint();
    if (hint != null) {
      return hint;
    }
    long head = probeHead(branch.branchId(), branch.forkSeq());
    // From the state before it, whoever goes on finds that the branch has ended.
    boolean ended = head > branch.forkSeq() && present(branch.branchId(), head).isTerminal();
    return checkpoints.stateOf(branch.branchId(), branch.forkSeq(), ended ? head - 1 : head);
  }

  /**
   * Applies every record after the state, up to the first seq that does not exist.
   *
   * @param seam names the probes
   */
  public Advance advance(Seam seam, ManifestState from) {
    return advance(seam, from, 1);
  }

  /**
   * @param likely how many records to ask for at once
   */
  public Advance advance(Seam seam, ManifestState from, int likely) {
    List<ManifestRecord> records =
        range(seam, from.branchId(), from.seq() + 1, Long.MAX_VALUE, likely);
    ManifestState state = from;
    for (ManifestRecord record : records) {
      state = state.apply(record);
    }
    return new Advance(state, records);
  }

  /**
   * The state of the branch's history at a seq, which must be at or below its head; the seq may be
   * one of an ancestor.
   */
  public ManifestState stateAt(BranchObject branch, long seq) {
    return checkpoints.stateAt(branch, seq);
  }

  /** The state at a seq of the chain of a later one. */
  public ManifestState stateAt(ManifestState later, long seq) {
    return seq == later.seq() ? later : checkpoints.stateAt(later, seq);
  }

  /**
   * A state, whatever became of its branch: one LIST, and then as any state of the past. Empty when
   * there is no such commit.
   */
  public Optional<ManifestState> stateOf(CommitPoint point) {
    return checkpoints
        .stateOf(point.branchId(), point.seq())
        .filter(state -> state.commitId().equals(point.commitId()));
  }

  /**
   * A record that exists, of the branch or of an ancestor.
   *
   * @throws UnreadableObject when it does not
   */
  public ManifestRecord pastRecord(BranchObject branch, long seq) {
    return present(branch.ownerOf(seq), seq);
  }

  /** A commit of the history up to a head; one GET at most. */
  public Optional<ManifestRecord> find(Head head, CommitId commitId) {
    OptionalLong seq = commitId.seq();
    if (seq.isEmpty() || seq.getAsLong() > head.state().seq()) {
      return Optional.empty();
    }
    ManifestRecord record = pastRecord(head.branch(), seq.getAsLong());
    return record.commitId().equals(commitId) ? Optional.of(record) : Optional.empty();
  }

  /** Records of the chain of a state, oldest first. */
  public List<ManifestRecord> pastRecords(ManifestState of, long from, long through) {
    List<Supplier<ManifestRecord>> reads = new ArrayList<>();
    for (long seq = from; seq <= through; seq++) {
      long wanted = seq;
      reads.add(() -> present(of.ownerOf(wanted), wanted));
    }
    return parallel.all(reads);
  }

  /**
   * The first commit of the chain of a state whose data cleanup keeps.
   *
   * @param floor the oldest seq of the chain that it keeps
   */
  public CommitId firstReadable(ManifestState of, long floor) {
    long seq = Math.max(1, Math.min(floor, of.seq()));
    ManifestRecord record = present(of.ownerOf(seq), seq);
    while (record.kind().isControl() && seq < of.seq()) {
      seq++;
      record = present(of.ownerOf(seq), seq);
    }
    return record.commitId();
  }

  /** Records {@code from} to {@code through}, oldest first, which exist. */
  public List<ManifestRecord> pastRecords(BranchObject branch, long from, long through) {
    List<Supplier<ManifestRecord>> reads = new ArrayList<>();
    for (long seq = from; seq <= through; seq++) {
      long wanted = seq;
      reads.add(() -> pastRecord(branch, wanted));
    }
    return parallel.all(reads);
  }

  /**
   * The records of a log from one seq to another, up to the first that does not exist or that ends
   * it.
   *
   * @param likely how many to ask for at once
   */
  public List<ManifestRecord> range(
      Seam seam, BranchId branchId, long first, long last, int likely) {
    List<ManifestRecord> records = new ArrayList<>();
    int window = Math.min(likely, WIDEST_WINDOW);
    for (long from = first; from <= last; ) {
      List<Supplier<Optional<ManifestRecord>>> reads = new ArrayList<>();
      for (long seq = from; seq <= last && seq < from + window; seq++) {
        long wanted = seq;
        reads.add(() -> record(seam, branchId, wanted));
      }
      for (Optional<ManifestRecord> next : parallel.all(reads)) {
        if (next.isEmpty()) {
          return records;
        }
        records.add(next.get());
        if (next.get().isTerminal()) {
          return records;
        }
      }
      from += reads.size();
      window = Math.min(2 * window, WIDEST_WINDOW);
    }
    return records;
  }

  /** Whether the log that has a record at the seq ends with a terminal one. */
  public boolean endsAfter(BranchId branchId, long seq) {
    return record(Seam.OPEN_PROBE, branchId, seq).isPresent()
        && present(branchId, probeHead(branchId, seq)).isTerminal();
  }

  /** The ids of a change set, wherever they are. */
  public ChangeSet.Inline changes(ChangeSet changes) {
    return switch (changes) {
      case ChangeSet.Inline inline -> inline;
      case ChangeSet.Spilled spilled -> spilled(spilled.key());
    };
  }

  public Horizon horizon() {
    return horizon(Seam.OPEN_HORIZON);
  }

  public Horizon horizon(Seam seam) {
    return requests
        .get(seam, ObjectKeys.HORIZON)
        .map(stored -> Horizon.decode(stored.body()))
        .orElseThrow(() -> withoutHorizon(UnreadableObject.missing(ObjectKeys.HORIZON)));
  }

  /** It is missing where there is no graph, or none any more; otherwise it is damage. */
  public GraphException withoutHorizon(UnreadableObject damage) {
    boolean isGraph =
        branch(Seam.OPEN_BRANCH, BranchName.MAIN)
            .filter(main -> main.branch().status() != BranchObject.Status.DELETED)
            .isPresent();
    return isGraph ? damage : Failures.graphNotFound(requests.where());
  }

  private ChangeSet.Inline spilled(String key) {
    Optional<ChangeSet.Inline> known = immutable.find(key, ChangeSet.Inline.class);
    if (known.isPresent()) {
      return known.get();
    }
    StoredObject stored =
        requests.get(Seam.READ_CHANGES, key).orElseThrow(() -> UnreadableObject.missing(key));
    ChangeSet.Inline changes = ChangeSet.Inline.decode(key, stored.body());
    immutable.remember(key, changes, stored.body().length);
    return changes;
  }

  /** Doubling, then bisecting: the log has no gaps, so existence is monotone in the seq. */
  private long probeHead(BranchId branchId, long known) {
    long present = known;
    long step = 1;
    while (exists(branchId, present + step)) {
      present += step;
      step *= 2;
    }
    long absent = present + step;
    while (absent - present > 1) {
      long middle = (present + absent) >>> 1;
      if (exists(branchId, middle)) {
        present = middle;
      } else {
        absent = middle;
      }
    }
    return present;
  }

  private boolean exists(BranchId branchId, long seq) {
    return record(Seam.OPEN_PROBE, branchId, seq).isPresent();
  }

  /** A record that exists in the log itself. */
  ManifestRecord present(BranchId branchId, long seq) {
    return record(Seam.READ_RECORD, branchId, seq)
        .orElseThrow(() -> UnreadableObject.missing(ObjectKeys.record(branchId, seq)));
  }
}
