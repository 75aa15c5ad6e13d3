package dev.omnigraph.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class ApiTokensTest {
  private static final String HASH = "a".repeat(64);

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();

  @Test
  void aTokenIsItsHolderAndKeptAsAHashOnly() throws Exception {
    NewToken made = make("ci", Optional.empty());
    ApiTokens tokens = ApiTokens.read(ApiTokens.NONE.with(made.token()).json());

    assertThat(tokens.holder(made.text(), clock.instant()))
        .isEqualTo(Principal.of(Kind.TOKEN, "ci", "deploy"));
    assertThat(tokens.tokens()).containsExactly(made.token());
    assertThat(tokens.json()).doesNotContain(made.text());
    assertThat(made.toString()).doesNotContain(made.text());
  }

  @Test
  void noTwoTokensAreAlikeAndNoneCanBeGuessed() {
    String one = make("a", Optional.empty()).text();
    String other = make("a", Optional.empty()).text();

    assertThat(one).isNotEqualTo(other).hasSize("omnigraph_".length() + 43);
  }

  @Test
  void aTokenDiesWithItsExpiry() throws Exception {
    NewToken made = make("ci", Optional.of(Duration.ofHours(1)));
    ApiTokens tokens = ApiTokens.NONE.with(made.token());
    clock.move(Duration.ofMinutes(59));
    assertThat(tokens.holder(made.text(), clock.instant()).name()).isEqualTo("ci");

    clock.move(Duration.ofMinutes(1));

    assertThatThrownBy(() -> tokens.holder(made.text(), clock.instant()))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void aNameIsTakenOnceAndRevokedOnce() {
    ApiTokens tokens = ApiTokens.NONE.with(make("ci", Optional.empty()).token());

    assertThatThrownBy(() -> tokens.with(make("ci", Optional.empty()).token()))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(CallerError.TOKEN_TAKEN)).isTrue());
    assertThatThrownBy(() -> tokens.without("c"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(CallerError.NO_SUCH_TOKEN)).isTrue());
    assertThat(tokens.without("ci")).isEqualTo(ApiTokens.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"tokens\": {}}",
        "{\"tokens\": [], \"more\": 1}",
        "{\"tokens\": []} {}",
        "{\"tokens\": [1]}",
        "{\"tokens\": [{\"name\": \"a\"}]}",
        "{\"tokens\": [{\"name\": \"a\", \"sha256\": \"A\"}]}",
        "{\"tokens\": [{\"name\": \"a\", \"sha256\": \"HASH\", \"expire\": \"2027-01-01T00:00:00Z\"}]}",
        "{\"tokens\": [{\"name\": \"a\", \"sha256\": \"HASH\", \"expires\": \"tomorrow\"}]}",
        "{\"tokens\": [{\"name\": \"a\", \"sha256\": \"HASH\", \"expires\": null}]}",
        "{\"tokens\": [{\"name\": \"a\", \"sha256\": \"HASH\", \"groups\": \"g\"}]}",
        "{\"tokens\": [{\"name\": \"a\", \"sha256\": \"HASH\"}, {\"name\": \"a\", \"sha256\": \"HASH\"}]}"
      })
  void aListThatMayMeanSomethingElseIsRefused(String json) {
    assertThatThrownBy(() -> ApiTokens.read(json.replace("HASH", HASH)))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(CallerError.TOKENS_INVALID)).isTrue());
  }

  @Test
  void aTokenThatIsRevokedInTheFileIsDeadAtOnce() throws Exception {
    NewToken made = make("ci", Optional.empty());
    Path file = folder.resolve("tokens.json");
    Files.writeString(file, ApiTokens.NONE.with(made.token()).json());
    TokenBook book = new TokenBook(TokenSource.file(file), clock);
    assertThat(book.holder(made.text()).name()).isEqualTo("ci");

    Files.writeString(file, ApiTokens.NONE.json());

    assertThatThrownBy(() -> book.holder(made.text())).isInstanceOf(CredentialException.class);
    Files.delete(file);
    assertThatThrownBy(() -> book.holder(made.text())).isInstanceOf(CredentialException.class);
  }

  @Test
  void aTokenThatIsRevokedInTheSecretIsDeadAfterAMinute() throws Exception {
    NewToken made = make("ci", Optional.empty());
    try (StubServer server = new StubServer()) {
      server.answers(200, secret(ApiTokens.NONE.with(made.token())));
      TokenBook book = new TokenBook(secretTokens(server), clock);
      book.holder(made.text());
      server.answers(200, secret(ApiTokens.NONE));
      clock.move(Duration.ofSeconds(59));
      assertThat(book.holder(made.text()).name()).isEqualTo("ci");
      assertThat(server.requests()).hasSize(1);

      clock.move(Duration.ofSeconds(1));

      assertThatThrownBy(() -> book.holder(made.text())).isInstanceOf(CredentialException.class);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().getFirst())
          .contains("Credential=AKID/")
          .contains("/eu-west-1/secretsmanager/aws4_request");
    }
  }

  @Test
  void tokensOfTheLastTimeCountForFiveMinutesWhileTheSecretCannotBeRead() throws Exception {
    NewToken made = make("ci", Optional.empty());
    try (StubServer server = new StubServer()) {
      server.answers(200, secret(ApiTokens.NONE.with(made.token())));
      TokenBook book = new TokenBook(secretTokens(server), clock);
      book.holder(made.text());
      server.answers(500, "");
      clock.move(Duration.ofMinutes(4));
      assertThat(book.holder(made.text()).name()).isEqualTo("ci");

      clock.move(Duration.ofMinutes(1));

      assertThatThrownBy(() -> book.holder(made.text()))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.is(CallerError.TOKENS_UNAVAILABLE)).isTrue());
    }
  }

  @Test
  void aSecretThatIsNoListLetsNobodyIn() throws IOException {
    try (StubServer server = new StubServer()) {
      server.answers(200, "{\"SecretString\": \"x\"}");
      TokenBook book = new TokenBook(secretTokens(server), clock);

      assertThatThrownBy(() -> book.holder("x"))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.is(CallerError.TOKENS_INVALID)).isTrue());
    }
  }

  private NewToken make(String name, Optional<Duration> life) {
    return NewToken.make(
        new SecureRandom(),
        name,
        Set.of("deploy"),
        life.map(clock.instant()::plus),
        clock.instant(),
        "ann");
  }

  private static String secret(ApiTokens tokens) {
    return "{\"SecretString\": \""
        + tokens.json().replace("\"", "\\\"").replace("\n", "\\n")
        + "\"}";
  }

  private static SecretTokens secretTokens(StubServer server) {
    return new SecretTokens(
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tokens-AbCdEf",
        server.address(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
        new Fetch(Duration.ofMinutes(1)));
  }
}
