package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What somebody wants to do; a policy writes {@code Action::"branch_create"}. */
public enum Action {
  READ("read"),
  EXPORT("export"),
  CHANGE("change"),
  LOAD("load into"),
  SCHEMA_APPLY("change the schema of"),
  BRANCH_CREATE("make"),
  BRANCH_DELETE("delete"),
  BRANCH_MERGE("merge into"),
  INVOKE_QUERY("call stored queries of"),
  OPTIMIZE("optimize"),
  CLEANUP("clean up"),
  POLICY_WRITE("see or change the policies of"),
  ADMIN("administer");

  private final String verb;

  Action(String verb) {
    this.verb = verb;
  }

  /** For people, before the name of what it is done with. */
  public String verb() {
    return verb;
  }

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
