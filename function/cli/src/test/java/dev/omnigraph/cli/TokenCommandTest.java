package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.access.Principal;
import dev.omnigraph.caller.ApiTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API tokens are shown once, and their hashes kept in a file. */
class TokenCommandTest {
  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));
  private Path file = Path.of("");

  @BeforeEach
  void chooseAFile() {
    terminal = new Terminal(folder);
    file = folder.resolve("tokens.json");
  }

  @Test
  void aTokenIsPrintedAndOnlyItsHashIsKept() throws Exception {
    assertThat(make("ci", "--groups", "deploy,ops", "--expires", "90d")).isZero();

    String token = terminal.out().lines().findFirst().orElseThrow();
    String kept = Files.readString(file);
    assertThat(token).startsWith("omnigraph_").hasSize(53);
    assertThat(kept).doesNotContain(token.substring(10));
    Principal holder = ApiTokens.read(kept).holder(token, Instant.now());
    assertThat(holder).isEqualTo(Principal.of(Principal.Kind.TOKEN, "ci", "deploy", "ops"));
    assertThat(ApiTokens.read(kept).tokens().getFirst().expires().orElseThrow())
        .isBetween(
            Instant.now().plus(Duration.ofDays(89)), Instant.now().plus(Duration.ofDays(90)));
  }

  @Test
  void withoutAFileTheEntryIsPrintedBesideTheToken() throws Exception {
    assertThat(terminal.run("token", "new", "--name", "ci", "--json")).isZero();

    Answer answer = Answer.of(terminal.out());
    String document = "{\"tokens\": [" + answer.json().path("entry") + "]}";
    assertThat(ApiTokens.read(document).holder(answer.text("token"), Instant.now()).name())
        .isEqualTo("ci");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNameThatIsThereIsRefusedAndTheFileIsAsItWas() throws IOException {
    make("ci");
    String before = Files.readString(file);
    terminal.clear();

    assertThat(make("ci")).isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.err()).contains("There is a token \"ci\" already.");
    assertThat(terminal.out()).as("a token that is not kept").isEmpty();
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void tokensAreListedAndRevoked() {
    make("ci", "--groups", "deploy", "--expires", "2090-01-31T00:00:00Z");
    make("agent");
    terminal.clear();

    assertThat(list()).isZero();
    assertThat(terminal.out())
        .containsPattern("ci +deploy +2090-01-31T00:00:00Z ")
        .containsPattern("agent ");
    assertThat(terminal.run("token", "revoke", "ci", "--file", file.toString())).isZero();
    assertThat(terminal.run("token", "revoke", "ci", "--file", file.toString()))
        .isEqualTo(ExitCodes.NOT_FOUND);
    terminal.clear();

    list();
    assertThat(terminal.out()).contains("agent").doesNotContain("ci ");
  }

  @Test
  void aFileThatAnotherCommandIsChangingIsLeftAlone() throws IOException {
    make("ci");
    String before = Files.readString(file);
    Path other = Files.createFile(folder.resolve("tokens.json.part"));

    assertThat(make("agent")).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("another command is changing it", "delete " + other);
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(other).exists();
  }

  @Test
  void whoMayReadTheFileStaysAsItIs() throws IOException {
    make("ci");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    make("agent");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void whatIsNotAFileOfTokensIsNotTouched() throws IOException {
    Files.writeString(file, "{\"tokens\": [{\"nmae\": \"ci\"}]}");

    assertThat(make("agent")).isEqualTo(ExitCodes.WRONG);
    assertThat(list()).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("tokens.json cannot be read", "nmae");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void anExpiryIsATimeThatIsToCome() {
    assertThat(make("ci", "--expires", "2001-01-01T00:00:00Z")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.err()).contains("\"2001-01-01T00:00:00Z\" is over");
    assertThat(make("ci", "--expires", "soon")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.err()).contains("\"soon\" is not a time");
    assertThat(make("ci", "--expires", "999999d")).isZero();
  }

  private int make(String name, String... more) {
    return terminal.run(
        Stream.concat(
                Stream.of("token", "new", "--name", name, "--file", file.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private int list() {
    return terminal.run("token", "list", "--file", file.toString());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
