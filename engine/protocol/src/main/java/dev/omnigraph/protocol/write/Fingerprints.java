package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.WritableTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What records keep of the files that a commit adds to its tables. */
final class Fingerprints {
  private final Requests requests;
  private final Parallel parallel;

  Fingerprints(Requests requests, Parallel parallel) {
    this.requests = requests;
    this.parallel = parallel;
  }

  /**
   * Starts asking the store about files that have been written.
   *
   * @param known those of which the writer can tell itself
   */
  CompletableFuture<SortedMap<String, Fingerprint>> start(
      String path, Collection<String> files, Map<String, Fingerprint> known) {
    SortedMap<String, Fingerprint> all = new TreeMap<>();
    known.forEach((key, file) -> all.put(name(path, key), file));
    List<String> asked = files.stream().filter(key -> !known.containsKey(key)).toList();
    if (asked.isEmpty()) {
      return CompletableFuture.completedFuture(all);
    }
    return parallel.start(
        () -> {
          all.putAll(of(path, asked));
          return all;
        });
  }

  /**
   * Those of a change that moved to another version.
   *
   * @param before what is known of the files that it wrote before, by name
   */
  SortedMap<String, Fingerprint> moved(
      String path, StagedChange change, SortedMap<String, Fingerprint> before) {
    Map<String, Fingerprint> known = new HashMap<>(change.known());
    for (String key : change.files()) {
      Fingerprint file = before.get(name(path, key));
      if (file != null) {
        known.put(key, file);
      }
    }
    return Parallel.join(start(path, change.files(), known));
  }

  private static String name(String path, String key) {
    return key.substring(path.length() + 1);
  }

  /**
   * The version's own file, where that costs no round trip: it is the last one written, so there is
   * nothing to ask beside.
   */
  SortedMap<String, Fingerprint> withVersion(SortedMap<String, Fingerprint> files, Pin pin) {
    if (!requests.isNear()) {
      return files;
    }
    SortedMap<String, Fingerprint> all = new TreeMap<>(files);
    all.putAll(
        of(
            pin.path(),
            List.of(TableObject.versionKey(new TableVersion(pin.path(), pin.version())))));
    return all;
  }

  /** Those that a version names and its base does not. */
  SortedMap<String, Fingerprint> added(WritableTable base, WritableTable made) {
    Set<String> added = new TreeSet<>(made.named());
    added.removeAll(base.named());
    List<String> files = new ArrayList<>();
    for (String unit : added) {
      if (TableObject.isFolder(unit)) {
        requests
            .list(Seam.STAGE_FINGERPRINT, unit + "/")
            .entries()
            .forEach(entry -> files.add(entry.key()));
      } else {
        files.add(unit);
      }
    }
    return of(made.pin().path(), files);
  }

  private SortedMap<String, Fingerprint> of(String path, Collection<String> files) {
    List<Supplier<Map.Entry<String, Fingerprint>>> works = new ArrayList<>();
    for (String file : files) {
      works.add(() -> Map.entry(name(path, file), of(file)));
    }
    SortedMap<String, Fingerprint> fingerprints = new TreeMap<>();
    parallel.all(works).forEach(entry -> fingerprints.put(entry.getKey(), entry.getValue()));
    return fingerprints;
  }

  private Fingerprint of(String file) {
    return requests
        .fingerprint(Seam.STAGE_FINGERPRINT, file)
        .orElseThrow(
            () ->
                new StoreException.Transient(
                    "The store acknowledged '" + file + "' and does not have it.", null));
  }
}
