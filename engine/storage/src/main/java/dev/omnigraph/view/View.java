package dev.omnigraph.view;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;

/**
 * One coherent state of one branch: the catalog and the pins of exactly one commit. Each table is
 * opened at most once, when first asked for. Thread-safe.
 */
public interface View extends AutoCloseable {
  BranchName branch();

  long seq();

  /** The newest commit in this view, of any kind. */
  CommitId commitId();

  /** The newest logical commit in this view: what callers see and expect. */
  CommitId logicalCommitId();

  /** The time of the operation by its own clock, fixed at capture: what {@code now()} means. */
  Instant now();

  Catalog catalog();

  SortedMap<TableId, Pin> pins();

  /** The open table; owned by the view. */
  Table table(EntityType type);

  /** Starts opening these tables at once, so that later calls of {@link #table} do not wait. */
  void prefetch(Collection<? extends EntityType> types);

  @Override
  void close();
}
