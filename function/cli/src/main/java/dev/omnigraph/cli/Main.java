package dev.omnigraph.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/** {@code omnigraph}; what its exit codes mean is in {@link ExitCodes}. */
@Command(
    name = "omnigraph",
    description = "A typed property graph in a folder or an S3 bucket.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private static final String HELP = "help";

  /** What can be called, by its name, in the order in which the help shows it. */
  private static final SequencedMap<String, Class<?>> COMMANDS = commands();

  private static final Set<String> VERSION = Set.of("--version", "-V");

  private final Surroundings surroundings;

  private Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] args) {
    // Not System.out, which tells nobody that a device is full.
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code =
        run(
            new Surroundings(
                System.in,
                output,
                out,
                err,
                System.getenv(),
                Surroundings.isTerminal(1),
                Surroundings.isTerminal(2),
                Waiting.Ticks.seconds()),
            args);
    out.flush();
    // Not a return: the SDK and the table library may have left threads that are no daemons.
    System.exit(ended(code, output, err));
  }

  /** The exit code of a command that may have lost its output. */
  static int ended(int code, StandardOutput output, PrintWriter err) {
    return code == ExitCodes.DONE
        ? output.loss().map(reason -> Failures.ofOutput(reason, err)).orElse(code)
        : code;
  }

  /** Runs one command line. */
  static int run(InputStream in, PrintWriter out, PrintWriter err, String... words) {
    return run(in, OutputStream.nullOutputStream(), out, err, words);
  }

  /**
   * The same.
   *
   * @param bytes where what is no text goes
   */
  static int run(
      InputStream in, OutputStream bytes, PrintWriter out, PrintWriter err, String... words) {
    return run(Surroundings.plain(in, bytes, out, err), words);
  }

  /** The same. */
  static int run(Surroundings surroundings, String... words) {
    String[] args = asOption(words);
    CommandLine command = new CommandLine(new Main(surroundings));
    PrintWriter out = surroundings.out();
    PrintWriter err = surroundings.err();
    called(args).forEach(command::addSubcommand);
    command
        .setOut(out)
        .setErr(err)
        .setColorScheme(Help.defaultColorScheme(surroundings.isColoured() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(Failures::ofCall)
        .setExecutionExceptionHandler((e, line, parsed) -> Failures.ofRun(e, line));
    described(command);
    command.getSubcommands().values().forEach(sub -> sub.setUsageHelpAutoWidth(true));
    return args.length == 0 ? usage(command) : command.execute(args);
  }

  /**
   * {@code help query} as {@code query --help}: the command for it is only there to be listed,
   * since it cannot be made in a native executable. Of what is no command there is no help, also
   * with {@code --help}, which would show that of the whole program.
   */
  private static String[] asOption(String[] words) {
    if (words.length == 0) {
      return words;
    }
    String[] args = words;
    if (words[0].equals(HELP)) {
      args = Arrays.copyOfRange(words, 1, words.length + 1);
      args[words.length - 1] = "--help";
    }
    boolean isKnown = args[0].startsWith("-") || COMMANDS.containsKey(args[0]);
    return isKnown ? args : new String[] {args[0]};
  }

  /** What is piped to the command. */
  InputStream in() {
    return surroundings.in();
  }

  /** Where what is no text goes. */
  OutputStream bytes() {
    return surroundings.bytes();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The program with all its commands. */
  static CommandLine whole(Surroundings surroundings) {
    CommandLine command = new CommandLine(new Main(surroundings));
    COMMANDS.forEach(command::addSubcommand);
    described(command);
    return command;
  }

  /** In the words of this program, where the library has its own. */
  private static void described(CommandLine command) {
    CommandLine help = command.getSubcommands().get(HELP);
    if (help != null) {
      help.getCommandSpec().usageMessage().header("Shows what a command takes and does.");
    }
  }

  /** The names of the commands. */
  static Set<String> names() {
    return COMMANDS.keySet();
  }

  /** The program that a command is part of. */
  static Main of(CommandSpec command) {
    return (Main) command.root().userObject();
  }

  /**
   * The command that is called, none for the version, or all of them where the first word is
   * another. To look through all of them takes as long as a query.
   */
  static Map<String, Class<?>> called(String... args) {
    if (args.length == 1 && VERSION.contains(args[0])) {
      return Map.of();
    }
    Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    return named == null ? COMMANDS : Map.of(args[0], named);
  }

  private static SequencedMap<String, Class<?>> commands() {
    SequencedMap<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("init", InitCommand.class);
    commands.put("load", LoadCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("query", QueryCommand.class);
    commands.put("mutate", MutateCommand.class);
    commands.put("call", CallCommand.class);
    commands.put("queries", QueriesCommand.class);
    commands.put("blob", BlobCommand.class);
    commands.put("lint", LintCommand.class);
    commands.put("schema", SchemaCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("apply", ApplyCommand.class);
    commands.put("test", TestCommand.class);
    commands.put("policy", PolicyCommand.class);
    commands.put("branch", BranchCommand.class);
    commands.put("log", LogCommand.class);
    commands.put("commits", CommitsCommand.class);
    commands.put("show", ShowCommand.class);
    commands.put("diff", DiffCommand.class);
    commands.put("feed", FeedCommand.class);
    commands.put("merge", MergeCommand.class);
    commands.put("revert", RevertCommand.class);
    commands.put("cherry-pick", CherryPickCommand.class);
    commands.put("restore", RestoreCommand.class);
    commands.put("snapshot", SnapshotCommand.class);
    commands.put("retain", RetainCommand.class);
    commands.put("release", ReleaseCommand.class);
    commands.put("holds", HoldsCommand.class);
    commands.put("embed", EmbedCommand.class);
    commands.put("optimize", OptimizeCommand.class);
    commands.put("cleanup", CleanupCommand.class);
    commands.put("repair", RepairCommand.class);
    commands.put("delete", DeleteCommand.class);
    commands.put("shell", ShellCommand.class);
    commands.put("mcp", McpCommand.class);
    commands.put("token", TokenCommand.class);
    commands.put("profile", ProfileCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("version", VersionCommand.class);
    commands.put("completion", CompletionCommand.class);
    commands.put(HELP, HelpCommand.class);
    return Collections.unmodifiableSequencedMap(commands);
  }

  private static int usage(CommandLine command) {
    command.usage(command.getErr());
    return ExitCodes.USAGE;
  }
}
