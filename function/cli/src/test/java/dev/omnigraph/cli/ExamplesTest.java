package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The help of every command shows an example, and every example does what it says. */
class ExamplesTest {
  private static final Path FLIGHTS = Path.of("../../infra/example/flights");
  private static final String POLICY =
      """
      permit(principal is Local, action, resource);
      permit(principal in Group::"staff", action, resource);
      """;
  private static final String CASES =
      """
      {"cases": [{"principal": "user:eve", "action": "read", "expect": "deny"}]}
      """;
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyCommandHasAnExample() {
    commands(Main.whole(surroundings()))
        .filter(command -> !command.getCommandName().equals("help"))
        .forEach(
            command ->
                assertThat(example(command))
                    .as(command.getCommandSpec().qualifiedName())
                    .startsWith("omnigraph "));
  }

  @Test
  void everyExampleIsRunOnTheFlights() throws IOException {
    for (String file : List.of("flights.gq", "flights.jsonl")) {
      Files.copy(FLIGHTS.resolve(file), folder.resolve(file));
    }
    String schema = Files.readString(FLIGHTS.resolve("flights.pg"));
    Files.writeString(
        folder.resolve("flights.pg"),
        schema.replaceFirst("(?m)^(node Airport .*\\{.*)$", "$1 photo: Blob?"));
    Path queries = Files.createDirectories(folder.resolve("project/queries"));
    Files.copy(folder.resolve("flights.pg"), folder.resolve("project/graph.pg"));
    Files.copy(folder.resolve("flights.gq"), queries.resolve("flights.gq"));
    Path tests = Files.createDirectories(folder.resolve("project/tests"));
    Files.writeString(
        tests.resolve("none.gq"), "query none() { match { $a: Airport } return { $a.iata } }");
    Files.writeString(tests.resolve("none.json"), "{\"expect\": []}");
    Files.writeString(folder.resolve("las.jpg"), "a picture");
    Files.writeString(folder.resolve("flights.cedar"), POLICY);
    Files.writeString(folder.resolve("cases.json"), CASES);
    runs("omnigraph init --schema flights.pg");
    runs("omnigraph load flights.jsonl --mode merge");
    runs("omnigraph blob put Airport LAS photo las.jpg");
    runs("omnigraph queries put flights.gq");
    runs("omnigraph policy put flights.cedar");
    runs("omnigraph token new --name ci --file tokens.json");
    runs("omnigraph branch create draft");
    runs("omnigraph mutate flights.gq rename_airport iata=SFO name=x --branch draft");
    runs("omnigraph profile set work graph=elsewhere");

    commands(Main.whole(surroundings()))
        .filter(
            command -> !command.getCommandName().matches("help|init|load|delete|create|new|revoke"))
        .forEach(command -> runs(example(command)));
    runs("omnigraph branch delete draft");
    runs("omnigraph branch create draft --from main");
    runs("omnigraph token revoke ci --file tokens.json");
    runs("omnigraph token new --name ci --groups deploy --expires 90d --file tokens.json");
    runs("omnigraph delete --confirm flights");
  }

  private void runs(String line) {
    List<String> words = new ArrayList<>();
    WORD.matcher(line)
        .results()
        .skip(1)
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
        .map(
            word ->
                word.matches("(flights|las|airports|cases|tokens)\\.\\w+|project|plan\\.json")
                    ? file(word)
                    : word)
        .forEach(words::add);
    int commit = words.indexOf("COMMIT");
    if (commit >= 0) {
      words.set(commit, line.contains("draft") ? newest("draft") : newest("main"));
    }
    int code = run(words.toArray(String[]::new));

    assertThat(code).as(line + "\n" + out + err).isZero();
  }

  private String newest(String branch) {
    out.getBuffer().setLength(0);
    run("commits", "-n", "1", "--branch", branch, "--format", "csv");
    MatchResult id =
        Pattern.compile("(?m)^[0-9A-Z]{26}-\\d+")
            .matcher(out.toString())
            .results()
            .findFirst()
            .orElseThrow();
    return id.group();
  }

  private int run(String... words) {
    return Main.run(surroundings(), words);
  }

  private Surroundings surroundings() {
    return Surroundings.plain(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true))
        .in(
            Map.of(
                "OMNIGRAPH_GRAPH", folder.resolve("flights").toString(),
                "OMNIGRAPH_CONFIG", folder.resolve("config.properties").toString()));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /** All commands, those below others after them. */
  static Stream<CommandLine> commands(CommandLine program) {
    return program.getSubcommands().values().stream()
        .flatMap(command -> Stream.concat(Stream.of(command), commands(command)));
  }

  /** What the help of a command shows. */
  static String example(CommandLine command) {
    String[] footer = command.getCommandSpec().usageMessage().footer();
    return footer.length == 0 ? "" : footer[footer.length - 1].strip();
  }
}
