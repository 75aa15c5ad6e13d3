package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  ObjectStore open() {
    return new MemoryObjectStore(Instant::now);
  }

  @Override
  ObjectStore reopen() {
    return store;
  }

  @Test
  void itsTimeIsTheInjectedClock() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    MemoryObjectStore atNoon = new MemoryObjectStore(() -> noon);

    atNoon.create("a/b", bytes("x"));

    assertThat(atNoon.get("a/b").orElseThrow().lastModified()).isEqualTo(noon);
    assertThat(atNoon.list("a/").storeTime()).isEqualTo(noon);
  }

  @Test
  void aCallersArrayIsItsOwn() {
    byte[] body = bytes("before");
    store.create("k", body);

    body[0] = 'X';

    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("before"));
  }

  @Test
  void anEqualBodyHasAnEqualETagAsOnS3() {
    String etag = done(store.create("k", bytes("same")));

    assertThat(done(store.create("other", bytes("same")))).isEqualTo(etag);
  }
}
