package dev.omnigraph.model;

import dev.omnigraph.model.Layout.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The versions of one table on each of its branches, as the logs fold to them. A version is a
 * content for each fragment id: a file, and which of its rows live; 0 where no fragment is.
 */
final class FragmentCells {
  private static final int FILE = 32;

  private final int ids;

  /** By branch: the work that made each record, from 1 on. */
  final List<Cells> by = new ArrayList<>();

  /** By branch and seq. */
  private final List<List<Cells>> contents = new ArrayList<>();

  /** By branch: whether an id was given to a second fragment. */
  private final Cells givenTwice;

  /**
   * @param works of which each may be committed once
   * @param names of the branches
   */
  FragmentCells(Layout layout, List<Work> works, List<String> names) {
    this.ids = 2 + (int) works.stream().filter(w -> w.inserts() || w.compacts()).count();
    for (String name : names) {
      int count = works.size() + 1;
      by.add(
          layout.shared("record of " + name, count, v -> v == 0 ? "-" : works.get(v - 1).text()));
      contents.add(
          IntStream.range(0, count)
              .mapToObj(seq -> name + " at " + seq + ", fragment")
              .map(text -> layout.shared(text, ids, FragmentCells::text))
              .toList());
    }
    this.givenTwice = layout.local("an id was given twice", names.size());
  }

  static int content(int file, int rows) {
    return rows == 0 ? 0 : file * FILE + rows;
  }

  static int rows(int content) {
    return content % FILE;
  }

  static int without(int content, int row) {
    return content(content / FILE, rows(content) & ~row);
  }

  int[] version(State s, int branch, int seq) {
    Cells cells = contents.get(branch).get(seq);
    int[] version = new int[ids];
    for (int id = 0; id < ids; id++) {
      version[id] = s.get(cells, id);
    }
    return version;
  }

  void set(State n, int branch, int seq, int[] version) {
    Cells cells = contents.get(branch).get(seq);
    for (int id = 0; id < ids; id++) {
      n.set(cells, id, version[id]);
    }
  }

  /** Every row that lives in some fragment. */
  static int all(int[] version) {
    int rows = 0;
    for (int content : version) {
      rows |= rows(content);
    }
    return rows;
  }

  /** Whether no row lives in two fragments. */
  static boolean isDistinct(int[] version) {
    int rows = 0;
    for (int content : version) {
      if ((rows & rows(content)) != 0) {
        return false;
      }
      rows |= rows(content);
    }
    return true;
  }

  int head(State s, int branch) {
    Cells records = by.get(branch);
    int head = 0;
    while (head + 1 < records.count() && s.get(records, head + 1) != 0) {
      head++;
    }
    return head;
  }

  boolean isSame(State s, int branch, int seq, int otherBranch, int otherSeq) {
    return Arrays.equals(version(s, branch, seq), version(s, otherBranch, otherSeq));
  }

  /** The highest id that a fragment has in any of these versions. */
  int highest(State s, int branch, int first, int last) {
    int id = ids - 1;
    while (id >= 0 && !isUsed(s, branch, first, last, id)) {
      id--;
    }
    return id;
  }

  private boolean isUsed(State s, int branch, int first, int last, int id) {
    List<Cells> versions = contents.get(branch);
    return IntStream.rangeClosed(first, last).anyMatch(q -> s.get(versions.get(q), id) != 0);
  }

  /** Notes whether the id that a commit gives out at the seq had been given before. */
  void give(State n, int branch, int seq, int id) {
    if (isUsed(n, branch, 0, seq - 1, id)) {
      n.set(givenTwice, branch, 1);
    }
  }

  boolean isGivenTwice(State s) {
    return IntStream.range(0, givenTwice.count()).anyMatch(b -> s.get(givenTwice, b) != 0);
  }

  private static String text(int content) {
    if (content == 0) {
      return "-";
    }
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 5; i++) {
      if ((rows(content) & (1 << i)) != 0) {
        text.append((char) ('a' + i));
      }
    }
    return text.append("} in file ").append(content / FILE).toString();
  }
}
