package dev.omnigraph.changes;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaStep;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states of a graph, page by page. What a page costs follows the number of
 * entities that differ, and the images of its own: each page finds all ids anew.
 */
public final class Diff {
  /** Entities whose images are looked up together, so that they fit into memory. */
  private static final int CHUNK = 1_000;

  /** Rows in other files that are looked at without asking the records first. */
  private static final long FEW = 1_000;

  private final BranchView from;
  private final BranchView to;
  private final ChangeFilter filter;
  private final Candidates candidates;

  /**
   * @param from the earlier state; stays the caller's, as the other
   */
  public Diff(BranchView from, BranchView to, Ancestry ancestry, ChangeFilter filter) {
    this(from, to, ancestry, filter, FEW);
  }

  /**
   * The same.
   *
   * @param few rows in other files of a table that are looked at without asking the records first
   */
  public Diff(BranchView from, BranchView to, Ancestry ancestry, ChangeFilter filter, long few) {
    this.from = from;
    this.to = to;
    this.filter = filter;
    this.candidates = new Candidates(from, to, ancestry, few);
  }

  /**
   * A page of it.
   *
   * @param limit changes at most
   * @param after where the page before ended, or null for the first
   * @throws GraphException {@code changes_cursor}, {@code unknown_type}
   */
  public DiffAnswer page(int limit, @Nullable String after) {
    List<TypePair> pairs = TypePair.of(from.catalog(), to.catalog());
    requireKnown(pairs);
    CommitId earlier = from.logicalCommitId();
    CommitId later = to.logicalCommitId();
    String binding = DiffCursor.binding(earlier, later, filter);
    DiffCursor cursor = DiffCursor.parse(after, binding);
    List<Change> changes = new ArrayList<>();
    List<TableId> tables = new ArrayList<>();
    String next = null;
    for (TypePair pair : earlier.equals(later) ? List.<TypePair>of() : pairs) {
      int order = cursor == null ? 1 : TypePair.ORDER.compare(pair.table(), cursor.table());
      if (order < 0 || !wants(pair)) {
        continue;
      }
      NavigableSet<String> ids = candidates.of(pair);
      if (cursor != null && order == 0) {
        ids = ids.tailSet(cursor.id(), false);
      }
      // One change beyond the page tells whether another page follows.
      add(pair, ids, limit + 1, changes);
      while (tables.size() < changes.size()) {
        tables.add(pair.table());
      }
      if (changes.size() > limit) {
        changes.removeLast();
        TableId table = tables.get(limit - 1);
        next = new DiffCursor(table, changes.getLast().id()).text(binding);
        break;
      }
    }
    return new DiffAnswer(earlier, later, schema(), changes, next);
  }

  private void add(TypePair pair, NavigableSet<String> ids, int most, List<Change> changes) {
    EntityDiff entities = new EntityDiff(from, to, pair);
    List<String> all = List.copyOf(ids);
    int begin = 0;
    while (begin < all.size() && changes.size() < most) {
      int end = Math.min(all.size(), begin + Math.min(CHUNK, most));
      for (Change change : entities.of(all.subList(begin, end))) {
        if (filter.wants(change.operation()) && changes.size() < most) {
          changes.add(change);
        }
      }
      begin = end;
    }
  }

  private boolean wants(TypePair pair) {
    return filter.wants(pair.kind())
        && (filter.types().isEmpty() || filter.types().stream().anyMatch(pair::isNamed));
  }

  private void requireKnown(List<TypePair> pairs) {
    for (String name : filter.types()) {
      if (pairs.stream().noneMatch(pair -> pair.isNamed(name))) {
        List<String> known = pairs.stream().map(pair -> pair.type().name()).distinct().toList();
        throw GraphException.of(
                LanguageError.UNKNOWN_TYPE,
                "There is no type `%s` in either of the two states.".formatted(name))
            .next(Suggestions.help(name, known, "types"))
            .with("type", name)
            .build();
      }
    }
  }

  private List<DiffAnswer.SchemaStep> schema() {
    if (from.state().schema().equals(to.state().schema())) {
      return List.of();
    }
    return SchemaPlan.of(from.catalog(), to.catalog(), false).steps().stream()
        .map(Planned::step)
        .map(Diff::step)
        .toList();
  }

  private static DiffAnswer.SchemaStep step(SchemaStep step) {
    return new DiffAnswer.SchemaStep(step.code(), step.subject(), step.summary());
  }
}
