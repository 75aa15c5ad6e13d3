package dev.omnigraph.changes;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.lang.UnknownType;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.schema.SchemaStep;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states of a graph, page by page. What a page costs follows the number of
 * entities that differ, and the images of its own: each page finds all ids anew.
 */
public final class Diff {
  /** Entities whose images are looked up together, so that they fit into memory. */
  private static final int CHUNK = 1_000;

  /** The same of entities with blobs, each of which may be of 16 MiB. */
  private static final int FEW_WITH_BLOBS = 8;

  /** Rows in other files that are looked at without asking the records first. */
  private static final long FEW = 1_000;

  private final BranchView from;
  private final BranchView to;
  private final ChangeFilter filter;
  private final Predicate<TypePair> wanted;
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
    this(from, to, ancestry, filter, pair -> isNamed(filter, pair), few);
  }

  /** The same, of types that are told otherwise than by the names in the filter. */
  Diff(
      BranchView from,
      BranchView to,
      Ancestry ancestry,
      ChangeFilter filter,
      Predicate<TypePair> wanted) {
    this(from, to, ancestry, filter, wanted, FEW);
  }

  private Diff(
      BranchView from,
      BranchView to,
      Ancestry ancestry,
      ChangeFilter filter,
      Predicate<TypePair> wanted,
      long few) {
    this.from = from;
    this.to = to;
    this.filter = filter;
    this.wanted = wanted;
    this.candidates = new Candidates(from, to, ancestry, few);
  }

  private static boolean isNamed(ChangeFilter filter, TypePair pair) {
    return filter.types().isEmpty() || filter.types().stream().anyMatch(pair::isNamed);
  }

  /**
   * A page of it.
   *
   * @param limit changes at most
   * @param after where the page before ended, or null for the first
   * @throws GraphException {@code changes_cursor}, {@code unknown_type}
   */
  public DiffAnswer page(int limit, @Nullable String after) {
    requireKnown(TypePair.of(from.catalog(), to.catalog()));
    CommitId earlier = from.logicalCommitId();
    CommitId later = to.logicalCommitId();
    String binding = DiffCursor.binding(earlier, later, filter);
    Page page = page(limit, DiffCursor.parse(after, binding));
    String next = page.next() == null ? null : page.next().text(binding);
    return new DiffAnswer(earlier, later, schema(), page.changes(), next);
  }

  /**
   * Some of the changes.
   *
   * @param next the last of them; null when no others follow
   * @param bytes that they take in an answer, about
   */
  record Page(List<Change> changes, @Nullable DiffCursor next, long bytes) {
    static final Page NONE = new Page(List.of(), null, 0);
  }

  /** The changes that follow one: so many at most, or fewer where they are large. */
  Page page(int limit, @Nullable DiffCursor cursor) {
    if (from.logicalCommitId().equals(to.logicalCommitId())) {
      return Page.NONE;
    }
    FilledPage page = new FilledPage(limit);
    for (TypePair pair : TypePair.of(from.catalog(), to.catalog())) {
      int order = cursor == null ? 1 : TypePair.ORDER.compare(pair.table(), cursor.table());
      if (order < 0 || !wants(pair)) {
        continue;
      }
      NavigableSet<String> ids = candidates.of(pair);
      if (cursor != null && order == 0) {
        ids = ids.tailSet(cursor.id(), false);
      }
      add(pair, ids, page);
      if (page.isFull()) {
        break;
      }
    }
    return page.page();
  }

  private void add(TypePair pair, NavigableSet<String> ids, FilledPage page) {
    EntityDiff entities = new EntityDiff(from, to, pair, filter.withBlobs());
    int chunk = Math.min(page.limit() + 1, TypePair.hasBlobs(pair.type()) ? FEW_WITH_BLOBS : CHUNK);
    List<String> all = List.copyOf(ids);
    for (int begin = 0; begin < all.size() && !page.isFull(); begin += chunk) {
      List<String> some = all.subList(begin, Math.min(all.size(), begin + chunk));
      for (Change change : entities.of(some)) {
        if (filter.wants(change.operation())) {
          page.add(pair.table(), change);
        }
      }
    }
  }

  private boolean wants(TypePair pair) {
    return filter.wants(pair.kind()) && wanted.test(pair);
  }

  private void requireKnown(List<TypePair> pairs) {
    for (String name : filter.types()) {
      if (pairs.stream().noneMatch(pair -> pair.isNamed(name))) {
        List<String> known = pairs.stream().map(pair -> pair.type().name()).distinct().toList();
        throw UnknownType.of(
            "There is no type `%s` in either of the two states.".formatted(name), name, known);
      }
    }
  }

  /** What leads from the schema of the one to that of the other. */
  List<DiffAnswer.SchemaStep> schema() {
    return from.state().schema().equals(to.state().schema())
        ? List.of()
        : schema(from.catalog(), to.catalog());
  }

  static List<DiffAnswer.SchemaStep> schema(Catalog from, Catalog to) {
    return SchemaPlan.of(from, to, false).steps().stream()
        .map(Planned::step)
        .map(Diff::step)
        .toList();
  }

  private static DiffAnswer.SchemaStep step(SchemaStep step) {
    return new DiffAnswer.SchemaStep(step.code(), step.subject(), step.summary());
  }
}
