package dev.omnigraph.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Completion for bash, and for zsh in the way of bash, from what picocli knows of the commands. */
final class BashCompletion {
  /** What picocli writes for the value of an option of which it knows nothing. */
  private static final Pattern BRANCH =
      Pattern.compile("(?m)^( +)('-b'\\|'--branch'\\))\n +return\n");

  /** Names of branches of the graph that the environment or the profile names. */
  static final String BRANCHES =
      "omnigraph branch list --format csv 2>/dev/null | sed -n '2,$s/,.*//p'";

  private BashCompletion() {}

  static String script(CommandLine whole) {
    String asked = "COMPREPLY=( $( compgen -W \"$(" + BRANCHES + ")\" -- \"${curr_word}\" ) )";
    return BRANCH
        .matcher(AutoComplete.bash("omnigraph", whole))
        .replaceAll("$1$2\n$1  " + Matcher.quoteReplacement(asked) + "\n$1  return\n");
  }
}
