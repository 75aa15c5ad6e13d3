package dev.omnigraph.commit;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.view.View;
import java.util.SortedMap;

/** A {@link View} of a branch at one of its states. */
public interface BranchView extends View {
  /** Everything the manifest says at this commit. */
  ManifestState state();

  /** The stored queries in force; read now, unless the opening was told that they are wanted. */
  Texts queries();

  /** The policies that main has, as they were at some time after the view's operation began. */
  Texts policy();

  /** The branch's own id, also when the state is one of an ancestor. */
  BranchId branchId();

  /** The commit that the state is of. */
  default CommitPoint point() {
    return state().point();
  }

  @Override
  WritableTable table(EntityType type);

  @Override
  default long seq() {
    return state().seq();
  }

  @Override
  default CommitId commitId() {
    return state().commitId();
  }

  @Override
  default CommitId logicalCommitId() {
    return state().logicalCommitId();
  }

  @Override
  default SortedMap<TableId, Pin> pins() {
    return state().pins();
  }
}
