package dev.omnigraph.guard;

import dev.omnigraph.access.Authorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.id.BranchName;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How a process decides about the callers of a graph.
 *
 * @param graph its name in policies
 * @param isOpen whether everybody may do everything while the graph has no policy; otherwise nobody
 *     may do anything then, but administrators and the functions of the deployment
 * @param administrators who may do everything whatever policies say, each as {@code kind:name}
 * @param isProtected which branches policies see as protected
 */
public record AccessRules(
    String graph,
    Authorizer authorizer,
    boolean isOpen,
    Set<String> administrators,
    Predicate<BranchName> isProtected) {
  public AccessRules {
    administrators = Set.copyOf(administrators);
  }

  /**
   * Branches by their names.
   *
   * @param patterns in which {@code *} stands for any text
   */
  public static Predicate<BranchName> branches(List<String> patterns) {
    List<Pattern> all =
        patterns.stream()
            .map(pattern -> Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q")))
            .toList();
    return branch -> all.stream().anyMatch(each -> each.matcher(branch.text()).matches());
  }

  boolean isAdministrator(Principal principal) {
    return administrators.contains(principal.text());
  }
}
