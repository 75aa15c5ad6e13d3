package dev.omnigraph.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws commits and what they follow as lines of text. A commit stands in a lane, and its lane goes
 * on downwards to its first parent:
 *
 * <pre>
 * ●    a merge
 * ├─╮
 * │ ●  what was merged
 * ● │
 * ├─╯
 * ●    where both began
 * </pre>
 *
 * Two lanes that wait for one commit join above it, so a fork has as many lanes as it has children.
 * A lane that is free again is used by the next that needs one. A merge of what is not drawn is a
 * {@code ◆} without a second lane, and upkeep a {@code ○}.
 */
final class CommitLanes {
  private static final String COMMIT = "●";
  private static final String UPKEEP = "○";
  private static final String MERGE = "◆";

  /** For each lane the commit that it leads to; null where it is free. */
  private final List<@Nullable String> lanes = new ArrayList<>();

  private final List<Row> rows = new ArrayList<>();

  private final Set<String> drawn = new HashSet<>();

  private CommitLanes() {}

  /**
   * A commit to be drawn.
   *
   * @param parents the one that it follows first, whose lane stays open to the end if it is not
   *     drawn, then what it merged
   * @param upkeep whether it changes nothing that queries see
   */
  record Node(String id, List<String> parents, boolean upkeep) {
    Node {
      parents = List.copyOf(parents);
    }
  }

  /**
   * A line of the drawing.
   *
   * @param node the commit beside it; null between commits
   */
  record Row(String lines, @Nullable Node node) {}

  /**
   * @param nodes each before its parents
   * @return a row for each of them, in their order, with rows between them where lanes meet or part
   */
  static List<Row> of(List<Node> nodes) {
    CommitLanes lanes = new CommitLanes();
    nodes.forEach(node -> lanes.drawn.add(node.id()));
    nodes.forEach(lanes::draw);
    return List.copyOf(lanes.rows);
  }

  private void draw(Node node) {
    int lane = lanes.indexOf(node.id());
    if (lane < 0) {
      lane = take(0);
    } else {
      join(lane, node.id());
    }
    lanes.set(lane, node.id());
    List<String> parents = node.parents();
    boolean leads = parents.size() > 1 && drawn.contains(parents.getLast());
    String commit = parents.size() > 1 && !leads ? MERGE : node.upkeep() ? UPKEEP : COMMIT;
    rows.add(new Row(line(lane, commit), node));
    lanes.set(lane, parents.isEmpty() ? null : parents.getFirst());
    if (leads) {
      part(lane, parents.getLast());
    }
    while (!lanes.isEmpty() && lanes.getLast() == null) {
      lanes.removeLast();
    }
  }

  /** Ends all lanes but the first that lead to the commit. */
  private void join(int first, String id) {
    int last = lanes.lastIndexOf(id);
    if (last == first) {
      return;
    }
    Line line = new Line();
    line.put(first, "├");
    for (int i = first + 1; i <= last; i++) {
      boolean ends = id.equals(lanes.get(i));
      line.put(i, ends ? (i == last ? "╯" : "┴") : lanes.get(i) == null ? "─" : "┼");
    }
    line.across(first, last);
    rows.add(new Row(line.toString(), null));
    for (int i = first + 1; i <= last; i++) {
      if (id.equals(lanes.get(i))) {
        lanes.set(i, null);
      }
    }
  }

  /** Leads a second lane from the commit to what it merged: one that is there, or a new one. */
  private void part(int lane, String merged) {
    int there = lanes.indexOf(merged);
    if (there == lane) {
      return;
    }
    int to = there < 0 ? take(lane + 1) : there;
    int left = Math.min(lane, to);
    int right = Math.max(lane, to);
    Line line = new Line();
    line.put(left, "├");
    for (int i = left + 1; i < right; i++) {
      line.put(i, lanes.get(i) == null ? "─" : "┼");
    }
    line.put(right, there < 0 ? "╮" : "┤");
    line.across(left, right);
    rows.add(new Row(line.toString(), null));
    lanes.set(to, merged);
  }

  /** A free lane at this place or after it. */
  private int take(int from) {
    for (int i = from; i < lanes.size(); i++) {
      if (lanes.get(i) == null) {
        return i;
      }
    }
    lanes.add(null);
    return lanes.size() - 1;
  }

  private String line(int lane, String commit) {
    Line line = new Line();
    line.put(lane, commit);
    return line.toString();
  }

  /** Cells of the lanes with a gap after each; what is not put is a lane that goes on. */
  private final class Line {
    private final List<String> cells = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    Line() {
      for (String lane : lanes) {
        cells.add(lane == null ? " " : "│");
        gaps.add(" ");
      }
    }

    void put(int lane, String cell) {
      cells.set(lane, cell);
    }

    void across(int from, int to) {
      for (int i = from; i < to; i++) {
        gaps.set(i, "─");
      }
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        text.append(cells.get(i)).append(gaps.get(i));
      }
      return text.toString().stripTrailing();
    }
  }
}
