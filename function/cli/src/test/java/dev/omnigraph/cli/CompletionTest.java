package dev.omnigraph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shells complete commands, options and branches with what {@code completion} prints. */
class CompletionTest {
  private @TempDir Path folder;

  /** Stands for the program when a shell asks for branches. */
  @BeforeEach
  void writeTheProgram() throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("omnigraph"),
            """
            #!/bin/sh
            [ "$1 $2" = "branch list" ] && printf 'branch,head\\nmain,1\\ndraft,2\\n'
            """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void bashCompletesCommandsOptionsAndBranches() throws Exception {
    String completed =
        run(
            "bash",
            """
            source %s
            compopt() { :; }
            COMP_WORDS=(omnigraph snap); COMP_CWORD=1; _complete_omnigraph; echo "${COMPREPLY[@]}"
            COMP_WORDS=(omnigraph branch cr); COMP_CWORD=2; _complete_omnigraph; echo "${COMPREPLY[@]}"
            COMP_WORDS=(omnigraph query --expl); COMP_CWORD=2; _complete_omnigraph
            echo "${COMPREPLY[@]}"
            COMP_WORDS=(omnigraph query --branch d); COMP_CWORD=3; _complete_omnigraph
            echo "${COMPREPLY[@]}"
            """
                .formatted(script("bash")));

    assertThat(completed.lines().map(String::strip))
        .containsExactly("snapshot", "create", "--explain", "draft");
  }

  @Test
  void zshCompletesInTheWayOfBash() throws Exception {
    if (isMissing("zsh")) {
      return;
    }
    String completed =
        run(
            "zsh",
            """
            autoload -U +X compinit && compinit -u -d %s/dump
            source %s
            whence -w _complete_omnigraph
            print ${_comps[omnigraph]}
            """
                .formatted(folder, script("zsh")));

    assertThat(completed).contains("_complete_omnigraph: function", "_bash_complete");
  }

  @Test
  void fishCompletesCommandsOptionsAndBranches() throws Exception {
    if (isMissing("fish")) {
      return;
    }
    String completed =
        run(
            "fish",
            """
            source %s
            complete -C 'omnigraph snap'
            complete -C 'omnigraph branch cr'
            complete -C 'omnigraph query --expl'
            complete -C 'omnigraph query --branch d'
            """
                .formatted(script("fish")));

    assertThat(completed.lines().map(line -> line.split("\t")[0]))
        .containsExactly("snapshot", "create", "--explain", "draft");
  }

  @Test
  void anotherShellIsToldWhichThereAre() {
    Terminal terminal = new Terminal(folder);

    assertThat(terminal.run("completion", "tcsh")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.err()).contains("unknown shell \"tcsh\"; use `bash`, `zsh` or `fish`");
  }

  private Path script(String shell) throws IOException {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("completion", shell)).isZero();
    return Files.writeString(folder.resolve("completion." + shell), terminal.out());
  }

  /** Whether a shell is not here, which is said so that nobody takes the test for one of it. */
  private static boolean isMissing(String shell) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, shell))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      System.err.println("COMPLETION FOR " + shell + " IS NOT TESTED: there is no " + shell);
    }
    return found.isEmpty();
  }

  private String run(String shell, String script) throws Exception {
    Path file = Files.writeString(folder.resolve("run." + shell), script);
    List<String> command =
        shell.equals("fish")
            ? List.of(shell, "--no-config", file.toString())
            : List.of(shell, file.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
