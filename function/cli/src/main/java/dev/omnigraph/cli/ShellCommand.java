package dev.omnigraph.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "shell",
    description = {
      "Runs queries and writes as they are typed, with history and completion.",
      "Ctrl-C drops a line and Ctrl-D ends. What is piped in is run in order.",
      "The exit code is then that of the first that failed."
    },
    footer = {"", "Example:", "  omnigraph shell --branch main"},
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    Surroundings here = Main.of(spec).surroundings();
    Map<String, String> environment = new HashMap<>(here.environment());
    environment.put("OMNIGRAPH_GRAPH", place.place().value());
    place
        .configuration()
        .profile()
        .ifPresent(profile -> environment.put("OMNIGRAPH_PROFILE", profile.value()));
    try (Reach graph = place.reach()) {
      Shell shell =
          new Shell(
              graph,
              here.in(environment),
              branch.name(),
              output.list().format(),
              actor.name(),
              e -> Failures.help(e, spec.commandLine()));
      if (here.outIsTerminal() && Surroundings.isTerminal(0)) {
        type(shell, environment);
      } else {
        pipe(shell, here);
        return shell.code();
      }
    }
    return ExitCodes.DONE;
  }

  private static void type(Shell shell, Map<String, String> environment) throws IOException {
    ShellWords words = new ShellWords(shell);
    try (Terminal terminal = terminal(environment)) {
      ShellReader reader = new ShellReader(terminal, words, history(environment));
      String typed = reader.read(shell.prompt());
      while (typed != null && shell.run(typed)) {
        words.forget();
        typed = reader.read(shell.prompt());
      }
    }
  }

  /** By {@code stty}, which needs no native code of its own. */
  private static Terminal terminal(Map<String, String> environment) throws IOException {
    return new ExecTerminalProvider()
        .sysTerminal(
            "omnigraph",
            environment.getOrDefault("TERM", "dumb"),
            false,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            false,
            Terminal.SignalHandler.SIG_DFL,
            false,
            SystemStream.Output);
  }

  /** Null where it cannot be kept. */
  private static @Nullable Path history(Map<String, String> environment) {
    String base = environment.getOrDefault("XDG_STATE_HOME", "");
    Path folder =
        base.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "."), ".local", "state")
            : Path.of(base);
    try {
      return Files.createDirectories(folder.resolve("omnigraph")).resolve("history");
    } catch (IOException e) {
      return null;
    }
  }

  private static void pipe(Shell shell, Surroundings here) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(here.in(), StandardCharsets.UTF_8));
    StringBuilder statement = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      statement.append(line).append('\n');
      if (Statement.isWhole(statement.toString())) {
        String text = statement.toString();
        statement.setLength(0);
        if (!shell.run(text)) {
          return;
        }
      }
    }
    boolean unused = shell.run(statement.toString());
  }
}
