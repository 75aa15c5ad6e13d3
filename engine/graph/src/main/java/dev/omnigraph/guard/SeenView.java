package dev.omnigraph.guard;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.WritableTable;
import java.time.Instant;
import java.util.Collection;

/** A view of which only some types are seen. */
record SeenView(BranchView view, Catalog catalog) implements BranchView {
  @Override
  public ManifestState state() {
    return view.state();
  }

  @Override
  public Texts queries() {
    return view.queries();
  }

  @Override
  public Texts policy() {
    return view.policy();
  }

  @Override
  public BranchId branchId() {
    return view.branchId();
  }

  @Override
  public BranchName branch() {
    return view.branch();
  }

  @Override
  public Instant now() {
    return view.now();
  }

  @Override
  public WritableTable table(EntityType type) {
    return view.table(type);
  }

  @Override
  public void prefetch(Collection<? extends EntityType> types) {
    view.prefetch(types);
  }

  @Override
  public void close() {
    view.close();
  }
}
