package dev.omnigraph.protocol.check;

import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.table.TableObject;
import dev.omnigraph.table.TableObject.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the files of tables with what the records say of them: by what the listing tells, and by
 * reading those of which it tells too little. Not through the table library, which a damaged file
 * can bring down.
 */
final class FileCheck {
  private final Inspector inspector;
  private final Set<String> damaged = new HashSet<>();

  FileCheck(Inspector inspector) {
    this.inspector = inspector;
  }

  /**
   * @param deep reads every file, and not only those that a listing casts doubt on and the small
   *     ones that versions are
   */
  List<Finding> run(boolean deep) {
    List<Finding> findings = new ArrayList<>();
    List<String> doubtful = new ArrayList<>();
    for (ObjectEntry entry : inspector.listing().entries()) {
      Fingerprint written = inspector.files().get(entry.key());
      if (written == null) {
        continue;
      }
      if (entry.size() != written.size()) {
        findings.add(
            damage(
                entry.key(),
                "It has " + entry.size() + " bytes; " + written.size() + " were written."));
      } else if (deep || isVersion(entry) || isAnother(written, entry)) {
        doubtful.add(entry.key());
      }
    }
    inspector
        .verify(doubtful)
        .forEach(
            (key, match) -> {
              switch (match) {
                case SAME -> {}
                case DIFFERENT -> findings.add(damage(key, "Its bytes are not those written."));
                case UNPROVEN ->
                    findings.add(
                        damage(
                            key,
                            "It was written again since its commit, perhaps by a copy; whether its"
                                + " bytes are the same cannot be told."));
              }
            });
    return findings;
  }

  /** Whether the file was found to be damaged. */
  boolean isDamaged(String key) {
    return damaged.contains(key);
  }

  private static boolean isAnother(Fingerprint written, ObjectEntry entry) {
    return written.isComparable(entry) && written.compare(entry) != Fingerprint.Match.SAME;
  }

  private static boolean isVersion(ObjectEntry entry) {
    return TableObject.of(entry.key()).filter(object -> object.kind() != Kind.PART).isPresent();
  }

  private Finding damage(String key, String message) {
    damaged.add(key);
    return Finding.of(FindingCode.FILE_DAMAGED, key, message);
  }
}
