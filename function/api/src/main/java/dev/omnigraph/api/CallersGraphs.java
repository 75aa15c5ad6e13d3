package dev.omnigraph.api;

import dev.omnigraph.Graph;
import dev.omnigraph.access.Action;
import dev.omnigraph.access.Principal;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Handover;
import dev.omnigraph.function.AccessControl;
import dev.omnigraph.function.Graphs;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.id.BranchName;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;

/** The graphs as the caller of the current request has them: held to their policies. */
@RequestScoped
public class CallersGraphs {
  private final Graphs graphs;
  private final PrincipalSource callers;
  private final AccessControl access;

  CallersGraphs(Graphs graphs, PrincipalSource callers, AccessControl access) {
    this.graphs = graphs;
    this.callers = callers;
    this.access = access;
  }

  /**
   * Where rows and exports of a graph are handed over, see {@link Graphs#handover}.
   *
   * @throws dev.omnigraph.error.GraphException as {@link Graphs#handover} does, to whoever may know
   *     of the graph
   */
  public Handover handover(Graph graph) {
    try {
      return graphs.handover();
    } catch (GraphException e) {
      graph.branchNames();
      throw e;
    }
  }

  /**
   * Makes a graph.
   *
   * @throws dev.omnigraph.error.GraphException {@code forbidden}, or as {@link Graphs#create} does
   */
  public Graph create(String name, String schema) {
    Guard guard = access.guard(name, callers.principal());
    guard.requireCreation();
    return graphs.create(name, schema, guard.principal().actor()).as(guard);
  }

  /**
   * Deletes a graph.
   *
   * @throws dev.omnigraph.error.GraphException {@code forbidden}, or as {@link Graphs#delete} does
   */
  public long delete(String name) {
    get(name).require(Action.ADMIN);
    return graphs.delete(name, callers.principal().actor());
  }

  /** Names of the graphs that the caller may know of, in order. */
  public List<String> names() {
    Principal caller = callers.principal();
    // Other threads are not in the scope of the request, so they are told who asks.
    return graphs.names().parallelStream().filter(name -> isKnown(name, caller)).toList();
  }

  private boolean isKnown(String name, Principal caller) {
    Guard guard = access.guard(name, caller);
    return !graphs.get(name).as(guard).rights(BranchName.MAIN).actions().isEmpty();
  }

  /**
   * The graph of that name, opened without a request to the store.
   *
   * @throws dev.omnigraph.error.GraphException as {@link Graphs#get} does
   */
  public Graph get(String name) {
    return graphs.get(name).as(access.guard(name, callers.principal()));
  }
}
