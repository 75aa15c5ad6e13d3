package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each broken store differs from a healthy one in one answer. */
class StoreProbeTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MemoryObjectStore memory = new MemoryObjectStore(Instant::now);
  @TempDir Path folder;

  @AfterEach
  void stop() {
    threads.close();
  }

  @Test
  void healthyStoresPassAndKeepNothing() {
    ObjectStore files = new FileObjectStore(folder.resolve("graph"), Instant::now);

    assertThatCode(() -> probe(memory)).doesNotThrowAnyException();
    assertThatCode(() -> probe(files)).doesNotThrowAnyException();

    assertThat(memory.list("__probe/").entries()).isEmpty();
    assertThat(files.list("__probe/").entries()).isEmpty();
  }

  @Test
  void aStoreThatIgnoresIfNoneMatchIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome create(String key, byte[] body) {
            memory.delete(key);
            return memory.create(key, body);
          }
        },
        "create-only writes (If-None-Match: *)");
  }

  @Test
  void aStoreThatAdmitsSeveralConcurrentCreatorsIsRefused() {
    CountDownLatch allHaveLooked = new CountDownLatch(8);
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome create(String key, byte[] body) {
            boolean absent = memory.get(key).isEmpty();
            if (key.endsWith("create-race")) {
              allHaveLooked.countDown();
              awaitUninterruptibly(allHaveLooked);
            }
            if (!absent) {
              return new PutOutcome.Refused();
            }
            synchronized (memory) {
              memory.delete(key);
              return memory.create(key, body);
            }
          }
        },
        "one winner among concurrent ones (If-None-Match: *)");
  }

  @Test
  void aStoreThatIgnoresIfMatchIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome replace(String key, byte[] body, String etag) {
            String current = memory.get(key).map(StoredObject::etag).orElse("");
            return memory.replace(key, body, current);
          }
        },
        "conditional replaces (If-Match)");
  }

  @Test
  void aStoreWhoseReplaceBringsADeletedObjectBackIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome replace(String key, byte[] body, String etag) {
            return memory.get(key).isEmpty()
                ? memory.create(key, body)
                : memory.replace(key, body, etag);
          }
        },
        "conditional replaces (If-Match)");
  }

  @Test
  void aStoreThatAdmitsSeveralConcurrentReplacersIsRefused() {
    CountDownLatch allHaveLooked = new CountDownLatch(8);
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome replace(String key, byte[] body, String etag) {
            boolean fits = memory.get(key).map(o -> o.etag().equals(etag)).orElse(false);
            if (key.endsWith("replace-race")) {
              allHaveLooked.countDown();
              awaitUninterruptibly(allHaveLooked);
            }
            synchronized (memory) {
              return fits
                  ? memory.replace(key, body, memory.get(key).orElseThrow().etag())
                  : new PutOutcome.Refused();
            }
          }
        },
        "one winner among concurrent ones (If-Match)");
  }

  @Test
  void aStoreThatRefusesEveryConcurrentCreatorIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome create(String key, byte[] body) {
            return key.endsWith("create-race")
                ? new PutOutcome.Refused()
                : memory.create(key, body);
          }
        },
        "one winner among concurrent ones (If-None-Match: *)");
  }

  @Test
  void aStoreWhoseListingsLagIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public Listing list(String prefix) {
            return new Listing(List.of(), Instant.now());
          }
        },
        "listings that see the last acknowledged write");
  }

  @Test
  void aStoreWhoseReadsLagIsRefused() {
    MemoryObjectStore lagging = new MemoryObjectStore(Instant::now);
    refused(
        new Wrapped(memory) {
          @Override
          public Optional<StoredObject> get(String key) {
            Optional<StoredObject> old = lagging.get(key);
            memory.get(key).ifPresent(o -> lagging.create(key, o.body()));
            return key.endsWith("/replace") ? old : memory.get(key);
          }
        },
        "reads that see the last acknowledged write");
  }

  @Test
  void aStoreWhoseETagsNeverChangeIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public PutOutcome create(String key, byte[] body) {
            return same(memory.create(key, body));
          }

          @Override
          public PutOutcome replace(String key, byte[] body, String etag) {
            String current = memory.get(key).map(StoredObject::etag).orElse("");
            return same(memory.replace(key, body, current));
          }

          private PutOutcome same(PutOutcome outcome) {
            return outcome instanceof PutOutcome.Done ? new PutOutcome.Done("same") : outcome;
          }
        },
        "another ETag for another body");
  }

  @Test
  void aStoreThatForgetsToDeleteIsRefused() {
    refused(
        new Wrapped(memory) {
          @Override
          public void delete(String key) {
            if (!key.endsWith("/list")) {
              memory.delete(key);
            }
          }
        },
        "listings that see the last acknowledged delete");
  }

  @Test
  void aStoreThatDoesNotAnswerIsNotCalledUnsuitable() {
    ObjectStore silent =
        new Wrapped(memory) {
          @Override
          public PutOutcome create(String key, byte[] body) {
            return new PutOutcome.Unknown(new StoreException.Unknown("no answer", null));
          }
        };

    assertThatThrownBy(() -> probe(silent))
        .isInstanceOf(StoreException.Transient.class)
        .hasMessageContaining("no answer");
  }

  @Test
  void aConnectionThatIsResetOnceAtEachWriteIsTriedAgainWhetherTheWriteLandedOrNot() {
    for (boolean lands : List.of(true, false)) {
      Set<String> reset = new HashSet<>();
      probe(
          new Wrapped(new MemoryObjectStore(Instant::now)) {
            @Override
            public PutOutcome create(String key, byte[] body) {
              if (reset.add("create " + key) && !key.endsWith("-race")) {
                if (lands) {
                  super.create(key, body);
                }
                return new PutOutcome.Unknown(new StoreException.Unknown("reset", null));
              }
              return super.create(key, body);
            }

            @Override
            public PutOutcome replace(String key, byte[] body, String etag) {
              if (reset.add("replace " + key) && !key.endsWith("-race")) {
                if (lands) {
                  super.replace(key, body, etag);
                }
                return new PutOutcome.Unknown(new StoreException.Unknown("reset", null));
              }
              return super.replace(key, body, etag);
            }
          });
    }
  }

  private void probe(ObjectStore store) {
    new StoreProbe(store, () -> UUID.randomUUID().toString(), threads, 8).run();
  }

  private void refused(ObjectStore store, String capability) {
    assertThatThrownBy(() -> probe(store))
        .isInstanceOf(StoreException.Permanent.class)
        .hasMessageContaining("lacks")
        .hasMessageContaining(capability);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store that does what another does. */
  private static class Wrapped implements ObjectStore {
    private final ObjectStore inner;

    Wrapped(ObjectStore inner) {
      this.inner = inner;
    }

    @Override
    public URI uri() {
      return inner.uri();
    }

    @Override
    public Optional<StoredObject> get(String key) {
      return inner.get(key);
    }

    @Override
    public Optional<byte[]> range(String key, long offset, int length) {
      return inner.range(key, offset, length);
    }

    @Override
    public PutOutcome create(String key, byte[] body) {
      return inner.create(key, body);
    }

    @Override
    public PutOutcome create(String key, ObjectBody body) {
      return inner.create(key, body);
    }

    @Override
    public PutOutcome replace(String key, byte[] body, String etag) {
      return inner.replace(key, body, etag);
    }

    @Override
    public void delete(String key) {
      inner.delete(key);
    }

    @Override
    public Listing list(String prefix) {
      return inner.list(prefix);
    }

    @Override
    public Optional<Fingerprint> fingerprint(String key) {
      return inner.fingerprint(key);
    }

    @Override
    public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
      return inner.verify(key, expected);
    }

    @Override
    public boolean isNear() {
      return inner.isNear();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
