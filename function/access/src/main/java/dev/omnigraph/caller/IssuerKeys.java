package dev.omnigraph.caller;

import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, by their {@code kid}. They are read anew after 15 minutes, and for
 * a key that is not known; at most once a minute, whatever callers send. While the issuer cannot be
 * reached, the keys of the last time count for six hours.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration FRESH_FOR = Duration.ofMinutes(15);
  private static final Duration STALE_FOR = Duration.ofHours(6);
  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final int MAX_KEYS = 100;

  private final URI address;
  private final Fetch fetch;
  private final InstantSource clock;

  /** Held by who reads the keys; others go on with those there are. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile @Nullable Keys keys;
  private volatile @Nullable Instant asked;

  private record Keys(Map<String, PublicKey> byId, Instant read) {
    boolean isOlderThan(Duration age, Instant now) {
      return !now.isBefore(read.plus(age));
    }
  }

  IssuerKeys(URI address, Fetch fetch, InstantSource clock) {
    this.address = address;
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * The key of the name.
   *
   * @throws GraphException {@code jwks_unavailable}
   */
  Optional<PublicKey> key(String id) {
    Instant now = clock.instant();
    Keys known = keys;
    boolean isKnown = known != null && known.byId().containsKey(id);
    if (known == null || !isKnown || known.isOlderThan(FRESH_FOR, now)) {
      refresh(now, isKnown);
    }
    Keys current = keys;
    if (current == null || current.isOlderThan(STALE_FOR, now)) {
      throw GraphException.of(
              CallerError.JWKS_UNAVAILABLE,
              "The keys of the issuer cannot be read from " + address + ".")
          .build();
    }
    return Optional.ofNullable(current.byId().get(id));
  }

  /**
   * @param isKnown then who comes while another reads goes on
   */
  private void refresh(Instant now, boolean isKnown) {
    if (!isKnown) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return;
    }
    try {
      Instant last = asked;
      if (last == null || !now.isBefore(last.plus(BETWEEN))) {
        asked = now;
        keys = new Keys(read(), now);
      }
    } catch (IOException e) {
      LOG.warn("The keys of {} cannot be read; those of the last time stay.", address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reading.unlock();
    }
  }

  private Map<String, PublicKey> read() throws IOException, InterruptedException {
    JsonWebKeySet set = set(fetch.text(HttpRequest.newBuilder(address)));
    Map<String, PublicKey> byId = new HashMap<>();
    for (var key : set.getJsonWebKeys()) {
      boolean signs = key.getUse() == null || key.getUse().equals(Use.SIGNATURE);
      // Symmetric keys are none that a public document can have.
      if (key instanceof PublicJsonWebKey open
          && signs
          && key.getKeyId() != null
          && byId.size() < MAX_KEYS) {
        byId.put(key.getKeyId(), open.getPublicKey());
      }
    }
    return Map.copyOf(byId);
  }

  private static JsonWebKeySet set(String text) throws IOException {
    try {
      return new JsonWebKeySet(text);
    } catch (JoseException | ClassCastException e) {
      throw new IOException("its answer is not a set of keys", e);
    }
  }
}
