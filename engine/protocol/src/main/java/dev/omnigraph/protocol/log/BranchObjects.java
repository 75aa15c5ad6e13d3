package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The objects of all branches. */
public final class BranchObjects {
  private final Requests requests;
  private final BranchLog log;
  private final Parallel parallel;

  public BranchObjects(Requests requests, BranchLog log, Parallel parallel) {
    this.requests = requests;
    this.log = log;
    this.parallel = parallel;
  }

  /** All that can be read, whatever their status, in the order of their names. */
  public List<BranchLog.Found> all() {
    return read(Seam.OPEN_BRANCH, requests.list(Seam.LIST_BRANCHES, Keys.BRANCHES));
  }

  /** Those that a listing names. */
  public List<BranchLog.Found> read(Seam seam, Listing listing) {
    List<Supplier<Optional<BranchLog.Found>>> reads = new ArrayList<>();
    listing.entries().stream()
        .map(entry -> Keys.branchName(entry.key()))
        .flatMap(Optional::stream)
        .sorted()
        .forEach(name -> reads.add(() -> log.branch(seam, name)));
    return parallel.all(reads).stream().flatMap(Optional::stream).toList();
  }
}
