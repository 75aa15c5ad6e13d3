package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.IoStats;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions that went on from one, compared and put together by their files. */
class VersionDiffTest {
  @TempDir private Path folder;

  @Test
  void twoVersionsThatWentOnFromOneDifferInWhatEachWrote() {
    try (PeopleTables people = new PeopleTables(folder, 50)) {
      Pin base = people.know("a", 20).knows;
      Pin ours = people.without(people.know("b", 5).knows, "a3", "a4");
      people.knows = base;
      Pin theirs = people.without(people.know("c", 7).knows, "a4", "c1");

      assertThat(onlyInTheSecond(people, theirs, ours))
          .containsExactly("b0", "b1", "b2", "b3", "b4");
      assertThat(onlyInTheSecond(people, ours, theirs))
          .containsExactly("a3", "c0", "c2", "c3", "c4", "c5", "c6");
    }
  }

  @Test
  void versionsWithTheSameListsOfDeletedRowsAreComparedWithoutARequest() {
    try (PeopleTables people = new PeopleTables(folder, 50)) {
      Pin base = people.without(people.know("a", 20).knows, "a1");
      people.knows = base;
      Pin after = people.know("b", 5).knows;
      try (WritableTable first = people.tables.open(base);
          WritableTable second = people.tables.open(after)) {
        IoStats before = people.tables.io();

        VersionDiff diff = VersionDiff.between(first, second);

        assertThat(people.tables.io()).isEqualTo(before);
        assertThat(diff.added()).hasSize(1);
        assertThat(diff.removed()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatOneVersionWroteIsPutOnAnotherByItsFiles(long seed) {
    try (PeopleTables people = new PeopleTables(folder, 50)) {
      Pin both = putTogether(people, seed);

      assertThat(both.manifest()).isNotNull();
    }
  }

  /** Then the library gives the fragments their ids, and not the version's own list of them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatOneVersionWroteIsPutOnAnotherOfMoreFragmentsThanARecordCarries(long seed) {
    FileObjectStore store = new FileObjectStore(folder, InstantSource.system());
    LanceTables few = LanceTables.open(store, Map.of(), PeopleTables.OPTIONS, 3);
    try (PeopleTables people = new PeopleTables(few, 50)) {
      Pin both = putTogether(people, seed);

      assertThat(both.manifest()).isNull();
      try (WritableTable table = people.tables.open(both)) {
        assertThat(table.files()).extracting(LiveFile::fragment).doesNotHaveDuplicates();
      }
      people.knows = both;
      Pin after = people.without(people.know("later", 2).knows, "later1");
      assertThat(ids(people, after)).contains("later0").doesNotContain("later1");
    }
  }

  private static Pin putTogether(PeopleTables people, long seed) {
    Random random = new Random(seed);
    Pin base = people.without(people.know("a", 40).knows, "a1", "a39");
    List<String> free = ids(people, base);
    SortedSet<String> expected = new TreeSet<>(free);
    Pin ours = base;
    Pin theirs = base;
    for (int step = 0; step < 6; step++) {
      String gone = free.remove(random.nextInt(free.size()));
      String name = (random.nextBoolean() ? "o" : "t") + step + "-";
      people.knows = name.startsWith("o") ? ours : theirs;
      Pin next = people.without(people.know(name, 2).knows, gone);
      ours = name.startsWith("o") ? next : ours;
      theirs = name.startsWith("t") ? next : theirs;
      expected.remove(gone);
      expected.addAll(List.of(name + 0, name + 1));
    }

    Pin both = merged(people, base, ours, theirs);

    assertThat(ids(people, both)).containsExactlyElementsOf(expected);
    return both;
  }

  private static Pin merged(PeopleTables people, Pin base, Pin ours, Pin theirs) {
    try (WritableTable common = people.tables.open(base);
        WritableTable source = people.tables.open(theirs);
        WritableTable target = people.tables.open(ours);
        Staging staging = target.stage(new OperationId("merge"))) {
      VersionDiff diff = VersionDiff.between(common, source);
      diff.added().forEach(file -> staging.adopt(source, file));
      Map<String, LiveFile> files = VersionDiff.byFile(target);
      VersionDiff.addresses(diff.removed(), files).forEach(staging::delete);
      return target.commit(staging.finish()).orElseThrow();
    }
  }

  private static List<String> ids(PeopleTables people, Pin pin) {
    try (WritableTable table = people.tables.open(pin)) {
      return new ArrayList<>(Rows.ids(table, null));
    }
  }

  /** The ids in the second version that the first lacks, by what their difference names. */
  private static List<String> onlyInTheSecond(PeopleTables people, Pin first, Pin second) {
    try (WritableTable before = people.tables.open(first);
        WritableTable after = people.tables.open(second)) {
      VersionDiff diff = VersionDiff.between(before, after);
      SortedSet<String> ids = new TreeSet<>();
      ScanRequest id = ScanRequest.of(List.of("id"));
      diff.added()
          .forEach(
              file ->
                  Rows.read(after, id.in(List.of(file.fragment())))
                      .forEach(row -> ids.add(String.valueOf(row.get("id")))));
      List<Long> restored = VersionDiff.addresses(diff.restored(), VersionDiff.byFile(after));
      if (!restored.isEmpty()) {
        Rows.read(after, id.at(restored)).forEach(row -> ids.add(String.valueOf(row.get("id"))));
      }
      return List.copyOf(ids);
    }
  }
}
