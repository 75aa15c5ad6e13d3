package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page on the command line has every command as the program has it. */
class ReferenceTest {
  private static final Path PAGE = Path.of("../../docs/use/command-line.md");
  private static final String HEADING = "## Commands\n";

  /** With {@code -Dpages.write=true} the page is written anew, to be read before it is kept. */
  @Test
  void thePageSaysWhatTheProgramSays() throws IOException {
    String text = Files.readString(PAGE);
    String now = text.substring(0, text.indexOf(HEADING) + HEADING.length()) + reference();

    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(PAGE, now);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(now);
  }

  private static String reference() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    CommandLine program =
        Main.whole(
            Surroundings.plain(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), nowhere, nowhere));
    return ExamplesTest.commands(program)
        .filter(command -> command.getSubcommands().isEmpty())
        .filter(command -> !command.getCommandName().equals("help"))
        .map(ReferenceTest::section)
        .collect(Collectors.joining("\n", "\n", ""));
  }

  private static String section(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    StringBuilder out = new StringBuilder("### `" + spec.qualifiedName() + "`\n\n");
    out.append(sentences(spec.usageMessage().description())).append("\n\n");
    out.append("```sh\n").append(ExamplesTest.example(command)).append("\n```\n\n");
    List<OptionSpec> options =
        spec.options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .toList();
    if (!options.isEmpty() || !spec.positionalParameters().isEmpty()) {
      out.append("| argument | meaning |\n|---|---|\n");
      spec.positionalParameters().forEach(word -> out.append(row(word)));
      options.forEach(option -> out.append(row(option)));
    }
    return out.toString();
  }

  /** Each on a line. */
  private static String sentences(String[] description) {
    return String.join("\n", description).replace(". ", ".\n");
  }

  private static String row(PositionalParamSpec word) {
    return "| `%s` | %s |\n".formatted(cell(word.paramLabel()), text(word.description()));
  }

  private static String row(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    String names =
        Arrays.stream(option.names()).collect(Collectors.joining("`, `", "`", value + "`"));
    return "| %s | %s |\n".formatted(cell(names), text(option.description()));
  }

  private static String text(String[] description) {
    // Who runs the build is not what the page is about.
    return cell(
        String.join(" ", description)
            .replace(
                "Default: " + System.getProperty("user.name"), "Default: the user of the system"));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
