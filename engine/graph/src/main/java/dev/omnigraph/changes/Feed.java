package dev.omnigraph.changes;

import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.FeedAnswer;
import dev.omnigraph.call.FeedAnswer.Block;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.commit.Ancestry;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lang.UnknownType;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a branch, one after the other, each as what differs between its state and the one
 * before. Nothing is remembered of whoever reads: all there is to know is in the cursor.
 */
public final class Feed {
  /** Commits that an answer looks at. */
  static final int MOST_COMMITS = 32;

  /** Commits that are compared side by side, whose images are in memory together. */
  private static final int BESIDE = 4;

  /** Commits of upkeep that are looked at to get past what cleanup took. */
  private static final int MOST_SKIPPED = 1_024;

  private final Ancestry ancestry;
  private final Executor executor;
  private final BiConsumer<BranchView, BranchView> mayTell;

  /**
   * @param mayTell told of the newest state and one before it; throws, if what that has may not be
   *     told
   */
  public Feed(Ancestry ancestry, Executor executor, BiConsumer<BranchView, BranchView> mayTell) {
    this.ancestry = ancestry;
    this.executor = executor;
    this.mayTell = mayTell;
  }

  /**
   * What follows on a branch.
   *
   * @param head its newest state; stays the caller's
   * @throws GraphException {@code feed_cursor}, {@code feed_branch_replaced}, {@code unknown_type},
   *     {@code commit_not_found}, {@code data_gone} with the first commit that can be read
   */
  public FeedAnswer read(BranchView head, FeedRequest request) {
    FeedCursor from = cursor(head, request);
    try {
      return read(head, request, from);
    } catch (GraphException e) {
      // Also when what was being read went meanwhile.
      ancestry.requireKept(head, Math.max(1, Math.min(from.seq(), head.seq())));
      throw e;
    }
  }

  private FeedAnswer read(BranchView head, FeedRequest request, FeedCursor from) {
    List<ManifestRecord> next = next(head, from);
    if (next.isEmpty()) {
      requireKnown(request.filter(), head.catalog(), head.catalog());
      return new FeedAnswer(List.of(), from.text(request.filter()), true);
    }
    List<ManifestRecord> page = page(next, request.limit());
    List<BranchView> states;
    try {
      states = states(head, from.seq(), page);
    } catch (GraphException e) {
      FeedCursor later = e.is(ProtocolError.DATA_GONE) ? afterUpkeep(head, from) : null;
      if (later == null) {
        throw e;
      }
      return read(head, request, later);
    }
    try {
      states.forEach(state -> mayTell.accept(head, state));
      return blocks(head, request, from, steps(page, states));
    } finally {
      states.forEach(BranchView::close);
    }
  }

  // --- where it begins

  private FeedCursor cursor(BranchView head, FeedRequest request) {
    return switch (request.start()) {
      case FeedRequest.Now now -> FeedCursor.after(head);
      case FeedRequest.Beginning beginning -> FeedCursor.beginning(head);
      case FeedRequest.After(CommitId commitId) -> after(head, commitId);
      case FeedRequest.Cursor(String text) -> {
        FeedCursor cursor = FeedCursor.parse(text, request.filter());
        if (!cursor.branchId().equals(head.branchId()) || cursor.seq() > head.seq()) {
          throw replaced(head);
        }
        yield cursor;
      }
    };
  }

  private FeedCursor after(BranchView head, CommitId commitId) {
    OptionalLong seq = commitId.seq();
    if (seq.isPresent() && seq.getAsLong() <= head.seq()) {
      ManifestRecord record = ancestry.chain(head, seq.getAsLong() - 1, 1).getFirst();
      if (record.commitId().equals(commitId)) {
        return FeedCursor.beginning(head).at(record.seq(), commitId);
      }
    }
    throw Failures.commitNotFound(head.branch(), commitId);
  }

  /**
   * The records after the cursor's commit, which is looked at as well: a bucket that was brought
   * back from a copy has the branch, and not all of its commits.
   */
  private List<ManifestRecord> next(BranchView head, FeedCursor from) {
    if (from.seq() == 0) {
      return ancestry.chain(head, 0, MOST_COMMITS);
    }
    List<ManifestRecord> records =
        from.seq() == head.seq()
            ? List.of()
            : ancestry.chain(head, from.seq() - 1, MOST_COMMITS + 1);
    CommitId there = records.isEmpty() ? head.commitId() : records.getFirst().commitId();
    if (!there.equals(from.commitId())) {
      throw replaced(head);
    }
    List<ManifestRecord> next = records.isEmpty() ? records : records.subList(1, records.size());
    FeedCursor.Part part = from.part();
    if (part != null && (next.isEmpty() || !next.getFirst().commitId().equals(part.told()))) {
      throw replaced(head);
    }
    return next;
  }

  private static GraphException replaced(BranchView head) {
    return GraphException.of(
            ChangesError.FEED_BRANCH_REPLACED,
            "The cursor is not of the branch that is called %s now.".formatted(head.branch()))
        .with("branch", head.branch().text())
        .build();
  }

  // --- what is read

  /** As many commits as fit, by what their records say of them; at least one. */
  private static List<ManifestRecord> page(List<ManifestRecord> next, int limit) {
    long changes = 0;
    int commits = 0;
    while (commits < next.size() && (commits == 0 || changes + total(next.get(commits)) <= limit)) {
      changes += total(next.get(commits));
      commits++;
    }
    return next.subList(0, commits);
  }

  private static long total(ManifestRecord record) {
    return record.kind().isLogical()
        ? record.tables().values().stream()
            .mapToLong(change -> change.changes().counts().total())
            .sum()
        : 0;
  }

  /** The state before the records, if there is one, and that after each of them. */
  private List<BranchView> states(BranchView head, long seq, List<ManifestRecord> page) {
    return seq == 0
        ? ancestry.states(head, 1, page.subList(1, page.size()))
        : ancestry.states(head, seq, page);
  }

  /** Where cleanup keeps what follows; null when more than upkeep happened up to there. */
  private @Nullable FeedCursor afterUpkeep(BranchView head, FeedCursor from) {
    long floor = ancestry.floor(head);
    long gone = floor - from.seq();
    if (gone < 1 || gone > MOST_SKIPPED || floor > head.seq()) {
      return null;
    }
    List<ManifestRecord> skipped = ancestry.chain(head, from.seq(), (int) gone);
    return skipped.stream().anyMatch(record -> record.kind().isLogical())
        ? null
        : from.at(floor, skipped.getLast().commitId());
  }

  /**
   * A commit.
   *
   * @param before null for the first of the graph
   */
  private record Step(@Nullable BranchView before, BranchView after, ManifestRecord record) {}

  private static List<Step> steps(List<ManifestRecord> page, List<BranchView> states) {
    List<Step> steps = new ArrayList<>();
    BranchView before = states.size() > page.size() ? states.getFirst() : null;
    for (ManifestRecord record : page) {
      BranchView after = states.get(states.size() - page.size() + steps.size());
      steps.add(new Step(before, after, record));
      before = after;
    }
    return steps;
  }

  /** A few commits at a time, until the answer is large enough. */
  private FeedAnswer blocks(
      BranchView head, FeedRequest request, FeedCursor from, List<Step> steps) {
    Set<TableId> tables = tables(request.filter(), steps, head);
    int beside = steps.stream().anyMatch(Feed::hasBlobs) ? 1 : BESIDE;
    List<CompletableFuture<Diff.Page>> parts = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    FeedCursor at = from;
    long bytes = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (i == parts.size()) {
        List<Step> some = steps.subList(i, Math.min(steps.size(), i + beside));
        parts.addAll(compared(request, tables, some, i == 0 ? from.within() : null));
      }
      Diff.Page part;
      try {
        part = join(parts.get(i));
      } catch (GraphException e) {
        if (i == 0) {
          throw e;
        }
        // What comes before it can be told.
        return new FeedAnswer(blocks, at.text(request.filter()), false);
      }
      bytes += part.bytes();
      if (bytes > FilledPage.MOST_BYTES && i > 0) {
        return new FeedAnswer(blocks, at.text(request.filter()), false);
      }
      Step step = steps.get(i);
      ManifestRecord record = step.record();
      if (!record.kind().isControl()) {
        blocks.add(block(head, step, part, i > 0 || from.part() == null));
      }
      if (part.next() != null) {
        FeedCursor within = at.within(record.commitId(), part.next());
        return new FeedAnswer(blocks, within.text(request.filter()), false);
      }
      at = at.at(record.seq(), record.commitId());
    }
    return new FeedAnswer(blocks, at.text(request.filter()), at.seq() == head.seq());
  }

  /**
   * What commits changed, all of it read when this returns, since the states are closed after it.
   *
   * @param within the last change that was told of the first of them, or null
   */
  private List<CompletableFuture<Diff.Page>> compared(
      FeedRequest request, Set<TableId> tables, List<Step> steps, @Nullable DiffCursor within) {
    List<CompletableFuture<Diff.Page>> parts = new ArrayList<>();
    for (Step step : steps) {
      Diff diff = diff(step, request.filter(), tables);
      DiffCursor cursor = parts.isEmpty() ? within : null;
      parts.add(
          diff == null
              ? CompletableFuture.completedFuture(Diff.Page.NONE)
              : CompletableFuture.supplyAsync(() -> diff.page(request.limit(), cursor), executor));
    }
    CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .handle((none, failure) -> "")
        .join();
    return parts;
  }

  private static boolean hasBlobs(Step step) {
    BranchView before = step.before();
    return hasBlobs(step.after()) || (before != null && hasBlobs(before));
  }

  private static boolean hasBlobs(BranchView state) {
    return state.catalog().entities().stream().anyMatch(TypePair::hasBlobs);
  }

  private static Block block(BranchView head, Step step, Diff.Page part, boolean isFirstPart) {
    BranchView before = step.before();
    BranchView after = step.after();
    Catalog was = before == null ? null : before.catalog();
    boolean isSame = was != null && was.hash().equals(after.catalog().hash());
    List<DiffAnswer.SchemaStep> schema =
        isSame || !isFirstPart
            ? List.of()
            : Diff.schema(was == null ? none(after) : was, after.catalog());
    return new Block(
        Commit.of(step.record(), head.branch(), after.catalog()),
        schema,
        isSame || !isFirstPart ? null : after.catalog().source(),
        part.changes(),
        part.next() == null);
  }

  /** The schema before the first. */
  private static Catalog none(BranchView first) {
    return new Catalog(first.catalog().hash(), "", List.of(), List.of(), List.of(), Map.of());
  }

  /** Null for a commit that changed nothing that is wanted. */
  private @Nullable Diff diff(Step step, ChangeFilter filter, Set<TableId> tables) {
    BranchView before = step.before();
    ManifestRecord record = step.record();
    if (before == null || !record.kind().isLogical()) {
      return null;
    }
    // A change of the schema may change entities that no record lists. What goes with its type, or
    // was dropped from history, is told by the steps of the schema alone.
    boolean isListed = before.state().schema().equals(record.schema());
    boolean isWanted =
        record.tables().entrySet().stream()
            .filter(change -> isWanted(change.getKey(), tables))
            .anyMatch(change -> !isListed || change.getValue().changes().counts().total() > 0);
    return isWanted
        ? new Diff(
            before,
            step.after(),
            ancestry,
            filter,
            pair ->
                isWanted(pair.table(), tables)
                    && pair.after() != null
                    && (isListed || !before.state().isPurged(pair.table())))
        : null;
  }

  private static boolean isWanted(TableId table, Set<TableId> tables) {
    return tables.isEmpty() || tables.contains(table);
  }

  /**
   * The tables of the types that are wanted, whatever they were called at the time. None for all.
   *
   * @throws GraphException {@code unknown_type}
   */
  private static Set<TableId> tables(ChangeFilter filter, List<Step> steps, BranchView head) {
    List<BranchView> states = new ArrayList<>();
    BranchView before = steps.getFirst().before();
    if (before != null) {
      states.add(before);
    }
    steps.forEach(step -> states.add(step.after()));
    requireKnown(filter, states.getFirst().catalog(), head.catalog());
    states.add(head);
    Set<TableId> tables = new HashSet<>();
    for (BranchView state : states) {
      for (EntityType type : state.catalog().entities()) {
        if (filter.types().contains(type.name())) {
          tables.add(type.tableId());
        }
      }
    }
    return tables;
  }

  private static void requireKnown(ChangeFilter filter, Catalog then, Catalog now) {
    for (String name : filter.types()) {
      if (!isKnown(name, then) && !isKnown(name, now)) {
        List<String> known = now.entities().stream().map(EntityType::name).toList();
        throw UnknownType.of("There is no type `%s`.".formatted(name), name, known);
      }
    }
  }

  private static boolean isKnown(String name, Catalog catalog) {
    return catalog.entities().stream().anyMatch(type -> type.name().equals(name));
  }

  private static Diff.Page join(CompletableFuture<Diff.Page> changes) {
    try {
      return changes.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
