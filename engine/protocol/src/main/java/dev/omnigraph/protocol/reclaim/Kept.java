package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.table.NewBase;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.RowDelta;
import dev.omnigraph.table.TableVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the branches and operations in flight keep.
 *
 * @param needed data that must be there
 * @param spared data that is kept if it is there
 * @param changeSets keys
 * @param changesJudgedAfter by branch id: all records that are newer than this were read, so a
 *     newer change set that is not among {@code changeSets} belongs to none
 */
public record Kept(
    Data needed, Data spared, Set<String> changeSets, Map<BranchId, Instant> changesJudgedAfter) {
  public Kept {
    changeSets = Set.copyOf(changeSets);
    changesJudgedAfter = Map.copyOf(changesJudgedAfter);
  }

  /**
   * Of the tables: the bases of versions, the files that were added on top of them, and what is
   * derived from their rows: look-up objects and search segments.
   */
  public static final class Data {
    private final Set<TableVersion> versions = new HashSet<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> derived = new HashSet<>();

    /** With all that they name. */
    public Set<TableVersion> versions() {
      return versions;
    }

    /** By key. */
    public Set<String> files() {
      return files;
    }

    /** By key. That one is gone harms nobody, needed or spared. */
    public Set<String> derived() {
      return derived;
    }

    /** All versions of a state. */
    public void add(ManifestState state) {
      state.pins().values().forEach(this::add);
    }

    private void add(Pin pin) {
      versions.add(new TableVersion(pin.path(), pin.version()));
      if (pin.manifest() != null) {
        files.addAll(pin.manifest().files(pin.path()));
      }
      derived.addAll(pin.derivedKeys());
    }
  }

  /** Goes on from a state through the records that follow it. */
  static final class Walk {
    private final Data data;
    private final Map<TableId, String> paths = new HashMap<>();

    Walk(Data data, ManifestState from) {
      this.data = data;
      data.add(from);
      from.pins().forEach((table, pin) -> paths.put(table, pin.path()));
    }

    void next(ManifestRecord record) {
      record
          .tables()
          .forEach(
              (table, change) -> {
                switch (change.step()) {
                  case NewBase(Pin pin) -> {
                    data.add(pin);
                    paths.put(table, pin.path());
                  }
                  case RowDelta delta -> data.files.addAll(delta.files(path(record, table)));
                }
              });
    }

    private String path(ManifestRecord record, TableId table) {
      String path = paths.get(table);
      if (path == null) {
        throw UnreadableObject.corrupt(
            ObjectKeys.record(record.branchId(), record.seq()),
            "there is no table " + table + " before it",
            null);
      }
      return path;
    }
  }
}
