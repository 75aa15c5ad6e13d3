package dev.omnigraph.table;

import dev.omnigraph.lookup.LookupRef;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exact version of a table that a commit names. Two pins are of one version exactly when they
 * are equal.
 *
 * @param path the dataset's folder below the graph root
 * @param version number of the base, the version that Lance made last: 1 for the empty table, else
 *     detached (negative)
 * @param transaction uuid of the Lance transaction that made the base
 * @param rows live rows
 * @param generation counts the commits that changed the table, from 0
 * @param manifest what the version consists of; null of a version that is its base and too large
 *     for it
 * @param lookups its look-up objects, at most one for each column of ids. They are derived from
 *     some version of the table with the same columns, this one or an earlier one
 * @param segments its search segments, each named once. They are derived from some version of the
 *     table too, with these or other columns
 * @param values by column, how many different values it has, about; of the columns of this or an
 *     earlier version that were counted. Plans depend on them, answers do not
 */
public record Pin(
    String path,
    long version,
    String transaction,
    long rows,
    long generation,
    @Nullable VersionManifest manifest,
    List<LookupRef> lookups,
    List<SegmentRef> segments,
    SortedMap<String, Long> values) {
  public Pin {
    lookups = List.copyOf(lookups);
    segments = List.copyOf(segments);
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    if (lookups.stream().map(LookupRef::by).distinct().count() < lookups.size()) {
      throw new IllegalArgumentException("there are two look-up objects by one column");
    }
    if (segments.stream().map(ref -> ref.object().name()).distinct().count() < segments.size()) {
      throw new IllegalArgumentException("a search segment is named twice");
    }
  }

  /** A version without search segments. */
  public Pin(
      String path,
      long version,
      String transaction,
      long rows,
      long generation,
      @Nullable VersionManifest manifest,
      List<LookupRef> lookups,
      SortedMap<String, Long> values) {
    this(path, version, transaction, rows, generation, manifest, lookups, List.of(), values);
  }

  /**
   * The version after a change of rows, this one when there is none; empty when it does not fit.
   */
  Optional<Pin> after(RowDelta delta) {
    if (delta.equals(RowDelta.NONE)) {
      return Optional.of(this);
    }
    return Optional.ofNullable(manifest)
        .flatMap(before -> before.after(delta))
        .map(
            after ->
                new Pin(
                    path,
                    version,
                    transaction,
                    after.rows(),
                    generation + 1,
                    after,
                    lookups,
                    segments,
                    values));
  }

  /**
   * What a commit that makes the other version of this one says in its record.
   *
   * @param next of the same path
   */
  public TableStep stepTo(Pin next) {
    if (equals(next)) {
      return RowDelta.NONE;
    }
    if (manifest != null && next.manifest != null) {
      RowDelta delta = manifest.deltaTo(next.manifest);
      // The key of a list of deleted rows has the fragment's id, which a delta does not say.
      boolean says = delta.fragments().stream().noneMatch(FragmentMessage::hasDeletions);
      if (says && after(delta).equals(Optional.of(next))) {
        return delta;
      }
    }
    return new NewBase(next);
  }

  /** The same version with other look-up objects. */
  Pin withLookups(List<LookupRef> others) {
    return new Pin(
        path, version, transaction, rows, generation, manifest, others, segments, values);
  }

  /** The same version with other search segments. */
  Pin withSegments(List<SegmentRef> others) {
    return new Pin(path, version, transaction, rows, generation, manifest, lookups, others, values);
  }

  /** The same version with other numbers of values. */
  Pin withValues(SortedMap<String, Long> others) {
    return new Pin(
        path, version, transaction, rows, generation, manifest, lookups, segments, others);
  }

  /** The same version as the one after so many changes of the table. */
  Pin withGeneration(long changes) {
    return new Pin(path, version, transaction, rows, changes, manifest, lookups, segments, values);
  }

  /** Keys of its look-up objects. */
  public List<String> lookupKeys() {
    return lookups.stream().map(ref -> TableObject.lookup(path, ref.object().name())).toList();
  }

  /** Keys of its search segments. */
  public List<String> segmentKeys() {
    return segments.stream().map(ref -> TableObject.segment(path, ref.object().name())).toList();
  }

  /** Keys of all objects that are derived from its rows. */
  public List<String> derivedKeys() {
    return Stream.concat(lookupKeys().stream(), segmentKeys().stream()).toList();
  }

  /** What tells the contents of the path's versions apart; not what is derived from them. */
  public String digest() {
    return manifest == null ? version + " " + transaction : manifest.digest();
  }
}
