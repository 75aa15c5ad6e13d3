package dev.omnigraph.guard;

import dev.omnigraph.access.AccessError;
import dev.omnigraph.access.Action;
import dev.omnigraph.access.Policies;
import dev.omnigraph.access.Resource;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller may do on a branch, by one state of the policies. */
public final class Permit {
  /** What shows data, or what they are, to whoever may do it on a branch. */
  private static final List<Action> SHOWING =
      List.of(Action.READ, Action.EXPORT, Action.CHANGE, Action.SCHEMA_APPLY);

  private final Guard guard;
  private final Policies policies;
  private final BranchName name;
  private final Resource.Branch branch;
  private final @Nullable Catalog catalog;

  Permit(Guard guard, BranchName name, Policies policies, @Nullable Catalog catalog) {
    this.catalog = catalog;
    this.guard = guard;
    this.policies = policies;
    this.name = name;
    this.branch =
        Resource.branch(guard.rules().graph(), name.text(), guard.rules().isProtected().test(name));
  }

  /** The same policies about another branch. */
  public Permit on(BranchName other) {
    return new Permit(guard, other, policies, catalog);
  }

  /** Whether the caller may do it with the branch as a whole. */
  public boolean may(Action action) {
    return may(action, branch);
  }

  /** Whether it may do it with the branch, the graph, or some type. */
  public boolean mayAny(Action action) {
    return may(action)
        || mayWithGraph(action)
        || (catalog != null && catalog.entities().stream().anyMatch(type -> may(action, type)));
  }

  /** Whether it may do it with the graph as a whole. */
  public boolean mayWithGraph(Action action) {
    return may(action, branch.graph());
  }

  public boolean may(Action action, EntityType type) {
    return may(action, new Resource.Type(type.name(), branch));
  }

  /** Whether it may read all of these. */
  public boolean mayRead(Collection<EntityType> types) {
    return types.stream().allMatch(type -> may(Action.READ, type));
  }

  /** Whether it may call the stored query. */
  public boolean mayCall(String query) {
    return may(Action.INVOKE_QUERY, new Resource.Query(query, branch));
  }

  /**
   * Who the caller is and what it may do here.
   *
   * @param queries the names of the stored queries of the branch
   * @throws GraphException what says that there is nothing, if it may do nothing
   */
  public Access access(List<String> queries) {
    Extent extent = new Extent(this, catalog == null ? List.of() : catalog.entities(), queries);
    Access access =
        new Access(
            guard.principal(),
            guard.rules().isAdministrator(guard.principal()),
            !policies.isEmpty(),
            name,
            extent.actions(),
            extent.parts());
    if (access.actions().isEmpty() && access.parts().isEmpty()) {
      requireKnown();
    }
    return access;
  }

  private boolean may(Action action, Resource resource) {
    if (guard.rules().isAdministrator(guard.principal())) {
      return true;
    }
    return policies.isEmpty()
        ? guard.isFreeWithoutPolicy()
        : guard
            .rules()
            .authorizer()
            .decide(policies, guard.principal(), action, resource)
            .allowed();
  }

  /**
   * The part of a schema with which the caller may do one of these: it compiles against nothing
   * else, so that what it may not know of is to it as if it were not there. An edge type goes with
   * its node types.
   */
  public Catalog catalog(Catalog full, Action... actions) {
    List<NodeType> nodes = full.nodes().stream().filter(type -> any(type, actions)).toList();
    if (nodes.size() == full.nodes().size()
        && full.edges().stream().allMatch(type -> any(type, actions))) {
      return full;
    }
    Set<String> seen = new HashSet<>();
    Set<String> interfaces = new HashSet<>();
    for (NodeType node : nodes) {
      seen.add(node.name());
      interfaces.addAll(node.interfaces());
    }
    List<EdgeType> edges =
        full.edges().stream()
            .filter(edge -> seen.contains(edge.source()) && seen.contains(edge.target()))
            .filter(edge -> any(edge, actions))
            .toList();
    return new Catalog(
        full.hash(),
        "",
        full.interfaces().stream().filter(each -> interfaces.contains(each.name())).toList(),
        nodes,
        edges,
        Map.of());
  }

  private boolean any(EntityType type, Action... actions) {
    return Arrays.stream(actions).anyMatch(action -> may(action, type));
  }

  /**
   * @throws GraphException {@code forbidden}, or what says that there is nothing
   */
  public void require(Action action) {
    if (!may(action)) {
      throw denial(action, "branch " + name);
    }
  }

  /**
   * @throws GraphException {@code forbidden}, or what says that there is nothing
   */
  public void requireWithGraph(Action action) {
    if (!mayWithGraph(action)) {
      throw denial(action, "the graph");
    }
  }

  /** Whether it may do it with every type of the branch, and so with all that is in it. */
  public boolean mayWhole(Action action, Catalog catalog) {
    return may(action) && catalog.entities().stream().allMatch(type -> may(action, type));
  }

  /** That it may do it with every type of the branch, and so with all that is in it. */
  public void requireWhole(Action action, Catalog catalog) {
    if (!mayWhole(action, catalog)) {
      throw denial(action, "all of branch " + name);
    }
  }

  /**
   * That it may make a branch of this one, which shows it nothing that this one does not.
   *
   * @param reading names of the stored queries that answer with rows
   */
  public void requireFork(BranchName fork, Catalog catalog, Collection<String> reading) {
    Permit there = on(fork);
    if (!there.may(Action.BRANCH_CREATE)) {
      requireKnown();
      throw there.denial(Action.BRANCH_CREATE, "branch " + fork);
    }
    boolean showsMore =
        SHOWING.stream().anyMatch(there::mayAny)
            || reading.stream().anyMatch(query -> there.mayCall(query) && !mayCall(query));
    if (showsMore) {
      requireWhole(Action.READ, catalog);
    }
  }

  /** That it may do it with the type, whose name is told only to those who may know it. */
  void require(Action action, EntityType type) {
    if (!may(action, type)) {
      boolean isKnown = may(Action.READ, type) || may(Action.CHANGE, type);
      throw denial(action, isKnown ? type.name() : "all types that this would change");
    }
  }

  /**
   * Whether there is anything that the caller may do on the branch, or with a type of it. Of main
   * also whoever may do something with the graph knows.
   */
  boolean knows() {
    boolean knowsGraph = name.equals(BranchName.MAIN);
    return Arrays.stream(Action.values())
            .anyMatch(action -> may(action) || (knowsGraph && mayWithGraph(action)))
        || (catalog != null
            && catalog.entities().stream()
                .anyMatch(
                    type -> any(type, Action.READ, Action.EXPORT, Action.CHANGE, Action.LOAD)));
  }

  /**
   * Why a call is refused: to those who may do anything else here that they may not do this, and to
   * all others what they would hear if nothing were here.
   *
   * @param what the action was to be done with
   */
  GraphException denial(Action action, String what) {
    if (!knows()) {
      return absent();
    }
    return GraphException.of(
            AccessError.FORBIDDEN,
            "%s may not %s %s.".formatted(guard.principal().actor(), action.verb(), what))
        .with("principal", guard.principal().text())
        .with("action", action.text())
        .with("branch", name.text())
        .build();
  }

  /**
   * That the caller may know of the branch.
   *
   * @throws GraphException what says that there is nothing
   */
  public void requireKnown() {
    if (!knows()) {
      throw absent();
    }
  }

  /** As if the branch were not there, or the graph, to those who may not know of that either. */
  GraphException absent() {
    if (!name.equals(BranchName.MAIN) && on(BranchName.MAIN).knows()) {
      return Failures.branchNotFound(name);
    }
    return GraphException.of(
            ProtocolError.GRAPH_NOT_FOUND, "There is no graph " + guard.rules().graph() + ".")
        .build();
  }
}
