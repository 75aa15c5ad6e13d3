package dev.omnigraph.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish: a line for each command and each option. */
final class FishCompletion {
  private static final String BRANCHES = "(" + BashCompletion.BRANCHES.replace("'", "\\'") + ")";

  private FishCompletion() {}

  static String script(CommandSpec program) {
    StringBuilder out = new StringBuilder("complete -c omnigraph -f\n");
    program
        .subcommands()
        .forEach(
            (name, command) -> {
              out.append(line("__fish_use_subcommand", "-a " + name, command.getCommandSpec()));
              String seen = "__fish_seen_subcommand_from " + name;
              command
                  .getSubcommands()
                  .forEach(
                      (sub, inner) -> {
                        out.append(line(seen, "-a " + sub, inner.getCommandSpec()));
                        String both = seen + "; and __fish_seen_subcommand_from " + sub;
                        options(out, both, inner.getCommandSpec());
                      });
              if (command.getSubcommands().isEmpty()) {
                options(out, seen, command.getCommandSpec());
              }
            });
    return out.toString();
  }

  private static void options(StringBuilder out, String when, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      StringBuilder names = new StringBuilder();
      for (String name : option.names()) {
        names.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        names.append(' ');
      }
      boolean isBranch = option.longestName().equals("--branch");
      String value =
          option.arity().max() == 0 ? "" : isBranch ? "-x -a '" + BRANCHES + "' " : "-r ";
      out.append(
          "complete -c omnigraph -n '%s' %s%s-d '%s'\n"
              .formatted(when, names, value, quoted(option.description())));
    }
    // Files are what most commands take.
    if (!command.positionalParameters().isEmpty()) {
      out.append("complete -c omnigraph -n '%s' -F\n".formatted(when));
    }
  }

  private static String line(String when, String what, CommandSpec command) {
    return "complete -c omnigraph -n '%s' %s -d '%s'\n"
        .formatted(when, what, quoted(command.usageMessage().description()));
  }

  private static String quoted(String[] description) {
    String first = description.length == 0 ? "" : description[0];
    return first.replace("\\", "\\\\").replace("'", "\\'").replace("${DEFAULT-VALUE}", "…");
  }
}
