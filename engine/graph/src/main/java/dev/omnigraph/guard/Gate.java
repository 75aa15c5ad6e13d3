package dev.omnigraph.guard;

import dev.omnigraph.access.Action;
import dev.omnigraph.access.Principal;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.view.View;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Through which every call reaches a graph. Without a guard it lets everything pass and costs
 * nothing. With one, the policies are read beside what is opened in any case, so that no request
 * waits for them.
 */
public final class Gate {
  private static final Set<TextKind> NOTHING = EnumSet.noneOf(TextKind.class);

  private final Repository repository;
  private final @Nullable Guard guard;

  /**
   * @param guard null for whoever owns the graph
   */
  public Gate(Repository repository, @Nullable Guard guard) {
    this.repository = repository;
    this.guard = guard;
  }

  /**
   * Who is recorded as the author of what is written: the caller, whatever a request says. A
   * function that acts by itself may say for whom.
   */
  public String actor(String said) {
    return guard == null || guard.principal().kind() == Principal.Kind.FUNCTION
        ? said
        : guard.principal().actor();
  }

  /**
   * Opens a state of which only the types are seen that the caller may do this with.
   *
   * @param needed as {@link Repository#openRead} has it, of what is seen
   * @throws GraphException {@code forbidden}, when there is none
   */
  public BranchView byType(
      ReadAt at,
      Action action,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed) {
    return open(at, NOTHING, view -> needed.apply(seen(view, action)), view -> seen(view, action));
  }

  /**
   * Opens a state with everything in it, for callers who may do this with all of it.
   *
   * @throws GraphException {@code forbidden}
   */
  public BranchView whole(ReadAt at, Action action) {
    return open(
        at,
        NOTHING,
        view -> List.of(),
        view -> {
          checked(view, permit -> permit.requireWhole(action, view.catalog()));
          return view;
        });
  }

  /**
   * Opens a state whose own reader decides what the caller may know of it.
   *
   * @param check told what the caller may; not called for whoever owns the graph
   */
  public BranchView open(
      ReadAt at,
      Set<TextKind> wanted,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed,
      BiConsumer<Permit, BranchView> check) {
    return open(
        at,
        wanted,
        needed,
        view -> {
          checked(view, permit -> check.accept(permit, view));
          return view;
        });
  }

  private BranchView open(
      ReadAt at,
      Set<TextKind> wanted,
      Function<? super BranchView, ? extends Collection<? extends EntityType>> needed,
      Function<BranchView, BranchView> pass) {
    if (guard == null) {
      return repository.openRead(at, wanted, needed);
    }
    Set<TextKind> all = EnumSet.of(TextKind.POLICY);
    all.addAll(wanted);
    BranchView view = opened(at.branch(), () -> repository.openRead(at, all, needed));
    try {
      return pass.apply(view);
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  private BranchView seen(BranchView view, Action action) {
    Permit permit = permit(view);
    if (permit == null) {
      return view;
    }
    Catalog catalog = permit.catalog(view.catalog(), action);
    if (catalog.entities().isEmpty() && !permit.may(action)) {
      throw permit.denial(action, "any type of branch " + view.branch());
    }
    return new SeenView(view, catalog);
  }

  /** What the caller may on the view's branch; null for whoever owns the graph. */
  public @Nullable Permit permit(BranchView view) {
    return guard == null ? null : guard.permit(view);
  }

  /** That the caller may know of the view's branch. */
  public void requireKnown(BranchView view) {
    checked(view, Permit::requireKnown);
  }

  public boolean isGuarded() {
    return guard != null;
  }

  /** The part of a schema with which the caller may do one of these. */
  public Catalog catalog(View view, Action... actions) {
    Permit permit = permit((BranchView) view);
    return permit == null ? view.catalog() : permit.catalog(view.catalog(), actions);
  }

  /** That the caller may do something with a type. */
  public void require(View view, Action action, EntityType type) {
    Permit permit = permit((BranchView) view);
    if (permit != null) {
      permit.require(action, type);
    }
  }

  /** What the caller may do on a branch. */
  public Rights rights(BranchName branch) {
    Permit permit = permit(branch);
    if (permit == null) {
      return Rights.ALL;
    }
    return new Rights(
        EnumSet.allOf(Action.class).stream()
            .filter(permit::mayAny)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Those branches that the caller may know of.
   *
   * @throws GraphException {@code graph_not_found}, if there is none
   */
  public <B> List<B> known(Supplier<? extends List<B>> branches, Function<B, BranchName> name) {
    Guard by = guard;
    if (by == null) {
      return branches.get();
    }
    return repository.checked(
        () -> permit(by, BranchName.MAIN),
        branches,
        (permit, all) -> {
          List<B> known = all.stream().filter(each -> permit.on(name.apply(each)).knows()).toList();
          if (known.isEmpty()) {
            throw permit.absent();
          }
          return known;
        });
  }

  /**
   * One branch, for whoever may read all of it.
   *
   * @param seen makes of it what the caller may know, who knows some branches
   */
  public <B> B one(
      BranchName name, Supplier<B> read, BiFunction<B, Predicate<BranchName>, B> seen) {
    Guard by = guard;
    if (by == null) {
      return read.get();
    }
    return repository.checked(
        () -> wholly(by, name),
        read,
        (permit, one) -> seen.apply(one, branch -> permit.on(branch).knows()));
  }

  private Permit wholly(Guard by, BranchName name) {
    try (BranchView view = whole(new ReadAt.Head(name), Action.READ)) {
      return by.permit(view);
    }
  }

  /** Those holds that are on branches that the caller may know of. */
  public List<Hold> holds(Supplier<List<Hold>> holds) {
    Guard by = guard;
    if (by == null) {
      return holds.get();
    }
    return repository.checked(
        () -> {
          Permit permit = permit(by, BranchName.MAIN);
          permit.requireWithGraph(Action.READ);
          return permit;
        },
        holds,
        (permit, all) -> all.stream().filter(hold -> permit.on(hold.branch()).knows()).toList());
  }

  /** That the caller may delete main, which nobody can: others hear nothing of it. */
  public void requireDeletion() {
    Permit permit = permit(BranchName.MAIN);
    if (permit != null) {
      permit.require(Action.BRANCH_DELETE);
    }
  }

  /**
   * Tells of more states of a view's branch whether the caller may do this with all of each:
   * earlier ones have types that are gone.
   */
  public BiConsumer<BranchView, BranchView> wholes(Action action) {
    return (view, earlier) -> {
      Permit permit = permit(view);
      if (permit != null) {
        permit.requireWhole(action, earlier.catalog());
      }
    };
  }

  private void checked(BranchView view, Consumer<Permit> check) {
    Permit permit = permit(view);
    if (permit != null) {
      check.accept(permit);
    }
  }

  /**
   * What the caller may on a branch that is not opened here; null for whoever owns the graph. Two
   * requests in a row.
   */
  public @Nullable Permit permit(BranchName branch) {
    return guard == null ? null : permit(guard, branch);
  }

  private Permit permit(Guard by, BranchName branch) {
    ReadAt main = new ReadAt.Head(BranchName.MAIN);
    try (BranchView view = repository.openRead(main, EnumSet.of(TextKind.POLICY), v -> List.of())) {
      return by.permit(branch, view.policy(), view.catalog());
    }
  }

  /** That the caller may do something with the graph as a whole. */
  public void requireWithGraph(Action action) {
    Permit permit = permit(BranchName.MAIN);
    if (permit != null) {
      permit.requireWithGraph(action);
    }
  }

  /** A write of the caller's. */
  public CommitRequest request(CommitRequest request) {
    if (guard == null) {
      return request;
    }
    Set<TextKind> wanted = EnumSet.of(TextKind.POLICY);
    wanted.addAll(request.wanted());
    return request.by(actor(request.options().actor())).wanting(wanted);
  }

  /** The same operation, held to a check each time it is prepared. */
  public <A> Operation<A> checked(Operation<A> operation, Check check) {
    return guard == null ? operation : new CheckedOperation<>(operation, guard, check);
  }

  /** Runs a write; to whom nothing of the branch may be known, a missing one is like any other. */
  public <A> A write(BranchName branch, Supplier<A> write) {
    return guard == null ? write.get() : opened(branch, write);
  }

  /** What is not there must look the same to a stranger whether the graph is there or not. */
  private <T> T opened(BranchName branch, Supplier<T> open) {
    try {
      return open.get();
    } catch (GraphException e) {
      boolean tellsOfBranches =
          e.is(ProtocolError.BRANCH_NOT_FOUND)
              || e.is(ProtocolError.BRANCH_DELETED)
              || e.is(ProtocolError.COMMIT_NOT_FOUND);
      if (tellsOfBranches && guard != null) {
        Permit permit = permit(branch);
        if (permit != null) {
          permit.requireKnown();
        }
      }
      throw e;
    }
  }

  /** One action with the branch as a whole. */
  public static Check branch(Action action) {
    return (permit, catalog) -> permit.require(action);
  }

  /** The same for what may also bring back what defined a branch. */
  public static Check undoing(Check entities) {
    return new Check() {
      @Override
      public void before(Permit permit, Catalog catalog) {
        entities.before(permit, catalog);
      }

      @Override
      public void after(Permit permit, Proposal<?> proposal) {
        entities.after(permit, proposal);
        if (proposal.schema().isPresent() || proposal.texts().isPresent()) {
          permit.require(Action.SCHEMA_APPLY);
        }
      }

      @Override
      public void again(Permit permit, Catalog catalog, ManifestRecord record) {
        entities.again(permit, catalog, record);
      }
    };
  }

  /** One action with every type of which an entity would change. */
  public static Check types(Action action) {
    return new Check() {
      @Override
      public void before(Permit permit, Catalog catalog) {
        boolean any =
            permit.may(action)
                || catalog.entities().stream().anyMatch(type -> permit.may(action, type));
        if (!any) {
          throw permit.denial(action, "any type of the branch");
        }
      }

      @Override
      public void after(Permit permit, Proposal<?> proposal) {
        proposal.writes().forEach(write -> permit.require(action, write.type()));
      }

      @Override
      public void again(Permit permit, Catalog catalog, ManifestRecord record) {
        catalog.entities().stream()
            .filter(type -> record.tables().containsKey(type.tableId()))
            .forEach(type -> permit.require(action, type));
      }
    };
  }
}
