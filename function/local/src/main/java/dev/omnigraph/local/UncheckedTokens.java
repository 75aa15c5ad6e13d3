package dev.omnigraph.local;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Says, once, that callers send tokens which nobody checks: they may believe themselves safe. */
@Singleton
public class UncheckedTokens {
  private static final Logger LOG = Logger.getLogger(UncheckedTokens.class);

  private final AtomicBoolean told = new AtomicBoolean();

  void told() {
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "A request has an Authorization header, but no tokens are set: everyone is let in as"
              + " \"local\". Set OMNIGRAPH_LOCAL_TOKENS_{ACTOR} to the SHA-256 of a token to check"
              + " them.");
    }
  }
}
