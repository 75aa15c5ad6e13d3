package dev.omnigraph.protocol.check;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.protocol.reclaim.Kept;
import dev.omnigraph.protocol.reclaim.VersionReader;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableObject.Kind;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.VersionContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks a graph: plays all logs, compares what is derived from them, opens every version that a
 * commit within the retention needs, and names what is not the graph's. Asked to, it writes again
 * what is derived, and empties look-up objects that are wrong; it deletes nothing and never touches
 * a record, a table or anything foreign.
 *
 * <p>Safe beside writers. What they do meanwhile may show as pending or as a hint that is behind.
 */
public final class Repair {
  private final Supplier<Inspector> inspections;
  private final VersionReader reader;

  /**
   * @param inspections begins one
   * @param reader of versions of tables
   */
  public Repair(Supplier<Inspector> inspections, VersionReader reader) {
    this.inspections = inspections;
    this.reader = reader;
  }

  /**
   * @throws GraphException {@code recovery_pending} when asked to write while operations have not
   *     ended; nothing was written
   */
  public RepairAnswer run(RepairRequest request) {
    Inspector inspector = inspections.get();
    List<Finding> findings = new ArrayList<>(inspector.pending());
    if (request.apply() && !findings.isEmpty()) {
      throw pending(findings);
    }
    findings.addAll(inspector.logs(request.apply()));
    Kept.Data data = inspector.data();
    FileCheck files = new FileCheck(inspector);
    findings.addAll(files.run(request.deep()));
    List<Finding> tables = tables(inspector, data, files);
    while (!tables.isEmpty() && inspector.isOvertaken()) {
      data = inspector.data();
      tables = tables(inspector, data, files);
    }
    findings.addAll(tables);
    findings.addAll(new DerivedObjectCheck(inspector, reader, files).run(request));
    findings.addAll(foreign(inspector));
    return new RepairAnswer(
        request.apply(),
        inspector.listing().entries().size(),
        inspector.commits(),
        data.versions().size(),
        findings);
  }

  private List<Finding> tables(Inspector inspector, Kept.Data data, FileCheck files) {
    Set<String> units = units(inspector.listing());
    Set<String> keys = keys(inspector.listing());
    List<Finding> findings = new ArrayList<>();
    List<TableVersion> whole =
        data.versions().stream()
            .filter(version -> !files.isDamaged(TableObject.versionKey(version)))
            .toList();
    reader.contents(
        whole,
        (version, contents) -> {
          if (contents.isEmpty()) {
            findings.add(damage(FindingCode.VERSION_MISSING, version, "The version is gone."));
            return;
          }
          for (String part : missing(inspector, contents.get(), units, keys, version)) {
            findings.add(
                Finding.of(
                    FindingCode.PART_MISSING,
                    part,
                    "A version of " + version.path() + " that commits need names it."));
          }
        },
        (version, failure) ->
            findings.add(
                damage(
                    FindingCode.VERSION_UNREADABLE,
                    version,
                    "The table library cannot open it: " + failure.getMessage())));
    Set<String> named =
        findings.stream().map(Finding::subject).collect(Collectors.toCollection(HashSet::new));
    for (String file : missing(inspector, data.files(), units)) {
      if (named.add(file)) {
        findings.add(Finding.of(FindingCode.PART_MISSING, file, "Commits that are kept name it."));
      }
    }
    return findings;
  }

  /** Files that records name. */
  private static Set<String> missing(Inspector inspector, Set<String> files, Set<String> units) {
    Set<String> missing = new TreeSet<>(files);
    missing.removeAll(units);
    if (!missing.isEmpty()) {
      // What was written since the listing is there by now.
      TableId.FOLDERS.forEach(folder -> missing.removeAll(units(inspector.list(folder))));
    }
    return missing;
  }

  /** Files and folders that the version needs, and files of those folders that records tell of. */
  private static Set<String> missing(
      Inspector inspector,
      VersionContents contents,
      Set<String> units,
      Set<String> keys,
      TableVersion version) {
    Set<String> missing = new TreeSet<>(contents.vital());
    missing.removeAll(units);
    for (String unit : contents.vital()) {
      if (TableObject.isFolder(unit) && units.contains(unit)) {
        // '0' is what follows '/' in the order of characters.
        missing.addAll(inspector.files().subMap(unit + "/", unit + "0").keySet());
      }
    }
    missing.removeAll(keys);
    if (!missing.isEmpty()) {
      // A version that was made since then is there by now with all its parts.
      Listing now = inspector.list(version.path() + "/");
      missing.removeAll(units(now));
      missing.removeAll(keys(now));
    }
    return missing;
  }

  private static Set<String> keys(Listing listing) {
    return listing.entries().stream().map(ObjectEntry::key).collect(Collectors.toSet());
  }

  private static Set<String> units(Listing listing) {
    return listing.entries().stream()
        .flatMap(entry -> TableObject.of(entry.key()).stream())
        .map(TableObject::unit)
        .collect(Collectors.toSet());
  }

  private static Finding damage(FindingCode code, TableVersion version, String message) {
    return Finding.of(code, TableObject.versionKey(version), message);
  }

  private static List<Finding> foreign(Inspector inspector) {
    List<Finding> findings = new ArrayList<>();
    for (ObjectEntry entry : inspector.listing().entries()) {
      Optional<TableObject> object = TableObject.of(entry.key());
      boolean known = ObjectKeys.isKnown(entry.key()) || TableObject.isLibrarysOwn(entry.key());
      if (object.isEmpty() && !known) {
        findings.add(
            Finding.of(
                FindingCode.FOREIGN_OBJECT, entry.key(), "No version of this engine writes it."));
      } else if (object.filter(Repair::isWrittenByOthers).isPresent()) {
        findings.add(
            Finding.of(
                FindingCode.FOREIGN_VERSION,
                entry.key(),
                "Another program wrote to the table; the graph does not read what it wrote."));
      }
    }
    return findings;
  }

  /** The graph has the first linear version of each table only. */
  private static boolean isWrittenByOthers(TableObject object) {
    return object.kind() == Kind.LINEAR_VERSION && object.version() != 1;
  }

  private static GraphException pending(List<Finding> findings) {
    return GraphException.of(
            ProtocolError.RECOVERY_PENDING,
            findings.size()
                + (findings.size() == 1 ? " operation has" : " operations have")
                + " not ended; nothing was repaired.")
        .with(
            "operations",
            findings.stream().map(f -> ObjectKeys.operation(f.subject()).toString()).toList())
        .build();
  }
}
