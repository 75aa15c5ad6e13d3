package dev.omnigraph.cli;

import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.guard.AccessRules;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.StoreLocation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the command line holds whoever uses it to the policies of a graph in a folder or a bucket. It
 * believes who that is, since whoever has the files can do everything to them in any case; so
 * policies keep from mistakes here, and from nothing else.
 */
final class LocalAccess {
  /** As the functions have it, so that one list serves both. */
  static final String ADMINISTRATORS = "OMNIGRAPH_ACCESS_ADMINISTRATORS";

  private static final String PROTECTED = "OMNIGRAPH_ACCESS_PROTECTED_BRANCHES";

  private LocalAccess() {}

  /** Without any policy, everybody may do everything. */
  static Guard guard(String place, String user, Map<String, String> environment) {
    return new Guard(
        principal(user),
        new AccessRules(
            graph(place),
            new CedarAuthorizer(),
            true,
            administrators(environment),
            AccessRules.branches(list(environment.getOrDefault(PROTECTED, "main")))));
  }

  /** Who may do everything whatever policies say, each as {@code kind:name}. */
  static Set<String> administrators(Map<String, String> environment) {
    return Set.copyOf(list(environment.getOrDefault(ADMINISTRATORS, "")));
  }

  static Principal principal(String user) {
    return Principal.of(Principal.Kind.LOCAL, user);
  }

  /** What policies call the graph: the last part of its place, as below the root of functions. */
  static String graph(String place) {
    return switch (StoreLocation.parse(place)) {
      case S3Location bucket ->
          bucket.prefix().isEmpty()
              ? bucket.bucket()
              : bucket.prefix().substring(bucket.prefix().lastIndexOf('/') + 1);
      case FolderLocation(Path folder) -> String.valueOf(folder.getFileName());
    };
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }
}
