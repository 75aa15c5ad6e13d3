package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.table.UpkeepPlanner.Build;
import dev.omnigraph.table.UpkeepPlanner.Part;
import dev.omnigraph.table.UpkeepPlanner.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UpkeepPlannerTest {
  /** Full at 1000 rows or bytes, cheap up to 20, ratio 4, worn at a tenth. */
  private final UpkeepPlanner planner =
      new UpkeepPlanner(new UpkeepPolicy(1000, 1000, 20, 20, 4, 0.1));

  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);

  @Test
  void smallFragmentsAreMergedAndALargeOneIsLeftAlone() {
    assertThat(planner.rewrites(List.of(part(0, 900), part(1, 1), part(2, 2), part(3, 1))))
        .containsExactly(List.of(1, 2, 3));
  }

  @Test
  void aLargerFragmentJoinsWhenTheSmallOnesAreInProportion() {
    assertThat(planner.rewrites(List.of(part(0, 300), part(1, 50), part(2, 40))))
        .containsExactly(List.of(0, 1, 2));
  }

  @Test
  void oneThatIsSmallBesideAllOthersKeepsNoneOfThemFromBeingMerged() {
    assertThat(planner.rewrites(List.of(part(0, 60), part(1, 60), part(2, 10))))
        .containsExactly(List.of(0, 1, 2));
    assertThat(planner.rewrites(List.of(part(0, 10), part(1, 60)))).isEmpty();
    assertThat(planner.rewrites(List.of(part(0, 2), part(1, 60), part(2, 60), part(3, 600))))
        .containsExactly(List.of(0, 1, 2));
  }

  @Test
  void cheapFragmentsAreMergedWhateverTheirProportions() {
    assertThat(planner.rewrites(List.of(part(0, 18), part(1, 1)))).containsExactly(List.of(0, 1));
  }

  @Test
  void fullFragmentsAreNotMergedAndGroupsEndWhenFull() {
    assertThat(planner.rewrites(List.of(part(0, 1000), part(1, 1500)))).isEmpty();
    assertThat(
            planner.rewrites(
                List.of(part(0, 400), part(1, 400), part(2, 400), part(3, 400), part(4, 400))))
        .containsExactly(List.of(0, 1), List.of(2, 3));
  }

  @Test
  void aFragmentWithManyDeletedRowsIsRewrittenAlone() {
    assertThat(
            planner.rewrites(
                List.of(new Part(0, 1000, 100, 10, 1, 0), new Part(1, 1000, 99, 10, 1, 0))))
        .containsExactly(List.of(0));
    assertThat(planner.rewrites(List.of(new Part(5, 10, 1, 10, 1, 0)))).containsExactly(List.of(5));
  }

  @Test
  void aFragmentOfManyFilesOrOfOneThatNobodyReadsIsRewrittenHoweverFullItIs() {
    assertThat(
            planner.rewrites(
                List.of(
                    new Part(0, 2000, 0, 2000, 4, 0),
                    new Part(1, 2000, 0, 2000, 3, 0),
                    new Part(2, 2000, 0, 2000, 2, 1))))
        .containsExactly(List.of(0), List.of(2));
  }

  @Test
  void whatWasMergedNeedsNoMerging() {
    for (int fragments = 0; fragments < 60; fragments++) {
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < fragments; i++) {
        parts.add(part(i, 1 + (i * 37L) % 400));
      }
      List<Part> after = new ArrayList<>(parts);
      int next = 1000;
      for (List<Integer> group : planner.rewrites(parts)) {
        long rows = parts.stream().filter(p -> group.contains(p.id())).mapToLong(Part::rows).sum();
        after.removeIf(p -> group.contains(p.id()));
        after.add(part(next++, rows));
      }
      assertThat(planner.rewrites(after)).as("%s", parts).isEmpty();
    }
  }

  @Test
  void anIndexGetsASegmentForTheFragmentsThatNoneCovers() {
    assertThat(planner.build(List.of(part(0, 900), part(1, 3)), List.of(segment(A, 0))))
        .isEqualTo(new Build(List.of(1), Set.of()));
  }

  @Test
  void aSmallSegmentIsReplacedByOneThatCoversItsFragmentsToo() {
    assertThat(
            planner.build(
                List.of(part(0, 900), part(1, 3), part(2, 4)),
                List.of(segment(A, 0), segment(B, 1))))
        .isEqualTo(new Build(List.of(1, 2), Set.of(B)));
  }

  @Test
  void aSegmentWhoseFragmentsAreGoneIsRemovedAndNeverExtended() {
    assertThat(planner.build(List.of(part(5, 900)), List.of(segment(A, 0, 1), segment(B, 5))))
        .isEqualTo(new Build(List.of(), Set.of(A)));
    assertThat(planner.build(List.of(part(5, 9)), List.of(segment(A, 0, 1))))
        .isEqualTo(new Build(List.of(5), Set.of(A)));
  }

  @Test
  void aCoveredTableOrAnEmptyOneNeedsNothing() {
    assertThat(planner.build(List.of(part(0, 9)), List.of(segment(A, 0, 7)))).isNull();
    assertThat(planner.build(List.of(), List.of())).isNull();
  }

  private static Part part(int id, long rows) {
    return new Part(id, rows, 0, rows, 1, 0);
  }

  private static Segment segment(UUID uuid, Integer... fragments) {
    return new Segment(uuid, Set.of(fragments));
  }
}
