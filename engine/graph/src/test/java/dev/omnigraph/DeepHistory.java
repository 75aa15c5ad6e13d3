package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FakeTables;
import dev.omnigraph.protocol.world.UnreadTable;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.MemoryObjectStore;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.view.View;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a log long at little cost: commits of the protocol in full, each with an idempotency key,
 * that name a new version of a table which is its old one.
 */
final class DeepHistory implements AutoCloseable {
  private static final StagedChange NOTHING = FakeTables.Change.ofRows(List.of(), List.of());

  private final ExecutorService executor = Executors.newFixedThreadPool(16);
  private final ObjectStore store;

  DeepHistory(ObjectStore store) {
    this.store = store;
  }

  /**
   * Commits until main is that deep; the key of the commit at seq n is "key-n". It happens in
   * memory, and what changed is then written to the store, which is one request a commit.
   */
  void growTo(long depth) {
    MemoryObjectStore memory = new MemoryObjectStore(InstantSource.system());
    copy(store, memory, "__manifest/");
    copy(store, memory, "__schema/");
    Repository repository =
        new Repository(memory, new Unmoved(memory), Environment.system(executor));
    for (long seq = head(repository) + 1; seq <= depth; seq++) {
      repository.commit(
          CommitRequest.of(WriteOptions.on(BranchName.MAIN, "test").keyed("key-" + seq), "payload"),
          new Touch());
    }
    assertThat(head(repository)).isEqualTo(depth);
    copy(memory, store, "__manifest/");
  }

  private void copy(ObjectStore from, ObjectStore to, String prefix) {
    Map<String, String> there = new HashMap<>();
    to.list(prefix).entries().forEach(entry -> there.put(entry.key(), entry.etag()));
    List<CompletableFuture<Void>> copies =
        from.list(prefix).entries().stream()
            .map(ObjectEntry::key)
            .filter(key -> !there.containsKey(key) || key.startsWith("__manifest/branches/"))
            .map(
                key ->
                    CompletableFuture.runAsync(() -> copy(from, to, key, there.get(key)), executor))
            .toList();
    copies.forEach(CompletableFuture::join);
  }

  private static void copy(
      ObjectStore from, ObjectStore to, String key, @Nullable String replaced) {
    byte[] body = from.get(key).orElseThrow().body();
    PutOutcome outcome = replaced == null ? to.create(key, body) : to.replace(key, body, replaced);
    assertThat(outcome).as(key).isInstanceOf(PutOutcome.Done.class);
  }

  /** Leaves a writer dead between its staging and its commit. */
  void abandonOne() {
    Environment real = Environment.system(executor);
    Environment mortal =
        real.withSeams(
            (seam, subject) -> {
              if (seam == Seam.PUBLISH) {
                throw new Killed();
              }
            });
    assertThatThrownBy(
            () ->
                new Repository(store, new Unmoved(store), mortal)
                    .commit(
                        CommitRequest.of(WriteOptions.on(BranchName.MAIN, "test")), new Touch()))
        .isInstanceOf(Killed.class);
  }

  private static final class Killed extends Error {}

  private static long head(Repository repository) {
    try (View view = repository.openRead(new ReadAt.Head(BranchName.MAIN))) {
      return view.seq();
    }
  }

  @Override
  public void close() {
    executor.close();
  }

  private record Touch() implements Operation<CommitId> {
    @Override
    public CommitKind kind() {
      return CommitKind.MUTATE;
    }

    @Override
    public Proposal<CommitId> prepare(View view) {
      return new Touched(view.catalog().node("Note").orElseThrow());
    }

    @Override
    public CommitId replayed(ManifestRecord record) {
      return record.commitId();
    }
  }

  private record Touched(EntityType type) implements Proposal<CommitId>, Proposal.TableWrite {
    @Override
    public List<TableWrite> writes() {
      return List.of(this);
    }

    @Override
    public boolean survivesDisjointChanges() {
      return false;
    }

    @Override
    public CommitId answer(CommitId commitId, CommitReport report) {
      return commitId;
    }

    @Override
    public StagedChange stage(WritableTable table, OperationId operationId) {
      return NOTHING;
    }

    @Override
    public ChangeSet.Inline changes() {
      return new ChangeSet.Inline(List.of(), List.of("one"), List.of(), 0);
    }
  }

  /**
   * Tables whose every commit is the version that they had, which the real ones have too, as if
   * only what is derived from its rows were another.
   */
  private static final class Unmoved extends FakeTables {
    Unmoved(ObjectStore objects) {
      super(objects);
    }

    @Override
    public WritableTable open(Pin pin) {
      return new UnreadTable(pin) {
        @Override
        public Optional<Pin> commit(StagedChange change) {
          return Optional.of(
              new Pin(
                  pin.path(),
                  pin.version(),
                  pin.transaction(),
                  pin.rows(),
                  pin.generation() + 1,
                  pin.manifest(),
                  pin.lookups(),
                  pin.values()));
        }
      };
    }
  }
}
