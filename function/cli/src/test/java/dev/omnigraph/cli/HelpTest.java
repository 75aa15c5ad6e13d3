package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The help can be read, and what is asked of the program itself takes none of its commands. */
class HelpTest {
  private final CommandLine program = Main.whole(surroundings(new StringWriter()));

  @Test
  void noAddressTimeOrNameOfAFileIsBrokenAtTheEndOfALine() {
    SoftAssertions all = new SoftAssertions();
    Stream.concat(Stream.of(program), ExamplesTest.commands(program))
        .forEach(
            command ->
                all.assertThat(words(command, 80))
                    .as(command.getCommandSpec().qualifiedName())
                    .isEqualTo(words(command, 1_000)));
    all.assertAll();
  }

  @Test
  void theVersionIsToldWithoutACommandAndAnyOtherCallMakesAsFewAsItCan() {
    StringWriter out = new StringWriter();
    assertThat(Main.run(surroundings(out), "--version")).isZero();
    assertThat(out.toString()).startsWith("omnigraph ");

    assertThat(Main.called("--version")).isEmpty();
    assertThat(Main.called("-V")).isEmpty();
    assertThat(Main.called("query", "--help")).containsOnlyKeys("query");
    assertThat(Main.called("--help")).containsKeys("query", "help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help qeury", "qeury --help", "qeury -f x"})
  void ofWhatIsNoCommandThereIsNoHelp(String line) {
    StringWriter out = new StringWriter();

    assertThat(Main.run(surroundings(out), line.split(" "))).isEqualTo(ExitCodes.USAGE);

    assertThat(out.toString()).contains("Did you mean `query`?").doesNotContain("Usage:");
  }

  private static List<String> words(CommandLine command, int width) {
    command.setUsageHelpWidth(width);
    return List.of(command.getUsageMessage(Ansi.OFF).split("\\s+"));
  }

  private static Surroundings surroundings(StringWriter out) {
    PrintWriter printer = new PrintWriter(out, true);
    return Surroundings.plain(
        InputStream.nullInputStream(), OutputStream.nullOutputStream(), printer, printer);
  }
}
