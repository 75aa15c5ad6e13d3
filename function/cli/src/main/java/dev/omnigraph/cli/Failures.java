package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.lang.Suggestions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, for the person at the terminal. */
final class Failures {
  private Failures() {}

  /** A command that cannot be understood. */
  static int ofCall(ParameterException e, String[] words) {
    CommandLine line = e.getCommandLine();
    String help = "`%s -h` shows what it takes.".formatted(line.getCommandSpec().qualifiedName());
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      boolean option = word.startsWith("-");
      Collection<String> known =
          option ? line.getCommandSpec().optionsMap().keySet() : line.getSubcommands().keySet();
      String problem =
          option
              ? "There is no option `%s`"
              : known.isEmpty() ? "`%s` is one argument too many" : "There is no command `%s`";
      Optional<String> meant = Suggestions.closest(word, known);
      print(
          line.getErr(),
          problem.formatted(word),
          meant
              .map("Did you mean `%s`?"::formatted)
              .orElse(option || known.isEmpty() ? help : commands(known)));
    } else {
      print(line.getErr(), String.valueOf(e.getMessage()), help);
    }
    return ExitCode.USAGE;
  }

  /** A command that failed. */
  static int ofRun(Exception e, CommandLine line) {
    switch (e) {
      case GraphException failure ->
          print(line.getErr(), String.valueOf(failure.getMessage()), help(failure, line));
      case UncheckedIOException io -> print(line.getErr(), TextFile.reason(io), null);
      case IOException io -> print(line.getErr(), TextFile.reason(io), null);
      default -> print(line.getErr(), "a defect in OmniGraph, please report it: " + e, null);
    }
    return ExitCode.SOFTWARE;
  }

  /** A command that did its work, and whose output could not be written. */
  static int ofOutput(String reason, PrintWriter err) {
    print(
        err,
        "the output cannot be written: " + reason,
        "What the command did is done; only its output is lost.");
    return ExitCode.SOFTWARE;
  }

  private static @Nullable String help(GraphException failure, CommandLine line) {
    if (!failure.code().equals("branch_not_found")) {
      return failure.nextStep();
    }
    String name = String.valueOf(failure.details().get("branch"));
    return line.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .flatMap(mixin -> mixin instanceof GraphOption place ? Stream.of(place) : Stream.empty())
        .findFirst()
        .map(place -> Suggestions.help(name, branches(place), "branches"))
        .orElse(failure.nextStep());
  }

  /** Help that cannot be had must not hide what it was to help with. */
  private static List<String> branches(GraphOption place) {
    try (Graph graph = place.open()) {
      return graph.branchNames().stream().map(BranchName::text).toList();
    } catch (GraphException e) {
      return List.of();
    }
  }

  private static String commands(Collection<String> known) {
    return "The commands: " + String.join(", ", List.copyOf(known)) + ".";
  }

  private static void print(PrintWriter err, String problem, @Nullable String help) {
    err.println("error: " + problem);
    if (help != null && !problem.contains(help)) {
      err.println("help: " + help);
    }
    err.flush();
  }
}
