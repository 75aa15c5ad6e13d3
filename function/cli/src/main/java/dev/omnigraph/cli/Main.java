package dev.omnigraph.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code omnigraph}: exit code 0 when done, 1 when it failed, 2 when it was called wrongly. */
@Command(
    name = "omnigraph",
    description = "A typed property graph in a folder or an S3 bucket.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
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
      HelpCommand.class,
    })
public final class Main {
  private final InputStream in;

  private Main(InputStream in) {
    this.in = in;
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(System.in, out, err, args);
    out.flush();
    // Not a return: the SDK and the table library may have left threads that are no daemons.
    System.exit(code);
  }

  /** Runs one command line. */
  static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
    CommandLine command =
        new CommandLine(new Main(in))
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(Failures::ofCall)
            .setExecutionExceptionHandler((e, line, parsed) -> Failures.ofRun(e, line));
    command.getSubcommands().values().forEach(sub -> sub.setUsageHelpAutoWidth(true));
    return args.length == 0 ? usage(command) : command.execute(args);
  }

  /** What is piped to the command. */
  InputStream in() {
    return in;
  }

  private static int usage(CommandLine command) {
    command.usage(command.getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
