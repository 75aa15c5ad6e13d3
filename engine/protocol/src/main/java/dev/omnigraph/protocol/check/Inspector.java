package dev.omnigraph.protocol.check;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.GraphObject;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.KnownRun;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.reclaim.Kept;
import dev.omnigraph.protocol.reclaim.RetentionFloors;
import dev.omnigraph.protocol.reclaim.Roots;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.Pin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads everything that the protocol wrote, and says what does not fit together. Reads around every
 * cache. What it writes, if asked to, is derived from the logs and conditional on what it read.
 */
public final class Inspector {
  private static final int FILES_AT_ONCE = 4;

  private final RepairStore store;
  private final BranchLog log;
  private final RetentionFloors floors;
  private final Listing listing;
  private final Set<String> keys;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<BranchId, BranchLog.Found> branches = new HashMap<>();
  private final Map<CommitPoint, Optional<ManifestState>> forkPoints = new HashMap<>();
  private final Kept.Data heads = new Kept.Data();
  private final List<Pin> newest = new ArrayList<>();
  private final Set<KnownRun> runs = new LinkedHashSet<>();
  private final Set<SchemaHash> schemas = new TreeSet<>();
  private final Set<TextsHash> texts = new TreeSet<>();
  private final SortedMap<String, Fingerprint> files = new TreeMap<>();
  private Optional<Horizon> horizon = Optional.empty();
  private long commits;

  public Inspector(RepairStore store, BranchLog log, RetentionFloors floors) {
    this.store = store;
    this.log = log;
    this.floors = floors;
    this.listing = store.list("");
    this.keys =
        listing.entries().stream().map(ObjectEntry::key).collect(Collectors.toUnmodifiableSet());
  }

  /** All objects of the graph, listed before anything else was read. */
  public Listing listing() {
    return listing;
  }

  /** Some of them, as they are now. */
  public Listing list(String prefix) {
    return store.list(prefix);
  }

  /** Records that were read. */
  public long commits() {
    return commits;
  }

  /** Sidecars that are there, unreadable ones told apart. */
  public List<Finding> pending() {
    List<Finding> pending = new ArrayList<>();
    for (String key :
        keys.stream().filter(k -> k.startsWith(ObjectKeys.SIDECARS)).sorted().toList()) {
      try {
        read(key).ifPresent(stored -> Sidecar.decode(key, stored.body()));
        pending.add(
            Finding.of(
                FindingCode.RECOVERY_PENDING,
                key,
                "Operation "
                    + ObjectKeys.operation(key)
                    + " is in flight, or its writer has died."));
      } catch (UnreadableObject e) {
        pending.add(Finding.of(FindingCode.SIDECAR_UNREADABLE, key, e));
      }
    }
    return pending;
  }

  /**
   * Checks all logs against themselves and what is derived from them.
   *
   * @param repair writes again what is derived and missing or wrong
   */
  public List<Finding> logs(boolean repair) {
    readBranches();
    SortedMap<BranchId, Long> newest = new TreeMap<>();
    for (String key : keys) {
      ObjectKeys.recordOf(key).ifPresent(r -> newest.merge(r.branchId(), r.seq(), Math::max));
    }
    branches.forEach((id, found) -> newest.putIfAbsent(id, found.branch().forkSeq()));
    // Ids are in the order of time: a parent's log is played before a child begins where it was.
    newest.forEach((id, seq) -> check(id, seq, repair));
    keys.forEach(key -> compiledSchema(key).ifPresent(schemas::add));
    keys.forEach(key -> ObjectKeys.textsOf(key).ifPresent(texts::add));
    checkSchemas(repair);
    checkTexts();
    checkRuns();
    checkGraph();
    checkHorizon();
    checkAudits();
    return findings;
  }

  /**
   * The data that commits within the retention are made of; only that of heads when a log is
   * damaged.
   */
  public Kept.Data data() {
    try {
      Horizon found = log.horizon();
      horizon = Optional.of(found);
      return new Roots(log, floors, found, List.copyOf(branches.values())).kept().needed();
    } catch (UnreadableObject e) {
      horizon = Optional.empty();
      return heads;
    }
  }

  /** Whether a cleanup may have deleted some of the {@link #data} since it was asked for. */
  public boolean isOvertaken() {
    return horizon.filter(found -> log.horizon().isAbove(found)).isPresent();
  }

  /** The versions of tables that are newest on some branch. */
  public List<Pin> newest() {
    return Collections.unmodifiableList(newest);
  }

  /** Empties an object that is wrong and that nobody needs. */
  Finding emptied(Finding finding, ObjectEntry entry, boolean repair) {
    return finding.mended(repair, () -> store.replace(entry.key(), new byte[0], entry.etag()));
  }

  /** By key, what records say of the files of tables; also of those that cleanup has deleted. */
  public SortedMap<String, Fingerprint> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /**
   * Reads files whole, a few at a time.
   *
   * @return by key, how they compare with what the records say; without those that are gone
   */
  public SortedMap<String, Fingerprint.Match> verify(Collection<String> wanted) {
    SortedMap<String, Fingerprint.Match> matches = new TreeMap<>();
    List<Supplier<Optional<Map.Entry<String, Fingerprint.Match>>>> reads = new ArrayList<>();
    for (String key : wanted) {
      Fingerprint expected = Objects.requireNonNull(files.get(key));
      reads.add(() -> store.verify(key, expected).map(match -> Map.entry(key, match)));
    }
    for (int i = 0; i < reads.size(); i += FILES_AT_ONCE) {
      store.all(reads.subList(i, Math.min(reads.size(), i + FILES_AT_ONCE))).stream()
          .flatMap(Optional::stream)
          .forEach(match -> matches.put(match.getKey(), match.getValue()));
    }
    return matches;
  }

  private void readBranches() {
    for (String key :
        keys.stream().filter(k -> ObjectKeys.branchName(k).isPresent()).sorted().toList()) {
      try {
        read(key)
            .map(
                stored ->
                    new BranchLog.Found(BranchObject.decode(key, stored.body()), stored.etag()))
            .ifPresent(this::add);
      } catch (UnreadableObject e) {
        findings.add(Finding.of(FindingCode.BRANCH_UNREADABLE, key, e));
      }
    }
  }

  private void add(BranchLog.Found found) {
    branches.put(found.branch().branchId(), found);
    found.branch().lineage().forEach(fork -> forkPoints.put(fork, Optional.empty()));
  }

  private void check(BranchId branchId, long newestListed, boolean repair) {
    Optional<BranchLog.Found> found = Optional.ofNullable(branches.get(branchId));
    if (found.isEmpty() && isLeftByRemoval(branchId, newestListed)) {
      return;
    }
    LogCheck check = new LogCheck(store, keys, branchId, found, newestListed, forkPoints);
    check.run(repair);
    commits += check.records();
    schemas.addAll(check.schemas());
    texts.addAll(check.texts());
    files.putAll(check.files());
    if (found.isEmpty() && !check.ended() && !isLeftByInit(check)) {
      findings.add(
          Finding.of(
              FindingCode.BRANCH_OBJECT_MISSING,
              ObjectKeys.log(branchId),
              "There is a log of a branch that was not deleted, and no object of the branch."));
    }
    if (found.isPresent() && found.get().branch().status() != Status.DELETED) {
      heads.add(check.state());
      newest.addAll(check.state().pins().values());
      runs.addAll(check.state().known().runs());
    }
    findings.addAll(check.findings());
  }

  /** What a graph that was deleted leaves of each branch: the record that ended it. */
  private boolean isLeftByRemoval(BranchId branchId, long seq) {
    String log = ObjectKeys.log(branchId);
    String record = ObjectKeys.record(branchId, seq);
    if (keys.stream().anyMatch(key -> key.startsWith(log) && !key.equals(record))) {
      return false;
    }
    try {
      return read(record)
          .filter(stored -> RecordCodec.decode(record, stored.body()).isTerminal())
          .isPresent();
    } catch (UnreadableObject e) {
      return false;
    }
  }

  /** Its main branch was never created; the run that was repeated wrote under names of its own. */
  private static boolean isLeftByInit(LogCheck check) {
    return check.records() == 1 && check.firstKind().equals(Optional.of(CommitKind.INIT));
  }

  /** The text alone is what a change of the schema leaves that died: no commit has its schema. */
  private static Optional<SchemaHash> compiledSchema(String key) {
    return ObjectKeys.schemaOf(key).filter(hash -> key.equals(ObjectKeys.schemaCatalog(hash)));
  }

  private void checkSchemas(boolean repair) {
    for (SchemaHash hash : schemas) {
      String key = ObjectKeys.schemaCatalog(hash);
      try {
        Catalog catalog =
            Catalogs.decode(
                hash, read(key).orElseThrow(() -> UnreadableObject.missing(key)).body());
        source(catalog, repair).ifPresent(findings::add);
      } catch (UnreadableObject e) {
        findings.add(Finding.of(FindingCode.SCHEMA_UNREADABLE, key, e));
      }
    }
  }

  private void checkTexts() {
    for (TextsHash hash : texts) {
      String key = ObjectKeys.texts(hash);
      try {
        Texts.decode(hash, read(key).orElseThrow(() -> UnreadableObject.missing(key)).body());
      } catch (UnreadableObject e) {
        findings.add(Finding.of(FindingCode.TEXTS_UNREADABLE, key, e));
      }
    }
  }

  /** The text of a schema for people; the compiled one, which is what is used, has it too. */
  private Optional<Finding> source(Catalog catalog, boolean repair) {
    String key = ObjectKeys.schemaSource(catalog.hash());
    byte[] body = catalog.source().getBytes(StandardCharsets.UTF_8);
    Optional<StoredObject> stored = read(key);
    if (stored.isEmpty()) {
      return Optional.of(
          Finding.of(FindingCode.SCHEMA_SOURCE_MISSING, key, "Nothing but people reads it.")
              .mended(repair, () -> store.create(key, body)));
    }
    if (Arrays.equals(stored.get().body(), body)) {
      return Optional.empty();
    }
    String etag = stored.get().etag();
    return Optional.of(
        Finding.of(FindingCode.SCHEMA_SOURCE_WRONG, key, "It is not the text that was compiled.")
            .mended(repair, () -> store.replace(key, body, etag)));
  }

  private void checkRuns() {
    for (KnownRun run : runs) {
      String key = ObjectKeys.known(run.sha256());
      try {
        Optional<StoredObject> stored = read(key);
        if (stored.isEmpty()) {
          findings.add(
              Finding.of(FindingCode.KNOWN_MISSING, key, "Merges that need it are refused."));
        } else if (!KnownRun.Content.decode(key, stored.get().body()).reference().equals(run)) {
          findings.add(
              Finding.of(FindingCode.KNOWN_UNREADABLE, key, "It is not what a state says of it."));
        }
      } catch (UnreadableObject e) {
        findings.add(Finding.of(FindingCode.KNOWN_UNREADABLE, key, e));
      }
    }
  }

  private void checkHorizon() {
    check(
        ObjectKeys.HORIZON,
        FindingCode.HORIZON_MISSING,
        FindingCode.HORIZON_UNREADABLE,
        stored -> Horizon.decode(stored.body()));
  }

  private void checkGraph() {
    check(
        ObjectKeys.GRAPH,
        FindingCode.GRAPH_OBJECT_MISSING,
        FindingCode.GRAPH_OBJECT_UNREADABLE,
        stored -> GraphObject.decode(stored.body()));
  }

  private void checkAudits() {
    for (String key :
        keys.stream().filter(k -> k.startsWith(ObjectKeys.AUDITS)).sorted().toList()) {
      try {
        read(key).ifPresent(stored -> AuditEntry.decode(key, stored.body()));
      } catch (UnreadableObject e) {
        findings.add(Finding.of(FindingCode.AUDIT_UNREADABLE, key, e));
      }
    }
  }

  /** An object that every graph has. */
  private void check(
      String key, FindingCode missing, FindingCode unreadable, Consumer<StoredObject> decode) {
    try {
      Optional<StoredObject> stored = read(key);
      stored.ifPresentOrElse(
          decode, () -> findings.add(Finding.of(missing, key, missing.meaning())));
    } catch (UnreadableObject e) {
      findings.add(Finding.of(unreadable, key, e));
    }
  }

  private Optional<StoredObject> read(String key) {
    return store.read(key);
  }
}
