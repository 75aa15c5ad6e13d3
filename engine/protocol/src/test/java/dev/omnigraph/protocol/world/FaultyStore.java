package dev.omnigraph.protocol.world;

import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectBody;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process's connection to a store: it can die, and its next request can go wrong. */
public final class FaultyStore implements ObjectStore {
  private final ObjectStore store;

  /** Requests that were sent and have not landed yet; they may land after their sender died. */
  private final Queue<Supplier<PutOutcome>> late;

  private @Nullable Fault next;
  private boolean dead;
  private boolean dying;
  private @Nullable Runnable after;
  public int reads;
  public int writes;
  public int requests;

  /** What goes wrong with one request. */
  public enum Fault {
    /** The store says that it did not do it. */
    ERROR,
    /** The store says that it never will, whoever asks. */
    FORBIDDEN,
    /** It is done, and nobody is told. */
    LOST_ACKNOWLEDGEMENT,
    /** It is done later, and nobody is told. */
    LATE,
    /** It is never done, and nobody is told. */
    NEVER,
    /** It is done, its sender is told, and the network delivers it once more later. */
    DUPLICATE
  }

  /** A process that was killed. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  public FaultyStore(ObjectStore store) {
    this(store, new ArrayDeque<>());
  }

  public FaultyStore(ObjectStore store, Queue<Supplier<PutOutcome>> late) {
    this.store = store;
    this.late = late;
  }

  public void breakNext(Fault fault) {
    next = fault;
  }

  /** Something happens right after the next write was done. */
  public void afterNextWrite(Runnable hook) {
    after = hook;
  }

  /** The next request goes wrong, and its sender does not live to see it. */
  public void breakNextAndDie(Fault fault) {
    next = fault;
    dying = true;
  }

  public boolean isDead() {
    return dead;
  }

  public Killed kill() {
    dead = true;
    return new Killed();
  }

  @Override
  public URI uri() {
    return store.uri();
  }

  @Override
  public Optional<StoredObject> get(String key) {
    reads++;
    return read(() -> store.get(key));
  }

  @Override
  public Optional<byte[]> range(String key, long offset, int length) {
    reads++;
    return read(() -> store.range(key, offset, length));
  }

  @Override
  public Listing list(String prefix) {
    reads++;
    return read(() -> store.list(prefix));
  }

  @Override
  public Optional<Fingerprint> fingerprint(String key) {
    reads++;
    return read(() -> store.fingerprint(key));
  }

  @Override
  public Optional<Fingerprint.Match> verify(String key, Fingerprint expected) {
    reads++;
    return read(() -> store.verify(key, expected));
  }

  @Override
  public boolean isNear() {
    return store.isNear();
  }

  @Override
  public PutOutcome create(String key, byte[] body) {
    return put(() -> store.create(key, body));
  }

  @Override
  public PutOutcome create(String key, ObjectBody body) {
    try (InputStream bytes = body.open()) {
      return create(key, bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PutOutcome replace(String key, byte[] body, String etag) {
    return put(() -> store.replace(key, body, etag));
  }

  @Override
  public void delete(String key) {
    PutOutcome outcome =
        put(
            () -> {
              store.delete(key);
              return new PutOutcome.Done("");
            });
    if (outcome instanceof PutOutcome.Unknown unknown) {
      throw unknown.cause();
    }
  }

  private <T> T read(Supplier<T> request) {
    if (fault() != null) {
      dieIfDying();
      throw new StoreException.Transient("injected", null);
    }
    return request.get();
  }

  private PutOutcome put(Supplier<PutOutcome> request) {
    Fault fault = fault();
    writes++;
    if (fault == null) {
      PutOutcome outcome = request.get();
      Runnable hook = after;
      after = null;
      if (hook != null) {
        hook.run();
      }
      return outcome;
    }
    if (dying) {
      late.add(request);
      dieIfDying();
    }
    PutOutcome unknown = new PutOutcome.Unknown(new StoreException.Unknown("injected", null));
    return switch (fault) {
      case ERROR -> throw new StoreException.Transient("injected", null);
      case FORBIDDEN -> throw new StoreException.Configuration("injected", "Ask for it.", null);
      case LOST_ACKNOWLEDGEMENT -> {
        apply(request);
        yield unknown;
      }
      case LATE -> {
        late.add(request);
        yield unknown;
      }
      case NEVER -> unknown;
      case DUPLICATE -> {
        PutOutcome outcome = request.get();
        late.add(request);
        yield outcome;
      }
    };
  }

  private void dieIfDying() {
    if (dying) {
      throw kill();
    }
  }

  /** What the store answers, nobody hears. */
  public static void apply(Supplier<PutOutcome> request) {
    PutOutcome unheard = request.get();
    if (unheard instanceof PutOutcome.Unknown) {
      throw new AssertionError("the memory store always knows");
    }
  }

  private @Nullable Fault fault() {
    requests++;
    if (dead) {
      throw new Killed();
    }
    Fault fault = next;
    next = null;
    return fault;
  }

  @Override
  public void close() {}
}
