package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.lookup.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookupPlannerTest {
  private static final LookupPlanner PLANNER = new LookupPlanner(TableOptions.DEFAULT);
  private static final List<CoveredFile> COVERED = List.of(file("a", 600), file("b", 400));

  @Test
  void anObjectThatKnowsMostRowsStays() {
    assertThat(isStale(live(0, file("a", 600)), live(1, file("b", 400)))).isFalse();
    assertThat(isStale(live(0, file("a", 600)), live(7, file("b", 400)), live(9, file("c", 99))))
        .as("by file and not by id, and fewer than a tenth come")
        .isFalse();
  }

  @Test
  void oneThatDoesNotIsBuiltAgain() {
    assertThat(isStale(live(0, file("a", 600)), live(1, file("b", 400)), live(2, file("c", 100))))
        .as("a tenth more")
        .isTrue();
    assertThat(isStale(live(0, file("a", 600)))).as("a file is gone").isTrue();
    assertThat(
            isStale(
                new LiveFile(0, new CoveredFile("a", 600, "deleted"), 520),
                live(1, file("b", 400)),
                live(2, file("c", 20))))
        .as("deleted and more, together a tenth")
        .isTrue();
    List<LiveFile> many = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      many.add(live(i, i < 2 ? COVERED.get(i) : file("tail" + i, 1)));
    }
    assertThat(isStale(many.toArray(LiveFile[]::new))).as("17 fragments more").isTrue();
    assertThat(isStale(many.subList(0, 18).toArray(LiveFile[]::new))).isFalse();
  }

  @Test
  void oneOfALargeTableIsBuiltAgainBeforeItsReadersGiveItUp() {
    List<CoveredFile> covered = List.of(file("a", 10_000_000));
    long most = Lookup.MOST_UNCOVERED_ROWS / 2;

    for (long more : new long[] {most, most + 1}) {
      List<LiveFile> version = List.of(live(0, covered.getFirst()), live(1, file("b", more)));
      assertThat(PLANNER.isStale(covered, version, Set.of())).isEqualTo(more > most);
    }
    LiveFile deleted = new LiveFile(0, new CoveredFile("a", 10_000_000, "deleted"), 9_900_000);
    assertThat(PLANNER.isStale(covered, List.of(deleted), Set.of()))
        .as("what is gone is not read")
        .isFalse();
  }

  @Test
  void oneWhoseFragmentIsRewrittenIsBuiltAgain() {
    List<LiveFile> version =
        List.of(live(0, file("a", 600)), live(1, file("b", 400)), live(2, file("c", 1)));

    assertThat(PLANNER.isStale(COVERED, version, Set.of(1))).isTrue();
    assertThat(PLANNER.isStale(COVERED, version, Set.of(2))).isFalse();
  }

  @Test
  void onlyATableThatIsNotReadWholeHasObjects() {
    List<LookupSpec> specs =
        List.of(new LookupSpec(dev.omnigraph.lookup.LookupColumn.ID, null, null));
    long small = TableOptions.DEFAULT.reads().smallRows();
    int whole = TableOptions.DEFAULT.reads().wholeBytes();

    assertThat(PLANNER.isWanted(List.of(part(small, whole)), small, specs)).isFalse();
    assertThat(PLANNER.isWanted(List.of(part(small + 1, whole)), small + 1, specs)).isTrue();
    assertThat(PLANNER.isWanted(List.of(part(9, whole + 1)), 9, specs)).isTrue();
    assertThat(PLANNER.isWanted(List.of(part(small + 1, whole)), small + 1, List.of())).isFalse();
    assertThat(PLANNER.isWanted(List.of(part(1 << 25, whole)), 1 << 25, specs))
        .as("more than the memory has room for")
        .isFalse();
  }

  private static boolean isStale(LiveFile... version) {
    return PLANNER.isStale(COVERED, List.of(version), Set.of());
  }

  private static CoveredFile file(String path, long rows) {
    return new CoveredFile(path, rows, "");
  }

  private static LiveFile live(int fragment, CoveredFile file) {
    return new LiveFile(fragment, file, file.rows());
  }

  private static UpkeepPlanner.Part part(long rows, long bytes) {
    return new UpkeepPlanner.Part(0, rows, 0, bytes, 1, 0);
  }
}
