package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.protocol.log.Opener.Opened;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Tables;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens states to be read; never writes. */
public final class Views {
  private static final Logger LOG = LoggerFactory.getLogger(Views.class);

  private final Tables tables;
  private final Opener opener;
  private final History history;
  private final Catalogs catalogs;
  private final Parallel parallel;
  private final Environment environment;

  public Views(
      Tables tables,
      Opener opener,
      History history,
      Catalogs catalogs,
      Parallel parallel,
      Environment environment) {
    this.tables = tables;
    this.opener = opener;
    this.history = history;
    this.catalogs = catalogs;
    this.parallel = parallel;
    this.environment = environment;
  }

  /**
   * Opens a state, and its tables while the proof that it is newest is still on its way.
   *
   * @param wanted texts that will be asked for
   * @param needed the types that will be read, as far as they are known; called with the state that
   *     is expected, and again with another when the branch is moving
   */
  public BranchView open(
      ReadAt at,
      Set<TextKind> wanted,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed) {
    TextReading texts = opener.texts(wanted);
    OpenTables open = new OpenTables(tables, parallel, environment.seams(), texts);
    try {
      texts.begin(at.equals(new ReadAt.Head(BranchName.MAIN)));
      BranchView view =
          switch (at) {
            case ReadAt.Head newest -> head(newest.branch(), needed, open, texts);
            case ReadAt.Commit commit -> past(commit, open);
            case ReadAt.Time time -> past(time, open);
          };
      view.prefetch(needed.apply(view));
      return view;
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private BranchView head(
      BranchName branch,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed,
      OpenTables open,
      TextReading texts) {
    Opened opened =
        opener.read(
            branch,
            texts::expect,
            (hinted, catalog) -> {
              BranchView expected = view(hinted, catalog, open);
              prefetch(expected, needed);
            });
    return view(opened.head(), opened.catalog(), open);
  }

  /** What does not fit a state that is only expected may fit the one that is. */
  private static void prefetch(
      BranchView expected,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed) {
    try {
      expected.prefetch(needed.apply(expected));
    } catch (GraphException e) {
      LOG.debug("told when the newest state is known: {}", e.getMessage());
    }
  }

  private BranchView past(ReadAt at, OpenTables open) {
    Head then = history.at(at);
    return view(then, catalogs.get(then.state().schema()), open);
  }

  private BranchView view(Head head, Catalog catalog, OpenTables open) {
    return open.view(head, catalog, environment.now());
  }
}
