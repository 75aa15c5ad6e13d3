package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.lookup.LookupReader;
import dev.omnigraph.lookup.LookupRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lance.FragmentMetadata;

/**
 * Which derived objects a version may name once it has files of another version. An object has left
 * out the rows that were deleted when it was built, so it is named only where these are certainly
 * deleted now too: of each file that it knows, it left out nothing, or the rows of the very list
 * that the version has, or the version does not have the file.
 */
final class AdoptedFiles {
  private final LanceTable table;
  private final List<FragmentMetadata> adopted;

  /**
   * @param table that gets the files
   * @param adopted fragments without a list of deleted rows
   */
  AdoptedFiles(LanceTable table, List<FragmentMetadata> adopted) {
    this.table = table;
    this.adopted = adopted;
  }

  /**
   * @param before version of the table, or one that follows it by a change of rows
   * @param sources versions that the files come from: without the segments of these the files would
   *     be read until the next upkeep
   */
  Pin named(Pin before, List<Pin> sources) {
    if (adopted.isEmpty()) {
      return before;
    }
    Map<String, String> lists = new HashMap<>();
    adopted.forEach(fragment -> put(lists, FragmentMessage.of(fragment), ""));
    // A file that was here before may have had deleted rows then; not if an object is of use to the
    // versions that it comes from, which have all of its rows.
    List<LookupRef> lookups = new ArrayList<>(before.lookups());
    lookups.removeIf(
        ref ->
            !sources.stream().allMatch(source -> source.lookups().contains(ref))
                && !isGood(() -> files(ref), lists));
    List<SegmentRef> segments = new ArrayList<>(before.segments());
    segments.removeIf(
        ref ->
            !sources.stream().allMatch(source -> source.segments().contains(ref))
                && !isGood(() -> files(ref), lists));
    LanceLookups.fragments(table)
        .forEach(fragment -> put(lists, fragment, fragment.live(before.path()).file().deletions()));
    sources.stream()
        .flatMap(source -> source.segments().stream())
        .distinct()
        .filter(ref -> !before.segments().contains(ref) && isGood(() -> files(ref), lists))
        .forEach(segments::add);
    return before.withLookups(lookups).withSegments(segments);
  }

  private void put(Map<String, String> lists, FragmentMessage fragment, String deletions) {
    fragment.data(table.pin().path()).forEach(file -> lists.put(file, deletions));
  }

  /** Not one that cannot be read: nobody can tell what it would know. */
  private static boolean isGood(Supplier<List<CoveredFile>> known, Map<String, String> lists) {
    try {
      return known.get().stream()
          .allMatch(
              file ->
                  file.deletions().isEmpty()
                      || lists
                          .getOrDefault(file.path(), file.deletions())
                          .equals(file.deletions()));
    } catch (DerivedUnusable unusable) {
      return false;
    }
  }

  private List<CoveredFile> files(SegmentRef ref) {
    return SegmentForm.files(ref, LanceSearch.ranges(table, ref), table.tables().pages());
  }

  private List<CoveredFile> files(LookupRef ref) {
    LookupReader reader = table.lookup(ref.by());
    if (reader == null) {
      throw new DerivedUnusable("There is no object by " + ref.by() + ".");
    }
    return reader.files();
  }
}
