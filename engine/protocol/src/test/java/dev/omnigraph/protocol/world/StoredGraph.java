package dev.omnigraph.protocol.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is stored, read from the raw objects and by nothing that is tested. */
public final class StoredGraph {
  private final ObjectStore objects;
  private final FakeTables tables;
  private final Map<String, ManifestRecord> decoded = new HashMap<>();

  StoredGraph(ObjectStore objects, FakeTables tables) {
    this.objects = objects;
    this.tables = tables;
  }

  public BranchObject branch(String name) {
    String key = ObjectKeys.branch(new BranchName(name));
    return BranchObject.decode(key, object(key).body());
  }

  public BranchId mainId() {
    return branch("main").branchId();
  }

  /** The records of branch main, oldest first. */
  public List<ManifestRecord> log() {
    return log(mainId());
  }

  public List<ManifestRecord> log(BranchId branchId) {
    List<ManifestRecord> records = new ArrayList<>();
    for (ObjectEntry entry : objects.list("__manifest/" + branchId + "/").entries()) {
      if (entry.key().matches(".*/[0-9]{20}\\.json") && !entry.key().contains("/checkpoints/")) {
        records.add(
            decoded.computeIfAbsent(
                entry.key() + entry.etag(),
                k -> RecordCodec.decode(entry.key(), object(entry.key()).body())));
      }
    }
    return records;
  }

  public @Nullable ManifestRecord last(CommitKind kind) {
    return log().stream().filter(r -> r.kind() == kind).reduce((a, b) -> b).orElse(null);
  }

  public ManifestState state() {
    return stateAt(Long.MAX_VALUE);
  }

  public ManifestState stateAt(long seq) {
    ManifestState state = ManifestState.before(mainId());
    for (ManifestRecord record : log()) {
      if (record.seq() <= seq) {
        state = state.apply(record);
      }
    }
    return state;
  }

  /** All states of a branch, oldest first, with those of its ancestors that it began with. */
  public List<ManifestState> history(BranchObject branch) {
    List<ManifestRecord> records = new ArrayList<>();
    for (int i = branch.lineage().size() - 1; i >= 0; i--) {
      CommitPoint fork = branch.lineage().get(i);
      log(fork.branchId()).stream()
          .filter(record -> record.seq() <= fork.seq())
          .forEach(records::add);
    }
    records.addAll(log(branch.branchId()));
    List<ManifestState> states = new ArrayList<>();
    ManifestState state = ManifestState.before(branch.ownerOf(1));
    for (ManifestRecord record : records) {
      BranchId owner = record.branchId();
      state = (state.branchId().equals(owner) ? state : state.forkedTo(owner)).apply(record);
      states.add(state);
    }
    return states;
  }

  public Map<String, String> rows(EntityType type) {
    return tables.rows(Optional.ofNullable(state().pins().get(type.tableId())).orElseThrow());
  }

  /** The keys of all sidecars. */
  public List<String> sidecars() {
    return keys(ObjectKeys.SIDECARS);
  }

  /** The only sidecar there is. */
  public Sidecar sidecar() {
    assertThat(sidecars()).hasSize(1);
    String key = sidecars().getFirst();
    return Sidecar.decode(key, object(key).body());
  }

  public List<AuditEntry> audits() {
    return keys(ObjectKeys.AUDITS).stream()
        .map(key -> AuditEntry.decode(key, object(key).body()))
        .toList();
  }

  /** The data and the versions of all tables. */
  public List<String> tableObjects() {
    return TableId.FOLDERS.stream().flatMap(folder -> keys(folder).stream()).toList();
  }

  /** Every control object and its ETag. */
  public List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String prefix :
        List.of("__manifest/", "__schema/", "__texts/", ObjectKeys.SIDECARS, ObjectKeys.AUDITS)) {
      objects.list(prefix).entries().forEach(entry -> all.add(entry.key() + " " + entry.etag()));
    }
    return all;
  }

  /** The keys below a prefix. */
  public List<String> keys(String prefix) {
    return objects.list(prefix).entries().stream().map(ObjectEntry::key).toList();
  }

  public StoredObject object(String key) {
    return objects.get(key).orElseThrow();
  }

  public void overwrite(String key, byte[] body) {
    FaultyStore.apply(() -> objects.replace(key, body, object(key).etag()));
  }

  /** Every key of the graph. */
  List<String> everyKey() {
    List<String> keys = new ArrayList<>();
    objects.get(ObjectKeys.GRAPH).ifPresent(graph -> keys.add(graph.key()));
    keys.addAll(tableObjects());
    for (String prefix :
        List.of("__manifest/", "__schema/", "__texts/", ObjectKeys.SIDECARS, ObjectKeys.AUDITS)) {
      keys.addAll(keys(prefix));
    }
    return keys;
  }

  /** The same records, of which a copy of the store has the same ETags. */
  void copyFrom(StoredGraph other) {
    decoded.putAll(other.decoded);
  }
}
