package dev.omnigraph.protocol.check;

import dev.omnigraph.protocol.reclaim.VersionReader;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks the look-up objects and search segments of the newest versions of tables. Those that only
 * older versions name are not checked: nothing builds them again, and whoever reads such a version
 * finds what is wrong with their bytes.
 */
final class DerivedObjectCheck {
  private final Inspector inspector;
  private final VersionReader reader;
  private final FileCheck files;
  private final Map<String, ObjectEntry> listed;

  /**
   * @param files has been run: a version with a damaged file is not given to the table library
   */
  DerivedObjectCheck(Inspector inspector, VersionReader reader, FileCheck files) {
    this.inspector = inspector;
    this.files = files;
    this.reader = reader;
    this.listed =
        inspector.listing().entries().stream()
            .collect(Collectors.toMap(ObjectEntry::key, Function.identity()));
  }

  /** An object as a version names it, and what is found when it is not there or not right. */
  private record Named(long bytes, FindingCode missing, FindingCode wrong) {
    static Named lookup(long bytes) {
      return new Named(bytes, FindingCode.LOOKUP_MISSING, FindingCode.LOOKUP_WRONG);
    }

    static Named segment(long bytes) {
      return new Named(bytes, FindingCode.SEGMENT_MISSING, FindingCode.SEGMENT_WRONG);
    }
  }

  /** Compares them with the rows only when asked to be deep. */
  List<Finding> run(RepairRequest request) {
    Map<String, Named> named = new TreeMap<>();
    List<Pin> versions = new ArrayList<>();
    for (Pin pin : inspector.newest()) {
      // A branch that did not change a table since it was forked shares the objects.
      if (!named.keySet().containsAll(pin.derivedKeys()) && isWhole(pin)) {
        versions.add(pin);
      }
      for (int i = 0; i < pin.lookups().size(); i++) {
        named.put(pin.lookupKeys().get(i), Named.lookup(pin.lookups().get(i).object().bytes()));
      }
      for (int i = 0; i < pin.segments().size(); i++) {
        named.put(pin.segmentKeys().get(i), Named.segment(pin.segments().get(i).object().bytes()));
      }
    }
    Map<String, String> wrong = request.deep() ? reader.wrongDerived(versions) : Map.of();
    List<Finding> findings = new ArrayList<>();
    named.forEach((key, object) -> check(key, object, wrong, request.apply(), findings));
    return findings;
  }

  private boolean isWhole(Pin pin) {
    return pin.manifest() == null
        || pin.manifest().files(pin.path()).stream().noneMatch(files::isDamaged);
  }

  private void check(
      String key, Named object, Map<String, String> wrong, boolean repair, List<Finding> findings) {
    ObjectEntry entry = listed.get(key);
    if (entry == null || entry.size() == 0) {
      // One that was written since the listing is no finding; an empty one was set aside.
      if (entry != null
          || inspector.list(key.substring(0, key.lastIndexOf('/') + 1)).entries().stream()
              .noneMatch(now -> now.key().equals(key))) {
        findings.add(Finding.of(object.missing(), key, "The next optimize builds it again."));
      }
      return;
    }
    String what =
        entry.size() != object.bytes()
            ? "It has " + entry.size() + " bytes; " + object.bytes() + " were written."
            : wrong.get(key);
    if (what != null) {
      findings.add(inspector.emptied(Finding.of(object.wrong(), key, what), entry, repair));
    }
  }
}
