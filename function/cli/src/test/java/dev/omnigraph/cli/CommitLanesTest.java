package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.cli.CommitLanes.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CommitLanesTest {

  @Test
  void aHistoryWithoutForksIsOneLane() {
    assertDrawn(
        """
        c: b
        b: a
        a:
        """,
        """
        ● c
        ● b
        ● a
        """);
  }

  @Test
  void aForkHasALaneUntilTheCommitThatItBeganAt() {
    assertDrawn(
        """
        m3: m2
        f2: f1
        m2: m1
        f1: m1
        m1:
        """,
        """
        ● m3
        │ ● f2
        ● │ m2
        │ ● f1
        ├─╯
        ● m1
        """);
  }

  @Test
  void aMergeHasTwoLanesDownToWhereTheyParted() {
    assertDrawn(
        """
        m3: m2 f2
        f2: f1
        m2: m1
        f1: m1
        m1:
        """,
        """
        ● m3
        ├─╮
        │ ● f2
        ● │ m2
        │ ● f1
        ├─╯
        ● m1
        """);
  }

  @Test
  void aBranchThatWentOnAfterItsMergeKeepsItsLane() {
    assertDrawn(
        """
        f3: f2
        m3: m2 f2
        f2: m1
        m2: m1
        m1:
        """,
        """
        ● f3
        │ ● m3
        ├─┤
        ● │ f2
        │ ● m2
        ├─╯
        ● m1
        """);
  }

  @Test
  void twoBranchesThatMergedEachOtherCross() {
    assertDrawn(
        """
        f3: f2 m2
        m3: m2 f2
        f2: m1
        m2: m1
        m1:
        """,
        """
        ● f3
        ├─╮
        │ │ ● m3
        ├─┼─┤
        ● │ │ f2
        │ ├─╯
        │ ● m2
        ├─╯
        ● m1
        """);
  }

  @Test
  void aForkOfAForkHasItsOwnLane() {
    assertDrawn(
        """
        g2: g1
        f2: f1
        g1: f1
        m2: m1
        f1: m1
        m1:
        """,
        """
        ● g2
        │ ● f2
        ● │ g1
        │ │ ● m2
        ├─╯ │
        ●   │ f1
        ├───╯
        ● m1
        """);
  }

  @Test
  void threeForksOfOneCommitJoinInOneLine() {
    assertDrawn(
        """
        a: m
        b: m
        c: m
        m:
        """,
        """
        ● a
        │ ● b
        │ │ ● c
        ├─┴─╯
        ● m
        """);
  }

  @Test
  void aLaneBetweenTwoThatJoinIsCrossed() {
    assertDrawn(
        """
        a: m
        b: x
        c: m
        m: l
        x: l
        l:
        """,
        """
        ● a
        │ ● b
        │ │ ● c
        ├─┼─╯
        ● │ m
        │ ● x
        ├─╯
        ● l
        """);
  }

  @Test
  void aMergeOfWhatIsNotDrawnHasNoSecondLane() {
    assertDrawn(
        """
        m3: m2 gone
        m2: m1
        m1:
        """,
        """
        ◆ m3
        ● m2
        ● m1
        """);
  }

  @Test
  void aHistoryThatIsCutGoesOnToTheEnd() {
    assertDrawn(
        """
        f1: m1
        m3: m2
        m2: older
        """,
        """
        ● f1
        │ ● m3
        │ ● m2
        """);
  }

  @Test
  void aMergeWhoseBranchHasNoNameAnyMoreLooksTheSame() {
    assertDrawn(
        """
        m4: m3
        m3: m1 d2
        d2: d1
        d1: m1
        m1:
        """,
        """
        ● m4
        ● m3
        ├─╮
        │ ● d2
        │ ● d1
        ├─╯
        ● m1
        """);
  }

  @Test
  void aLaneThatIsFreeIsUsedAgain() {
    assertDrawn(
        """
        m5: m4 g1
        g1: m4
        m4: m3 f1
        f1: m3
        m3:
        """,
        """
        ● m5
        ├─╮
        │ ● g1
        ├─╯
        ● m4
        ├─╮
        │ ● f1
        ├─╯
        ● m3
        """);
  }

  @Test
  void upkeepIsDrawnEmpty() {
    List<CommitLanes.Row> rows =
        CommitLanes.of(List.of(new Node("o", List.of("a"), true), new Node("a", List.of(), false)));

    assertThat(rows).extracting(CommitLanes.Row::lines).containsExactly("○", "●");
  }

  @Test
  void nothingIsNoLine() {
    assertThat(CommitLanes.of(List.of())).isEmpty();
  }

  /**
   * @param commits one a line, each before its parents: {@code id: parent merged}
   */
  private static void assertDrawn(String commits, String drawing) {
    List<Node> nodes = commits.lines().map(CommitLanesTest::node).toList();

    String drawn =
        CommitLanes.of(nodes).stream()
            .map(row -> row.lines() + (row.node() == null ? "" : " " + row.node().id()))
            .collect(Collectors.joining("\n", "", "\n"));

    assertThat(drawn).isEqualTo(drawing);
  }

  private static Node node(String line) {
    String[] halves = line.split(":", 2);
    List<String> parents =
        Arrays.stream(halves[1].split(" ")).filter(word -> !word.isEmpty()).toList();
    return new Node(halves[0], parents, false);
  }
}
