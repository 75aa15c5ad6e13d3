package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CountingObjectStoreTest {
  @Test
  void everyCallIsARequestWithItsBytes() {
    CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore(Instant::now));

    store.create("k", new byte[10]);
    store.create("k", ObjectBody.of(new byte[10]));
    String etag = store.get("k").orElseThrow().etag();
    store.replace("k", new byte[7], etag);
    store.get("absent");
    store.range("k", 2, 3);
    store.list("k/");
    store.delete("k");

    assertThat(store.io()).isEqualTo(new IoStats(8, 13, 27));
  }
}
