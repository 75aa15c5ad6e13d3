package dev.omnigraph.protocol;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.protocol.branch.Branches;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a graph, while others may still use it.
 *
 * <ol>
 *   <li>Every branch is ended by a terminal record, main last: whoever writes loses to it as to any
 *       rival, and whoever opens the graph finds that there is none.
 *   <li>The deletion claims main's object, with the time. While it is there no graph can be made
 *       under the root, and while the claim may still be at work nobody takes it over: of all
 *       deleters and creators one at a time is at the names that graphs have in common.
 *   <li>Everything below the root is deleted but main's object and the last record of each branch,
 *       until a listing shows nothing else: what others wrote meanwhile is in the next one.
 *   <li>Main's object is deleted. The root is free for another graph.
 * </ol>
 *
 * <p>The last records stay for good. They are small, under names that no later graph uses, and a
 * writer that was frozen all the while still loses to them; a sweep knows what it left by them. A
 * deletion that dies is run again; what it had claimed is taken over when it cannot live any more.
 */
public final class GraphRemoval {
  /** The longest that a deletion goes on deleting after its claim. */
  public static final Duration LONGEST = CommitRequest.LONGEST;

  /** After a claim of this age its deleter has ended, and its last requests have landed. */
  static final Duration CLAIM = LONGEST.multipliedBy(2);

  private static final String MAIN = ObjectKeys.branch(BranchName.MAIN);

  /** Nothing ever has this name. */
  static final String NEVER_THERE = ObjectKeys.BRANCHES + "deletion";

  private final Requests requests;
  private final Environment environment;
  private final Repository repository;
  private final Parallel parallel;

  /**
   * @param repository over the store
   */
  public GraphRemoval(Repository repository, ObjectStore store, Environment environment) {
    this.requests = new Requests(store, environment.seams());
    this.environment = environment;
    this.repository = repository;
    this.parallel = new Parallel(environment.executor());
  }

  /**
   * Deletes the graph.
   *
   * @return how many objects were deleted
   * @throws GraphException {@code graph_not_found}; {@code graph_being_deleted} while another
   *     deletion is at work or may be; {@code graph_deletion_unfinished} when the time runs out;
   *     what ending a branch gives. Once main has ended the graph is gone for all others, and
   *     running it again goes on. Where the store does not let data be deleted, nothing ends
   */
  public long run(String actor) {
    BranchObject main = main().branch();
    if (main.status() == Status.LIVE) {
      // Whoever may not delete would end the graph, and could neither delete it nor bring it back.
      requests.delete(Seam.REMOVAL_RIGHT, NEVER_THERE);
      endBranches(actor, false);
      end(BranchName.MAIN, actor);
    }
    Instant claimed = claim(actor);
    while (endBranches(actor, true)) {
      // Whoever forked a branch before its source ended may have made it since.
    }
    long deleted = deleteAll(claimed.plus(LONGEST));
    requests.delete(Seam.REMOVAL_DELETE, MAIN);
    return deleted + 1;
  }

  private record Found(BranchObject branch, String etag) {}

  private Found main() {
    return find(MAIN).orElseThrow(() -> Failures.graphNotFound(requests.where()));
  }

  private Optional<Found> find(String key) {
    Optional<StoredObject> stored = requests.get(Seam.REMOVAL_BRANCH, key);
    return stored.map(object -> new Found(BranchObject.decode(key, object.body()), object.etag()));
  }

  /**
   * Ends what is not deleted, main aside.
   *
   * @return whether there was any
   */
  private boolean endBranches(String actor, boolean withUnborn) {
    boolean any = false;
    for (ObjectEntry entry : requests.list(Seam.REMOVAL_LIST, ObjectKeys.BRANCHES).entries()) {
      Optional<BranchName> name =
          ObjectKeys.branchName(entry.key()).filter(found -> !found.equals(BranchName.MAIN));
      Optional<Found> found = name.flatMap(there -> find(entry.key()));
      if (found.isEmpty()) {
        continue;
      }
      BranchObject branch = found.get().branch();
      if (branch.status() == Status.LIVE) {
        end(branch.name(), actor);
        any = true;
      } else if (branch.status() == Status.PENDING && withUnborn) {
        // Its creator, if there is one, is refused when it makes the branch live.
        replace(branch.with(Status.DELETED, nonce()), found.get().etag());
        any = true;
      }
    }
    return any;
  }

  /** Holds keep nothing of a graph that goes as a whole. */
  private void end(BranchName name, String actor) {
    Supplier<Horizon> noHolds = () -> Horizon.first(nonce());
    try {
      repository.commit(CommitRequest.of(WriteOptions.on(name, actor)), Branches.deletion(noHolds));
    } catch (GraphException e) {
      boolean gone =
          e.is(ProtocolError.BRANCH_DELETED)
              || e.is(ProtocolError.BRANCH_NOT_FOUND)
              || e.is(ProtocolError.GRAPH_NOT_FOUND);
      if (!gone) {
        throw e;
      }
    }
  }

  /** Makes this the one deletion that is at work. */
  private Instant claim(String actor) {
    Found main = main();
    BranchObject before = main.branch();
    Instant now = environment.now();
    if (before.status() == Status.DELETED
        && before.hint() == null
        && before.createdAt().plus(CLAIM).isAfter(now)) {
      throw beingDeleted(before.createdAt());
    }
    BranchObject claim =
        new BranchObject(
            BranchName.MAIN,
            before.branchId(),
            Status.DELETED,
            now,
            actor,
            null,
            List.of(),
            nonce(),
            null);
    replace(claim, main.etag());
    Optional<Found> there = find(MAIN);
    if (there.isEmpty() || !there.get().branch().nonce().equals(claim.nonce())) {
      throw beingDeleted(now);
    }
    return now;
  }

  private void replace(BranchObject branch, String etag) {
    PutOutcome outcome =
        requests.replace(
            Seam.REMOVAL_CLAIM, ObjectKeys.branch(branch.name()), branch.encode(), etag);
    if (outcome instanceof PutOutcome.Unknown unknown) {
      throw unknown.cause();
    }
  }

  private static GraphException beingDeleted(Instant since) {
    return GraphException.of(
            ProtocolError.GRAPH_BEING_DELETED,
            "Somebody has been deleting the graph since " + since + ".")
        .with("since", since.toString())
        .with("until", since.plus(CLAIM).toString())
        .build();
  }

  private long deleteAll(Instant until) {
    long deleted = 0;
    while (true) {
      Collection<String> keys = deletable();
      if (keys.isEmpty()) {
        return deleted;
      }
      List<Supplier<String>> deletions = new ArrayList<>();
      for (String key : keys) {
        deletions.add(
            () -> {
              requireTime(until);
              requests.delete(Seam.REMOVAL_DELETE, key);
              return key;
            });
      }
      parallel.inBatches(deletions, key -> {});
      deleted += keys.size();
    }
  }

  /** Everything but main's object, and the record that ended each branch. */
  private Collection<String> deletable() {
    Set<String> keys = new HashSet<>();
    Map<BranchId, String> last = new HashMap<>();
    for (ObjectEntry entry : requests.list(Seam.REMOVAL_LIST, "").entries()) {
      keys.add(entry.key());
      // Keys come in order, and so do the records of a branch.
      ObjectKeys.recordOf(entry.key()).ifPresent(name -> last.put(name.branchId(), entry.key()));
    }
    keys.remove(MAIN);
    keys.removeAll(last.values());
    return keys;
  }

  private void requireTime(Instant until) {
    boolean late = environment.now().isAfter(until);
    @Nullable Duration left = environment.deadline().left().get().orElse(null);
    if (late || (left != null && left.compareTo(environment.deadline().reserve()) < 0)) {
      throw GraphException.of(
              ProtocolError.GRAPH_DELETION_UNFINISHED,
              "The time ran out before all objects of the graph were deleted.")
          .build();
    }
  }

  private String nonce() {
    return environment.ulids().get();
  }
}
