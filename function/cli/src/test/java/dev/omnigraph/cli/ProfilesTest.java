package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.cli.remote.Proof;
import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.cli.settings.Setting;
import dev.omnigraph.error.GraphException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command takes from a profile and from the environment, and which of them comes first. */
class ProfilesTest {
  private @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file = Path.of("");

  @BeforeEach
  void writeProfiles() throws IOException {
    file =
        Files.writeString(
            folder.resolve("config.properties"),
            """
            # Mine.
            profile=play
            play.graph=/data/play
            play.branch=draft
            work.graph=https://api.example.com/graphs/work
            work.token_env=WORK_TOKEN
            """);
  }

  @Test
  void aNamedProfileComesBeforeTheEnvironmentAndADefaultOneAfterIt() {
    Map<String, String> free = environment(Map.of());
    Map<String, String> set = environment(Map.of("OMNIGRAPH_GRAPH", "/data/env"));

    assertThat(Configuration.of(free, null).graph())
        .contains(new Setting("/data/play", "profile play"));
    assertThat(Configuration.of(set, null).graph())
        .contains(new Setting("/data/env", "$OMNIGRAPH_GRAPH"));
    assertThat(Configuration.of(set, "play").graph())
        .contains(new Setting("/data/play", "profile play"));
    assertThat(Configuration.of(set, null).branch()).contains(new Setting("draft", "profile play"));
  }

  @Test
  void theTokenOfTheEnvironmentIsNotSentForAProfileThatHasItsOwn() {
    Map<String, String> both = environment(Map.of("OMNIGRAPH_TOKEN", "free", "WORK_TOKEN", "own"));

    assertThat(Configuration.of(both, "work").token()).contains(new Setting("own", "$WORK_TOKEN"));
    assertThat(Configuration.of(both, null).token())
        .contains(new Setting("free", "$OMNIGRAPH_TOKEN"));
    assertThatThrownBy(() -> Configuration.of(environment(Map.of()), "work").token())
        .isInstanceOf(GraphException.class)
        .hasMessage("Profile work has no token: the variable WORK_TOKEN is not set.");
  }

  @Test
  void aTokenThatCannotBeOneIsRefusedAndNotPrinted() throws IOException {
    for (String token : List.of("s3cret\nsecond", "s3 cret", "s3cr\u00e9t")) {
      assertThatThrownBy(
              () -> Configuration.of(environment(Map.of("OMNIGRAPH_TOKEN", token)), null).token())
          .isInstanceOf(GraphException.class)
          .hasMessage("The token of $OMNIGRAPH_TOKEN has a character that a token cannot have.");
    }
  }

  @Test
  void aSettingThatIsMisspeltIsNotPassedOver() throws IOException {
    for (String line : List.of("play.tokn_env=X", "play.auth=foo")) {
      Files.writeString(file, "profile=play\nplay.graph=/data/play\n" + line + "\n");

      assertThatThrownBy(() -> Configuration.of(environment(Map.of()), null))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.code()).isEqualTo("setting_invalid"));
    }
    Files.write(file, new byte[] {'a', '=', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> Configuration.of(environment(Map.of()), null))
        .hasMessageEndingWith("cannot be read: it is not UTF-8.");
  }

  @Test
  void aTokenFileThatOthersCanReadIsWarnedOf() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    run("profile", "set", "filed", "token_file=" + token, "graph=http://127.0.0.1:1/graphs/g");

    run("snapshot", "--profile", "filed");

    assertThat(Configuration.of(environment(Map.of()), "filed").token())
        .contains(new Setting("s3cret", token.toString()));
    assertThat(err.toString()).contains("others on this machine can read " + token);
    err.getBuffer().setLength(0);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    run("snapshot", "--profile", "filed");
    assertThat(err.toString()).doesNotContain("others", "s3cret").contains("No server listens");
  }

  @Test
  void aProfileMaySignForIam() {
    run("profile", "set", "work", "auth=iam", "token_env=", "region=eu-west-1");
    Configuration work =
        Configuration.of(
            environment(Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "s")), "work");

    Proof proof = Servers.proof(URI.create("https://api.example.com/graphs/work"), work);

    assertThat(proof).isInstanceOf(Proof.Iam.class);
    assertThat(((Proof.Iam) proof).signer().region()).isEqualTo("eu-west-1");
  }

  @Test
  void profilesAreListedShownSetAndUsedAndOtherLinesStay() throws IOException {
    assertThat(run("profile", "set", "play", "branch=main", "format=json")).isZero();
    assertThat(run("profile", "set", "next", "graph=/data/next")).isZero();
    assertThat(run("profile", "use", "next")).isZero();

    assertThat(Files.readString(file))
        .startsWith("# Mine.\nprofile=next\n")
        .contains("play.branch=main\n", "play.format=json\n", "next.graph=/data/next\n");
    assertThat(run("profile", "list", "--format", "csv")).isZero();
    assertThat(run("profile", "show", "work")).isZero();
    assertThat(out.toString())
        .contains("next,yes,/data/next,", "play,\"\",/data/play,main", "token_env   WORK_TOKEN");
  }

  @Test
  void whatIsNoProfileOrNoSettingIsToldWithWhatThereIs() {
    assertThat(run("snapshot", "--profile", "wrok")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(run("profile", "use", "wrok")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(run("profile", "set", "work", "colour=red")).isEqualTo(ExitCodes.WRONG);
    assertThat(run("profile", "set", "work", "format=xml")).isEqualTo(ExitCodes.WRONG);
    assertThat(run("profile", "set", "a.b", "format=csv")).isEqualTo(ExitCodes.WRONG);
    assertThat(err.toString())
        .contains("There is no profile wrok", "Did you mean `work`?")
        .contains("\"colour=red\" is not a setting", "\"xml\" cannot be the format")
        .contains("\"a.b\" is not a name");
  }

  @Test
  void aFileThatCannotBeReadIsNotTakenForNone() throws IOException {
    Files.writeString(file, "work.graph=\\u00zz");

    assertThat(run("snapshot")).isEqualTo(ExitCodes.WRONG);
    assertThat(err.toString()).contains(file + " cannot be read", "OMNIGRAPH_CONFIG");
  }

  private int run(String... words) {
    return Main.run(
        Surroundings.plain(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintWriter(out, true),
                new PrintWriter(err, true))
            .in(environment(Map.of())),
        words);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("OMNIGRAPH_CONFIG", file.toString());
    return environment;
  }
}
