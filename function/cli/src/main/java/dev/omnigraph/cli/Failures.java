package dev.omnigraph.cli;

import dev.omnigraph.access.AccessError;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.wire.ErrorBody;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
    return ExitCodes.USAGE;
  }

  /** A command that failed. */
  static int ofRun(Exception e, CommandLine line) {
    switch (e) {
      case GraphException failure -> {
        String help = help(failure, line);
        if (tellsJson(line)) {
          line.getErr().println(body(failure, help).text());
          line.getErr().flush();
        } else {
          print(line.getErr(), String.valueOf(failure.getMessage()), help);
        }
        return ExitCodes.of(failure.kind());
      }
      case UncheckedIOException io -> print(line.getErr(), TextFile.reason(io), null);
      case IOException io -> print(line.getErr(), TextFile.reason(io), null);
      default -> {
        print(line.getErr(), "a defect in OmniGraph, please report it: " + e, null);
        return ExitCodes.INTERNAL;
      }
    }
    return ExitCodes.WRONG;
  }

  /** Whether the command was to answer in JSON. */
  private static boolean tellsJson(CommandLine line) {
    return line.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .anyMatch(mixin -> mixin instanceof OutputOptions output && output.tellsJson());
  }

  private static ErrorBody body(GraphException failure, @Nullable String help) {
    ErrorBody body = ErrorBody.of(failure);
    return help == null ? body : body.next(help);
  }

  /** A command that did its work, and whose output could not be written. */
  static int ofOutput(String reason, PrintWriter err) {
    print(
        err,
        "the output cannot be written: " + reason,
        "What the command did is done; only its output is lost.");
    return ExitCodes.WRONG;
  }

  /** What to do about a failure of a command. */
  static @Nullable String help(GraphException failure, CommandLine line) {
    if (is(failure, ProtocolError.COMMIT_NOT_FOUND)) {
      return "List its commits with `omnigraph commits`.";
    }
    Optional<GraphOption> graph = GraphOption.in(line.getCommandSpec());
    if (is(failure, AccessError.FORBIDDEN)) {
      return graph.flatMap(GraphOption::wayAroundPolicies).orElse(failure.nextStep());
    }
    if (is(failure, ProtocolError.GRAPH_NOT_FOUND)) {
      return graph
          .flatMap(GraphOption::wayAroundPolicies)
          .filter(way -> graph.get().isHidden())
          .map("Its policies let you do nothing with it. "::concat)
          .orElse(failure.nextStep());
    }
    if (!is(failure, ProtocolError.BRANCH_NOT_FOUND)) {
      return failure.nextStep();
    }
    String name = String.valueOf(failure.details().get("branch"));
    return graph
        .map(place -> Suggestions.help(name, branches(place), "branches"))
        .orElse(failure.nextStep());
  }

  /** Whether this is the code of a failure; by its text: that of a server is another object. */
  static boolean is(GraphException failure, ErrorCode code) {
    return failure.code().equals(code.text());
  }

  /** Help that cannot be had must not hide what it was to help with. */
  private static List<String> branches(GraphOption place) {
    try (Reach graph = place.reach()) {
      return BranchListCommand.all(graph).list("branches").stream()
          .map(branch -> branch.path("branch").asText())
          .toList();
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
