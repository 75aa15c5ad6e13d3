package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.CommitListener;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.schema.Catalog;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds a branch's head: one GET of the branch object, then one round of requests side by side,
 * namely the proof that nothing is newer, and the schema.
 */
public final class Opener {
  private final Requests requests;
  private final BranchLog log;
  private final Catalogs catalogs;
  private final Parallel parallel;
  private final CommitListener listener;
  private final StoredTexts texts;

  public Opener(
      Requests requests,
      BranchLog log,
      Catalogs catalogs,
      StoredTexts texts,
      Parallel parallel,
      CommitListener listener) {
    this.requests = requests;
    this.log = log;
    this.catalogs = catalogs;
    this.parallel = parallel;
    this.listener = listener;
    this.texts = texts;
  }

  /** A head and its catalog. */
  public record Opened(Head head, Catalog catalog) {}

  /**
   * Reads only.
   *
   * @param expected told of the state that is probably newest, before anything else is read
   * @param early told of the state and catalog that are probably newest, before that is proven
   */
  public Opened read(BranchName name, Consumer<Head> expected, BiConsumer<Head, Catalog> early) {
    Head hinted = hinted(name);
    expected.accept(hinted);
    CompletableFuture<Catalog> catalog = startCatalog(hinted.state(), c -> early.accept(hinted, c));
    Head head = hinted.at(prove(hinted, catalog));
    if (head.ended()) {
      throw Failures.branchDeleted(name);
    }
    return new Opened(head, catalogFor(head, hinted, catalog));
  }

  /**
   * The newest state of a branch as far as its object knows; nothing is proven.
   *
   * @throws dev.omnigraph.error.GraphException {@code branch_not_found}, {@code branch_deleted},
   *     {@code graph_not_found}
   */
  public Head hinted(BranchName name) {
    BranchLog.Found found = live(name);
    BranchObject branch = found.branch();
    return new Head(branch, found.etag(), log.startingState(branch), false);
  }

  /** What came after the hint, while its catalog is read beside. */
  public BranchLog.Advance prove(Head hinted, CompletableFuture<Catalog> catalog) {
    try {
      return log.advance(Seam.OPEN_PROBE, hinted.state());
    } catch (RuntimeException e) {
      Parallel.settle(catalog);
      throw e;
    }
  }

  /** The live branch object. */
  private BranchLog.Found live(BranchName name) {
    BranchNames.check(name);
    listener.opening(name);
    BranchLog.Found found = log.branch(Seam.OPEN_BRANCH, name).orElseThrow(() -> absent(name));
    return switch (found.branch().status()) {
      case LIVE -> found;
      case PENDING -> throw Failures.branchNotFound(name);
      case DELETED -> throw Failures.branchDeleted(name);
    };
  }

  private RuntimeException absent(BranchName name) {
    return requests.get(Seam.INIT_GRAPH, dev.omnigraph.manifest.ObjectKeys.GRAPH).isPresent()
        ? Failures.branchNotFound(name)
        : Failures.graphNotFound(requests.where());
  }

  /** The texts of an operation that opens a branch. */
  public TextReading texts(Set<TextKind> wanted) {
    return new TextReading(texts, this, log, parallel, wanted);
  }

  /** Starts reading the catalog of a state. */
  public CompletableFuture<Catalog> startCatalog(ManifestState state, Consumer<Catalog> early) {
    return parallel.start(
        () -> {
          Catalog catalog = catalogs.get(state.schema());
          early.accept(catalog);
          return catalog;
        });
  }

  /** The head's catalog, if it is another than the hinted state's, too. */
  public Catalog catalogFor(Head head, Head hinted, CompletableFuture<Catalog> catalog) {
    if (head.state().schema().equals(hinted.state().schema())) {
      return Parallel.join(catalog);
    }
    Parallel.settle(catalog);
    return catalogs.get(head.state().schema());
  }
}
