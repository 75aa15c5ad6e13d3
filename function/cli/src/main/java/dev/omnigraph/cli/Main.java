package dev.omnigraph.cli;

import dev.omnigraph.error.GraphException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code omnigraph}: exit code 0 when done, 1 when it failed, 2 when it was called wrongly. */
@Command(
    name = "omnigraph",
    description = "A typed property graph in a folder or an S3 bucket.",
    mixinStandardHelpOptions = true,
    version = "omnigraph 0.1.0",
    subcommands = {
      InitCommand.class,
      LoadCommand.class,
      QueryCommand.class,
      MutateCommand.class,
      LintCommand.class,
      SchemaCommand.class,
      CommitsCommand.class,
      SnapshotCommand.class,
      OptimizeCommand.class,
      CleanupCommand.class,
      RepairCommand.class,
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    out.flush();
    // Not a return: the SDK and the table library may have left threads that are no daemons.
    System.exit(code);
  }

  /** Runs one command line. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine command =
        new CommandLine(new Main())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, line, parsed) -> report(e, line));
    command.getSubcommands().values().forEach(sub -> sub.setUsageHelpAutoWidth(true));
    return args.length == 0 ? usage(command) : command.execute(args);
  }

  private static int usage(CommandLine command) {
    command.usage(command.getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private static int report(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    if (e instanceof GraphException failure) {
      err.println("error: " + failure.getMessage());
      String nextStep = failure.nextStep();
      if (nextStep != null && !String.valueOf(failure.getMessage()).contains(nextStep)) {
        err.println("help: " + nextStep);
      }
    } else {
      err.println("error: a defect in OmniGraph, please report it: " + e);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
