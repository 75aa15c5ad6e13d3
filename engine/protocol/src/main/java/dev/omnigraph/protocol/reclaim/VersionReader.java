package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.TableVersion;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.VersionContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Opens versions of tables side by side, a few at a time, for what they name. */
public final class VersionReader {
  private final Tables tables;
  private final Parallel parallel;
  private final Seams seams;

  public VersionReader(Tables tables, Parallel parallel, Seams seams) {
    this.tables = tables;
    this.parallel = parallel;
    this.seams = seams;
  }

  /**
   * @param visitor told on the calling thread of each version and what it names, or of nothing when
   *     there is no such version
   */
  public void contents(
      Collection<TableVersion> versions,
      BiConsumer<TableVersion, Optional<VersionContents>> visitor) {
    List<Supplier<Runnable>> reads = new ArrayList<>();
    for (TableVersion version : versions) {
      reads.add(
          () -> {
            Optional<VersionContents> contents = open(version);
            return () -> visitor.accept(version, contents);
          });
    }
    parallel.inBatches(reads, Runnable::run);
  }

  /**
   * The same, telling of each version also why it cannot be opened, as its object is damaged.
   *
   * @param unreadable told on the calling thread; a failure of the store is thrown
   */
  public void contents(
      Collection<TableVersion> versions,
      BiConsumer<TableVersion, Optional<VersionContents>> visitor,
      BiConsumer<TableVersion, GraphException> unreadable) {
    List<Supplier<Runnable>> reads = new ArrayList<>();
    for (TableVersion version : versions) {
      reads.add(
          () -> {
            try {
              Optional<VersionContents> contents = open(version);
              return () -> visitor.accept(version, contents);
            } catch (StoreException e) {
              throw e;
            } catch (GraphException e) {
              return () -> unreadable.accept(version, e);
            }
          });
    }
    parallel.inBatches(reads, Runnable::run);
  }

  /**
   * What is wrong with the derived objects of versions, by their keys; one version after the other,
   * because each is read whole. Nothing of one that cannot be opened.
   */
  public Map<String, String> wrongDerived(Collection<Pin> versions) {
    Map<String, String> wrong = new TreeMap<>();
    for (Pin version : versions) {
      seams.at(Seam.CLEANUP_MARK, version.path());
      try {
        wrong.putAll(tables.checkDerived(version));
      } catch (StoreException e) {
        throw e;
      } catch (GraphException unreadable) {
        // Its rows are damaged, which is another finding.
        continue;
      }
    }
    return wrong;
  }

  private Optional<VersionContents> open(TableVersion version) {
    seams.at(Seam.CLEANUP_MARK, version.path());
    return tables.contents(version);
  }
}
