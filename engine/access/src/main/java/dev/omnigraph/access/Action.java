package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What somebody wants to do; a policy writes {@code Action::"branch_create"}. */
public enum Action {
  READ,
  EXPORT,
  CHANGE,
  LOAD,
  SCHEMA_APPLY,
  BRANCH_CREATE,
  BRANCH_DELETE,
  BRANCH_MERGE,
  INVOKE_QUERY,
  OPTIMIZE,
  CLEANUP,
  POLICY_WRITE,
  ADMIN;

  /** As policies write it: {@code branch_create}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The action that is written so.
   *
   * @throws GraphException {@code unknown_action}
   */
  public static Action of(String text) {
    List<String> known = Arrays.stream(values()).map(Action::text).toList();
    int index = known.indexOf(text);
    if (index < 0) {
      throw GraphException.of(AccessError.UNKNOWN_ACTION, "There is no action \"" + text + "\".")
          .next(
              Suggestions.closest(text, known)
                  .map(a -> "Did you mean `" + a + "`?")
                  .orElse("Use one of " + Suggestions.quoted(known) + "."))
          .build();
    }
    return values()[index];
  }
}
