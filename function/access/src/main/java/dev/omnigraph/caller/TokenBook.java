package dev.omnigraph.caller;

import dev.omnigraph.access.Principal;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a source, as they were at most {@link TokenSource#freshFor} ago. Where the source
 * cannot be read, those of the last time count for five minutes, and then none does.
 */
public final class TokenBook {
  private static final Duration STALE_FOR = Duration.ofMinutes(5);

  private final TokenSource source;
  private final InstantSource clock;
  private @Nullable State state;

  private record State(String text, ApiTokens tokens, Instant read) {}

  public TokenBook(TokenSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * Whose token it is.
   *
   * @throws CredentialException it is nobody's, or has expired
   * @throws GraphException {@code tokens_unavailable}, {@code tokens_invalid}
   */
  public Principal holder(String token) throws CredentialException {
    return tokens().holder(token, clock.instant());
  }

  private synchronized ApiTokens tokens() {
    Instant now = clock.instant();
    State last = state;
    if (last != null && now.isBefore(last.read().plus(source.freshFor()))) {
      return last.tokens();
    }
    try {
      String text = source.read();
      ApiTokens tokens =
          last != null && last.text().equals(text) ? last.tokens() : ApiTokens.read(text);
      State next = new State(text, tokens, now);
      state = next;
      return next.tokens();
    } catch (IOException e) {
      return kept(last, now, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return kept(last, now, e);
    }
  }

  private static ApiTokens kept(@Nullable State last, Instant now, Exception why) {
    if (last != null && now.isBefore(last.read().plus(STALE_FOR))) {
      return last.tokens();
    }
    throw GraphException.of(
            CallerError.TOKENS_UNAVAILABLE, "The list of API tokens cannot be read.")
        .cause(why)
        .build();
  }
}
