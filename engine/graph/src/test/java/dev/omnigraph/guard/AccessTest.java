package dev.omnigraph.guard;

import static dev.omnigraph.guard.GuardedCalls.owner;
import static dev.omnigraph.guard.GuardedCalls.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.access.Action;
import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller is told who it is and what it may do, and nothing that it may not know. */
class AccessTest {
  private static final BranchName MAIN = BranchName.MAIN;
  private static final Principal ANN = Principal.of(Kind.USER, "ann", "staff");
  private static final Principal ROOT = Principal.of(Kind.USER, "root");

  @TempDir private Path folder;
  private final CedarAuthorizer cedar = new CedarAuthorizer();
  private Graph graph;

  @BeforeEach
  void makeTheGraph() {
    graph =
        Graph.create(
            GraphStorage.newFolder(folder.resolve("g")),
            "node Person { name: String @key }\nnode Salary { of: String @key }",
            "g.pg",
            "owner");
    String queries =
        """
        query people() { match { $p: Person } return { $p.name } }
        query salaries() { match { $s: Salary } return { $s.of } }
        """;
    graph.apply(ApplyRequest.ofQueries(texts("q.gq", queries), owner(MAIN)));
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void withoutPoliciesEverybodyMayDoEverythingWhereTheProcessIsOpen() {
    Access access = graph.as(guard(ANN, true)).access(MAIN);

    assertThat(access.principal()).isEqualTo(ANN);
    assertThat(access.hasPolicies()).isFalse();
    assertThat(access.isAdministrator()).isFalse();
    assertThat(access.actions()).containsExactly(Action.values());
    assertThat(access.parts()).isEmpty();
  }

  @Test
  void whatIsPermittedOfSomeTypesAndQueriesIsNamed() {
    policy(
        """
        permit (principal, action in [Action::"read", Action::"branch_merge"], resource);
        permit (principal, action == Action::"export", resource == Type::"Person");
        permit (principal, action == Action::"invoke_query", resource == Query::"people");
        """);

    Access access = access(ANN);

    assertThat(access.hasPolicies()).isTrue();
    assertThat(access.actions()).containsExactly(Action.READ, Action.BRANCH_MERGE);
    assertThat(access.parts())
        .isEqualTo(
            Map.of(Action.EXPORT, List.of("Person"), Action.INVOKE_QUERY, List.of("people")));
  }

  @Test
  void aRightToABranchDoesNotReachToTypesThatAreForbidden() {
    policy(
        """
        permit (principal, action == Action::"read", resource);
        forbid (principal, action, resource == Type::"Salary");
        """);

    assertThat(access(ANN).actions()).isEmpty();
    assertThat(access(ANN).parts()).isEqualTo(Map.of(Action.READ, List.of("Person")));
  }

  @Test
  void whatIsDoneWithTheGraphTakesARightToTheGraph() {
    policy(
        """
        permit (principal, action in [Action::"cleanup", Action::"optimize"], resource == Branch::"main");
        """);
    assertThat(access(ANN).actions()).containsExactly(Action.OPTIMIZE);

    policy("permit (principal, action == Action::\"cleanup\", resource == Graph::\"g\");");
    assertThat(access(ANN).actions()).containsExactly(Action.CLEANUP);
  }

  @Test
  void toWhoeverMayDoNothingThereIsNothing() {
    policy("permit (principal, action, resource) when { principal.name == \"bob\" };");

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> access(ANN))
        .satisfies(e -> assertThat(e.code()).isEqualTo("graph_not_found"));
  }

  @Test
  void anAdministratorIsToldThatItIsOne() {
    policy("forbid (principal, action, resource);");

    Access access = access(ROOT);

    assertThat(access.isAdministrator()).isTrue();
    assertThat(access.actions()).containsExactly(Action.values());
  }

  private Access access(Principal who) {
    return graph.as(guard(who, false)).access(MAIN);
  }

  private Guard guard(Principal who, boolean isOpen) {
    return new Guard(who, new AccessRules("g", cedar, isOpen, Set.of(ROOT.text()), MAIN::equals));
  }

  private void policy(String text) {
    graph.apply(ApplyRequest.ofPolicy(texts("a.cedar", text), owner(MAIN)));
  }
}
