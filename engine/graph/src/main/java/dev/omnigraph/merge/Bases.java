package dev.omnigraph.merge;

import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.manifest.CommitPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens what two sides have in common, and what these have in common where it is several. */
final class Bases implements AutoCloseable {
  private final Ancestry ancestry;
  private final List<BranchView> chains;
  private final Map<CommitPoint, BranchView> views = new HashMap<>();

  /**
   * @param chains on which most of them are
   */
  Bases(Ancestry ancestry, List<BranchView> chains) {
    this.ancestry = ancestry;
    this.chains = List.copyOf(chains);
  }

  /** The base of a merge. */
  Base of(Relation relation) {
    List<BranchView> bases = states(relation);
    BranchView first = bases.getFirst();
    Base base = new Base.Of(first);
    for (BranchView next : bases.subList(1, bases.size())) {
      base = new Base.Merged(of(ancestry.between(first, next)), base, new Base.Of(next));
    }
    return base;
  }

  /** The states of the nearest common ancestors. */
  List<BranchView> states(Relation relation) {
    return relation.bases().stream().map(this::open).toList();
  }

  /**
   * Tells a reader of a base whose rows were not there that cleanup took them, if it did.
   *
   * @throws dev.omnigraph.error.GraphException {@code data_gone}
   */
  void requireKept() {
    views.keySet().forEach(point -> ancestry.open(point, chains).close());
  }

  private BranchView open(CommitPoint point) {
    BranchView view = views.get(point);
    if (view == null) {
      view = ancestry.peek(point, chains);
      views.put(point, view);
    }
    return view;
  }

  @Override
  public void close() {
    new ArrayList<>(views.values()).forEach(BranchView::close);
    views.clear();
  }
}
