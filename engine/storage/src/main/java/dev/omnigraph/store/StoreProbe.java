package dev.omnigraph.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds out whether a store does what the commit protocol stands on, before a graph is created in
 * it. A store that passes may still be unsuitable in a way no probe can see; one that fails is.
 */
public final class StoreProbe {
  /** A connection that was reset once says nothing of the store. */
  private static final int TRIES = 3;

  private final ObjectStore store;
  private final Supplier<String> ulids;
  private final Executor threads;
  private final int contenders;

  /**
   * @param ulids a new ULID each time: names the probe's objects and marks their bodies
   * @param threads runs the contenders; at least two at a time, or nothing contends
   * @param contenders how many writers race for one object, at least 2
   */
  public StoreProbe(ObjectStore store, Supplier<String> ulids, Executor threads, int contenders) {
    this.store = store;
    this.ulids = ulids;
    this.threads = threads;
    this.contenders = contenders;
  }

  /**
   * Writes, reads, lists and deletes objects below {@code __probe/{ulid}/}, and leaves none.
   *
   * @throws StoreException.Permanent naming the capability that the store lacks
   * @throws StoreException of another kind when the store cannot be reached or used
   */
  public void run() {
    String prefix = "__probe/" + ulids.get() + "/";
    List<String> written = new ArrayList<>();
    try {
      createOnly(named(prefix, "create", written));
      replace(named(prefix, "replace", written));
      race(
          named(prefix, "create-race", written),
          "create-only writes with one winner among concurrent ones (If-None-Match: *)",
          body -> store.create(prefix + "create-race", body));
      String raced = named(prefix, "replace-race", written);
      byte[] before = body();
      String etag = done(() -> store.create(raced, before), raced, before);
      race(
          raced,
          "conditional replaces with one winner among concurrent ones (If-Match)",
          body -> store.replace(raced, body, etag));
      listAndDelete(prefix, named(prefix, "list", written));
    } finally {
      cleanUp(written);
    }
  }

  private void createOnly(String key) {
    String capability = "create-only writes (If-None-Match: *)";
    byte[] first = body();
    done(() -> store.create(key, first), key, first);
    require(store.get(key + "-absent").isEmpty(), "reads of absent objects that say so");
    require(!(store.create(key, body()) instanceof PutOutcome.Done), capability);
    require(holds(key, first), capability);
  }

  private void replace(String key) {
    String capability = "conditional replaces (If-Match)";
    byte[] first = body();
    String etag = done(() -> store.create(key, first), key, first);
    byte[] second = body();
    String secondEtag = done(() -> store.replace(key, second, etag), key, second);
    require(holds(key, second), "reads that see the last acknowledged write");
    require(!secondEtag.equals(etag), "another ETag for another body");
    require(!(store.replace(key, body(), etag) instanceof PutOutcome.Done), capability);
    require(holds(key, second), capability);
    store.delete(key);
    require(!(store.replace(key, body(), secondEtag) instanceof PutOutcome.Done), capability);
    require(store.get(key).isEmpty(), capability);
  }

  /**
   * Every contender must be told the truth: at most one is done, and the object is the winner's.
   */
  private void race(String key, String capability, Function<byte[], PutOutcome> write) {
    List<byte[]> bodies = IntStream.range(0, contenders).mapToObj(i -> body()).toList();
    List<PutOutcome> outcomes =
        inParallel(bodies.stream().map(b -> (Supplier<PutOutcome>) () -> write.apply(b)).toList());
    List<byte[]> winners = new ArrayList<>();
    boolean allDecided = true;
    for (int i = 0; i < contenders; i++) {
      switch (outcomes.get(i)) {
        case PutOutcome.Done _ -> winners.add(bodies.get(i));
        case PutOutcome.Refused _ -> {}
        case PutOutcome.Unknown _ -> allDecided = false;
      }
    }
    require(winners.size() <= 1, capability);
    require(!allDecided || winners.size() == 1, capability);
    require(winners.isEmpty() || holds(key, winners.getFirst()), capability);
  }

  private void listAndDelete(String prefix, String key) {
    String capability = "listings that see the last acknowledged write";
    byte[] body = body();
    require(!lists(prefix, key), capability);
    done(() -> store.create(key, body), key, body);
    require(lists(prefix, key), capability);
    store.delete(key);
    require(!lists(prefix, key), "listings that see the last acknowledged delete");
    require(store.get(key).isEmpty(), "reads that see the last acknowledged delete");
    store.delete(key);
  }

  private boolean lists(String prefix, String key) {
    return store.list(prefix).entries().stream().anyMatch(entry -> entry.key().equals(key));
  }

  private boolean holds(String key, byte[] body) {
    return store.get(key).map(o -> Arrays.equals(o.body(), body)).orElse(false);
  }

  /** Fresh each time, as every body of the protocol is. */
  private byte[] body() {
    return ("{\"probe\":\"" + ulids.get() + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static String named(String prefix, String name, List<String> written) {
    written.add(prefix + name);
    return prefix + name;
  }

  /** The ETag of a write that nothing competes with. */
  private String done(Supplier<PutOutcome> write, String key, byte[] body) {
    for (int sent = 1; ; sent++) {
      switch (write.get()) {
        case PutOutcome.Done done -> {
          return done.etag();
        }
        case PutOutcome.Unknown unknown -> {
          Optional<String> landed = etag(key, body);
          if (landed.isPresent()) {
            return landed.get();
          }
          if (sent == TRIES) {
            throw new StoreException.Transient(
                "Could not find out what the store can do: " + unknown.cause().getMessage(),
                unknown.cause());
          }
        }
        case PutOutcome.Refused _ -> {
          // Of a second request perhaps by the first one, whose answer was lost.
          Optional<String> landed = sent == 1 ? Optional.empty() : etag(key, body);
          return landed.orElseThrow(
              () ->
                  lacking("conditional writes that are accepted when their condition holds", key));
        }
      }
    }
  }

  private Optional<String> etag(String key, byte[] body) {
    return store
        .get(key)
        .filter(stored -> Arrays.equals(stored.body(), body))
        .map(StoredObject::etag);
  }

  private void require(boolean observed, String capability) {
    if (!observed) {
      throw lacking(capability, "");
    }
  }

  private StoreException lacking(String capability, String key) {
    return new StoreException.Permanent(
        "No graph can be kept in "
            + store.uri()
            + ": the store lacks "
            + capability
            + (key.isEmpty() ? "." : " ('" + key + "')."),
        "Use Amazon S3, or a store that has them; without, commits could be lost.",
        null);
  }

  private <T> List<T> inParallel(List<Supplier<T>> tasks) {
    List<CompletableFuture<T>> running =
        tasks.stream().map(task -> CompletableFuture.supplyAsync(task, threads)).toList();
    try {
      return running.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Best effort: what is left is inert, and a failing store is to be reported for its failure. */
  private void cleanUp(List<String> written) {
    for (String key : written) {
      try {
        store.delete(key);
      } catch (StoreException e) {
        return;
      }
    }
  }
}
