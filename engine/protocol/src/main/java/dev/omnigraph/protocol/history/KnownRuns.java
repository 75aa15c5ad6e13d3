package dev.omnigraph.protocol.history;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Knowledge;
import dev.omnigraph.manifest.Knowledge.Learned;
import dev.omnigraph.manifest.KnownRun;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.NextRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What states know of other branches and do not hold themselves. Eight runs of about one size
 * become one of the next, so their number grows with the logarithm of what is in them.
 */
public final class KnownRuns {
  private static final Logger LOG = LoggerFactory.getLogger(KnownRuns.class);

  /** How many entries stay in a state, and how many runs of one size there are. */
  record Bounds(int kept, int runs) {
    static final Bounds USUAL = new Bounds(64, 8);
  }

  private final Requests requests;
  private final Parallel parallel;
  private final ImmutableObjects immutable;
  private final Bounds bounds;

  public KnownRuns(Requests requests, Parallel parallel, ImmutableObjects immutable) {
    this(requests, parallel, immutable, Bounds.USUAL);
  }

  KnownRuns(Requests requests, Parallel parallel, ImmutableObjects immutable, Bounds bounds) {
    this.requests = requests;
    this.parallel = parallel;
    this.immutable = immutable;
    this.bounds = bounds;
  }

  /** The entries of those runs of a state that may matter, read side by side. */
  List<Learned> entries(Knowledge known, Predicate<KnownRun> matters) {
    List<Supplier<KnownRun.Content>> reads = new ArrayList<>();
    known.runs().stream().filter(matters).forEach(run -> reads.add(() -> content(run)));
    List<Learned> entries = new ArrayList<>();
    parallel.inBatches(reads, content -> entries.addAll(content.entries()));
    return entries;
  }

  /**
   * Says in the record that follows a state what it merges, after writing what has to leave the
   * state for that.
   */
  public void addTo(
      NextRecord next, ManifestState state, CommitPoint merged, List<CommitPoint> learned) {
    Knowledge.Spill spill = spill(state, merged, learned);
    boolean isAllInRuns = spill != null && spill.upTo() > state.seq();
    next.merging(merged, isAllInRuns ? List.of() : learned).spilling(spill);
  }

  /** Null when all stays in the state, also because the store refused. */
  Knowledge.@Nullable Spill spill(
      ManifestState state, CommitPoint merged, List<CommitPoint> learned) {
    Knowledge known = state.known();
    long next = state.seq() + 1;
    List<Learned> brought = Knowledge.brought(merged, learned, next);
    if (known.recent().size() + brought.size() <= bounds.kept()) {
      return null;
    }
    List<Learned> leaving = new ArrayList<>(known.recent());
    boolean all = brought.size() > bounds.kept();
    if (all) {
      leaving.addAll(brought);
    }
    if (leaving.isEmpty()) {
      return null;
    }
    try {
      // One may say the same as another that is there.
      Set<KnownRun> runs = new LinkedHashSet<>(known.runs());
      runs.add(write(KnownRun.Content.of(leaving)));
      mergeAlike(runs);
      return new Knowledge.Spill(all ? next : state.seq(), List.copyOf(runs));
    } catch (GraphException e) {
      LOG.info("what is known of other branches stays in the state: {}", e.getMessage());
      return null;
    }
  }

  private void mergeAlike(Set<KnownRun> runs) {
    for (int size = 0; size < Long.SIZE; size++) {
      int wanted = size;
      List<KnownRun> alike = runs.stream().filter(run -> size(run) == wanted).toList();
      if (alike.size() >= bounds.runs()) {
        List<Learned> entries = entries(new Knowledge(List.of(), List.of(), alike), run -> true);
        alike.forEach(runs::remove);
        runs.add(write(KnownRun.Content.of(entries)));
      }
    }
  }

  private int size(KnownRun run) {
    int size = 0;
    for (long most = bounds.kept(); run.count() > most; most *= bounds.runs()) {
      size++;
    }
    return size;
  }

  private KnownRun write(KnownRun.Content content) {
    KnownRun run = content.reference();
    String key = ObjectKeys.known(run.sha256());
    byte[] body = content.encode();
    // Whoever else made it, it has the same content.
    if (requests.create(Seam.SPILL_KNOWN, key, body) instanceof PutOutcome.Unknown unknown) {
      throw unknown.cause();
    }
    immutable.remember(key, content, body.length);
    return run;
  }

  private KnownRun.Content content(KnownRun run) {
    String key = ObjectKeys.known(run.sha256());
    Optional<KnownRun.Content> known = immutable.find(key, KnownRun.Content.class);
    if (known.isPresent()) {
      return known.get();
    }
    StoredObject stored =
        requests.get(Seam.READ_KNOWN, key).orElseThrow(() -> UnreadableObject.missing(key));
    KnownRun.Content content = KnownRun.Content.decode(key, stored.body());
    immutable.remember(key, content, stored.body().length);
    return content;
  }
}
