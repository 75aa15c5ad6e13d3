package dev.omnigraph.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "completion",
    description = {
      "Prints a script with which a shell completes commands, options and names of branches.",
      "In `bash` and `zsh`: `source <(omnigraph completion bash)`.",
      "In `fish`: `omnigraph completion fish | source`."
    },
    footer = {"", "Example:", "  omnigraph completion bash"},
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SHELL",
      converter = ShellName.class,
      description = "`bash`, `zsh` or `fish`.")
  private Shell shell = Shell.BASH;

  /** A shell that completes. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  /** Reads the name of a shell. */
  static final class ShellName implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String text) {
      return switch (text) {
        case "bash" -> Shell.BASH;
        case "zsh" -> Shell.ZSH;
        case "fish" -> Shell.FISH;
        default ->
            throw new TypeConversionException(
                "unknown shell \"%s\"; use `bash`, `zsh` or `fish`".formatted(text));
      };
    }
  }

  @Override
  public Integer call() {
    CommandLine whole = Main.whole(Main.of(spec).surroundings());
    spec.commandLine()
        .getOut()
        .print(
            switch (shell) {
              case BASH, ZSH -> BashCompletion.script(whole);
              case FISH -> FishCompletion.script(whole.getCommandSpec());
            });
    return 0;
  }
}
