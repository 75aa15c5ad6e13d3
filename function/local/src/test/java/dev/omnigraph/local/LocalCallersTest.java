package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.caller.ApiTokens;
import dev.omnigraph.caller.BearerCallers;
import dev.omnigraph.caller.CredentialException;
import dev.omnigraph.caller.NewToken;
import dev.omnigraph.caller.TokenBook;
import dev.omnigraph.caller.TokenSource;
import dev.omnigraph.id.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCallersTest {
  private static final Tokens NO_TOKENS = new Tokens(Map.of());
  private static final Tokens TOKENS = new Tokens(Map.of("ada", Sha256.hex("secret")));
  private static final BearerCallers NO_LIST =
      new BearerCallers(Optional.empty(), Optional.empty());

  @TempDir Path folder;

  @Test
  void withoutAnyTokensEveryoneIsLocal() throws CredentialException {
    assertThat(new LocalCallers(NO_TOKENS, NO_LIST).of(null))
        .isEqualTo(Principal.of(Kind.LOCAL, "local"));
  }

  @Test
  void tokensOfTheConfigurationAndOfTheFileAreKnown() throws Exception {
    NewToken made = made();
    LocalCallers callers = new LocalCallers(TOKENS, list(ApiTokens.NONE.with(made.token())));

    assertThat(callers.of("Bearer secret")).isEqualTo(Principal.of(Kind.TOKEN, "ada"));
    assertThat(callers.of("Bearer " + made.text()))
        .isEqualTo(Principal.of(Kind.TOKEN, "ci", "deploy"));
    assertThatThrownBy(() -> callers.of("Bearer other")).isInstanceOf(CredentialException.class);
    assertThatThrownBy(() -> callers.of(null)).isInstanceOf(CredentialException.class);
  }

  @Test
  void anEmptyListOfTokensLetsNobodyIn() throws IOException {
    LocalCallers callers = new LocalCallers(NO_TOKENS, list(ApiTokens.NONE));

    assertThatThrownBy(() -> callers.of(null)).isInstanceOf(CredentialException.class);
    assertThatThrownBy(() -> callers.of("Bearer x")).isInstanceOf(CredentialException.class);
  }

  private static NewToken made() {
    return NewToken.make(
        new SecureRandom(), "ci", Set.of("deploy"), Optional.empty(), Instant.EPOCH, "ann");
  }

  private BearerCallers list(ApiTokens tokens) throws IOException {
    Path file = folder.resolve("tokens.json");
    Files.writeString(file, tokens.json());
    return new BearerCallers(
        Optional.of(new TokenBook(TokenSource.file(file), InstantSource.system())),
        Optional.empty());
  }
}
