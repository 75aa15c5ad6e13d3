package dev.omnigraph.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do for the commit protocol to hold. */
abstract class ObjectStoreContract {
  protected ObjectStore store = new MemoryObjectStore(Instant::now);

  /** A store on a new, empty root. */
  abstract ObjectStore open() throws Exception;

  /** Another store object on the root of {@link #store}, as another process would have it. */
  abstract ObjectStore reopen() throws Exception;

  @BeforeEach
  void openTheStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  @Test
  void anAbsentObjectIsAnEmptyAnswer() {
    assertThat(store.create("there", bytes("x"))).isInstanceOf(PutOutcome.Done.class);

    assertThat(store.get("absent")).isEmpty();
    assertThat(store.get("there/below")).isEmpty();
    assertThat(store.list("absent/").entries()).isEmpty();
  }

  @Test
  void anAcknowledgedObjectIsFullyVisibleToEveryOne() throws Exception {
    String etag = done(store.create("a/b", bytes("one")));

    ObjectStore other = reopen();
    StoredObject read = other.get("a/b").orElseThrow();
    assertThat(read.key()).isEqualTo("a/b");
    assertThat(read.body()).isEqualTo(bytes("one"));
    assertThat(read.etag()).isEqualTo(etag);
    ObjectEntry listed = other.list("a/").entries().getFirst();
    assertThat(listed.key()).isEqualTo("a/b");
    assertThat(listed.size()).isEqualTo(3);
    assertThat(listed.etag()).isEqualTo(etag);
  }

  @Test
  void aRangeIsAsManyOfItsBytesAsThereAre() throws Exception {
    done(store.create("ranges/k", bytes("0123456789")));
    done(store.create("ranges/empty", new byte[0]));
    ObjectStore other = reopen();

    assertThat(other.range("ranges/k", 0, 1)).hasValue(bytes("0"));
    assertThat(other.range("ranges/k", 2, 3)).hasValue(bytes("234"));
    assertThat(other.range("ranges/k", 0, 10)).hasValue(bytes("0123456789"));
    assertThat(other.range("ranges/k", 7, 100)).hasValue(bytes("789"));
    assertThat(other.range("ranges/k", 10, 1)).hasValue(new byte[0]);
    assertThat(other.range("ranges/k", 1L << 40, 1)).hasValue(new byte[0]);
    assertThat(other.range("ranges/empty", 0, 5)).hasValue(new byte[0]);
    assertThat(other.range("ranges/absent", 0, 5)).isEmpty();
    assertThat(other.range("ranges/k/below", 0, 5)).isEmpty();
  }

  @Test
  void aFingerprintTellsTheSameBytesFromAsManyOthers() {
    assertThat(store.create("nodes/a", bytes("one"))).isInstanceOf(PutOutcome.Done.class);
    assertThat(store.create("nodes/b", bytes("two"))).isInstanceOf(PutOutcome.Done.class);
    assertThat(store.create("nodes/c", bytes("three"))).isInstanceOf(PutOutcome.Done.class);

    Fingerprint one = store.fingerprint("nodes/a").orElseThrow();

    assertThat(one.size()).isEqualTo(3);
    assertThat(store.verify("nodes/a", one)).contains(Fingerprint.Match.SAME);
    assertThat(store.verify("nodes/b", one)).contains(Fingerprint.Match.DIFFERENT);
    assertThat(store.verify("nodes/c", one)).contains(Fingerprint.Match.DIFFERENT);
    assertThat(store.fingerprint("nodes/absent")).isEmpty();
    assertThat(store.verify("nodes/absent", one)).isEmpty();
    ObjectEntry listed = store.list("nodes/").entries().getFirst();
    assertThat(!one.isComparable(listed) || one.compare(listed) == Fingerprint.Match.SAME).isTrue();
  }

  @Test
  void objectsAndListingsAreDatedByTheStore() {
    Instant before = Instant.now().minus(Duration.ofSeconds(2));

    store.create("dated/x", bytes("x"));
    Listing listing = store.list("dated/");

    Instant after = Instant.now().plus(Duration.ofSeconds(2));
    assertThat(listing.storeTime()).isBetween(before, after);
    assertThat(listing.entries().getFirst().lastModified()).isBetween(before, after);
    assertThat(store.get("dated/x").orElseThrow().lastModified()).isBetween(before, after);
  }

  @Test
  void aSecondCreateIsRefusedAndChangesNothing() {
    String etag = done(store.create("k", bytes("first")));

    assertThat(store.create("k", bytes("second"))).isInstanceOf(PutOutcome.Refused.class);

    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("first"));
    assertThat(store.get("k").orElseThrow().etag()).isEqualTo(etag);
  }

  @Test
  void ofManyConcurrentCreatorsOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      String key = "race/" + round;
      List<Callable<PutOutcome>> creators = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        byte[] body = bytes("creator " + i);
        creators.add(() -> store.create(key, body));
      }

      List<PutOutcome> outcomes = concurrently(creators);

      assertThat(decided(outcomes)).containsOnlyOnce(true);
      int winner = decided(outcomes).indexOf(true);
      assertThat(store.get(key).orElseThrow().body()).isEqualTo(bytes("creator " + winner));
    }
  }

  @Test
  void aReplaceNeedsTheCurrentETag() {
    String first = done(store.create("k", bytes("1")));
    String second = done(store.replace("k", bytes("2"), first));

    assertThat(store.replace("k", bytes("3"), first)).isInstanceOf(PutOutcome.Refused.class);
    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("2"));
    assertThat(store.replace("k", bytes("3"), second)).isInstanceOf(PutOutcome.Done.class);
    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("3"));
  }

  @Test
  void aReplaceOfAnAbsentObjectIsRefused() {
    String etag = done(store.create("k", bytes("1")));
    store.delete("k");

    assertThat(store.replace("k", bytes("2"), etag)).isInstanceOf(PutOutcome.Refused.class);
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void ofManyConcurrentReplacersOfAnETagOneWins() throws Exception {
    String etag = done(store.create("k", bytes("start")));
    for (int round = 0; round < 5; round++) {
      String current = etag;
      List<Callable<PutOutcome>> replacers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        byte[] body = bytes("round " + round + ", replacer " + i);
        replacers.add(() -> store.replace("k", body, current));
      }

      List<PutOutcome> outcomes = concurrently(replacers);

      assertThat(decided(outcomes)).containsOnlyOnce(true);
      int winner = decided(outcomes).indexOf(true);
      StoredObject now = store.get("k").orElseThrow();
      assertThat(now.body()).isEqualTo(bytes("round " + round + ", replacer " + winner));
      etag = now.etag();
    }
  }

  @Test
  void noIncrementIsLostBetweenConcurrentReplacers() throws Exception {
    store.create("counter", bytes("0"));
    Callable<Void> tenIncrements =
        () -> {
          int done = 0;
          for (int attempts = 0; done < 10 && attempts < 1000; attempts++) {
            StoredObject read = store.get("counter").orElseThrow();
            int next = Integer.parseInt(new String(read.body(), UTF_8)) + 1;
            if (store.replace("counter", bytes("" + next), read.etag())
                instanceof PutOutcome.Done) {
              done++;
            }
          }
          return null;
        };

    concurrently(List.of(tenIncrements, tenIncrements, tenIncrements, tenIncrements));

    assertThat(store.get("counter").orElseThrow().body()).isEqualTo(bytes("40"));
  }

  @Test
  void anEqualBodyWithAnotherNonceHasAnotherETag() {
    String first = done(store.create("k", bytes("{\"nonce\":1,\"v\":7}")));
    String second = done(store.replace("k", bytes("{\"nonce\":2,\"v\":7}"), first));

    assertThat(second).isNotEqualTo(first);
    assertThat(store.replace("k", bytes("late"), first)).isInstanceOf(PutOutcome.Refused.class);
  }

  @Test
  void aReaderBesideAReplacerSeesOneWholeVersion() throws Exception {
    byte[] a = new byte[200_000];
    byte[] b = new byte[200_000];
    java.util.Arrays.fill(b, (byte) 1);
    store.create("k", a);
    Callable<Boolean> reader =
        () ->
            IntStream.range(0, 30)
                .mapToObj(i -> store.get("k").orElseThrow().body())
                .allMatch(
                    body -> java.util.Arrays.equals(body, a) || java.util.Arrays.equals(body, b));
    Callable<Boolean> replacer =
        () -> {
          for (int i = 0; i < 30; i++) {
            store.replace("k", i % 2 == 0 ? b : a, store.get("k").orElseThrow().etag());
          }
          return true;
        };

    assertThat(concurrently(List.of(reader, replacer, reader))).containsOnly(true);
  }

  @Test
  void aListingHasNoSiblingsAndIsInKeyOrder() {
    for (String key : List.of("xb/1", "x/c/1", "x/b", "x-b/1", "x/B", "x/b-c", "w", "x.")) {
      done(store.create("s/" + key, bytes(key)));
    }

    assertThat(keys(store.list("s/x/"))).containsExactly("s/x/B", "s/x/b", "s/x/b-c", "s/x/c/1");
  }

  @Test
  void aListingOfMoreThanAThousandKeysIsWholeAndInOrder() throws Exception {
    List<String> expected = IntStream.range(0, 1_100).mapToObj("many/%05d"::formatted).toList();
    fill(expected);

    assertThat(keys(store.list("many/"))).isEqualTo(expected);
  }

  @Test
  void keysAreInTheOrderOfTheirBytes() {
    List<String> inOrder = List.of("o/A", "o/a", "o/é", "o/ﬀ", "o/😀");
    inOrder.reversed().forEach(key -> done(store.create(key, bytes(key))));

    assertThat(keys(store.list("o/"))).isEqualTo(inOrder);
  }

  @Test
  void deletingIsIdempotent() {
    done(store.create("d/k", bytes("x")));

    store.delete("d/k");
    store.delete("d/k");

    assertThat(store.get("d/k")).isEmpty();
    assertThat(store.list("d/").entries()).isEmpty();
  }

  @Test
  void aDeletedKeyCanBeCreatedAgainAndOldETagsDoNotFit() {
    String old = done(store.create("k", bytes("old")));
    store.delete("k");

    done(store.create("k", bytes("new")));

    assertThat(store.replace("k", bytes("late"), old)).isInstanceOf(PutOutcome.Refused.class);
    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("new"));
  }

  @Test
  void aFolderWhoseObjectsAreGoneDoesNotExist() {
    done(store.create("f/g/x", bytes("x")));
    store.delete("f/g/x");

    assertThat(store.list("f/").entries()).isEmpty();
    assertThat(store.get("f/g")).isEmpty();
    store.delete("f/g");
    done(store.create("f/g", bytes("an object where a folder was")));
    assertThat(keys(store.list("f/"))).containsExactly("f/g");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        "a+b",
        "100%",
        "%41",
        "%2e%2e",
        "ünïcödé/日本/😀",
        "q?x=1&y=2#z",
        "quote'\"<>|*:\\",
        ".omnigraph/locks/1",
        ".hidden",
        "...",
        "~",
        "a=b,c;d@e!$()[]{}^`"
      })
  void anyNameIsAKey(String name) throws Exception {
    String key = "odd/" + name;
    String top = name + "/x";

    done(store.create(key, bytes(name)));
    done(store.create(top, bytes(name)));

    assertThat(reopen().get(key).orElseThrow().body()).isEqualTo(bytes(name));
    assertThat(keys(store.list("odd/"))).containsExactly(key);
    assertThat(keys(store.list(name + "/"))).containsExactly(top);
    store.delete(key);
    assertThat(store.get(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/a", "a/", "a//b", "..", "../a", "a/../../b", "a/.", ".", "a\u0000b"})
  void aKeyThatCouldLeaveTheRootIsRefused(String key) {
    assertThatThrownBy(() -> store.create(key, bytes("x"))).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> store.range(key, 0, 1)).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> store.replace(key, bytes("x"), "e"))
        .isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> store.list(key + "/")).isInstanceOf(GraphException.class);
  }

  @Test
  void theEmptyPrefixListsEverythingAndNothingElse() {
    done(store.create("top", bytes("x")));
    done(store.create("f/g/x", bytes("x")));

    assertThat(keys(store.list(""))).containsExactly("f/g/x", "top");
  }

  @Test
  void aPrefixWithoutASlashIsRefused() {
    assertThatThrownBy(() -> store.list("a")).hasMessageContaining("ends with '/'");
  }

  @Test
  void bigAndEmptyBodiesComeBackAsTheyWere() {
    byte[] big = new byte[10 * 1024 * 1024];
    new Random(7).nextBytes(big);

    String etag = done(store.create("big", big));
    done(store.create("empty", new byte[0]));

    assertThat(store.get("big").orElseThrow().body()).isEqualTo(big);
    assertThat(store.get("empty").orElseThrow().body()).isEmpty();
    done(store.replace("big", bytes("small"), etag));
    assertThat(store.get("big").orElseThrow().body()).isEqualTo(bytes("small"));
  }

  @Test
  void aBodyThatIsReadWhileItIsSentComesBackAsItWas() throws Exception {
    byte[] big = new byte[3 * 1024 * 1024 + 1];
    new Random(8).nextBytes(big);
    for (byte[] bytes : List.of(big, new byte[0])) {
      String key = "streamed/" + bytes.length;

      String etag = done(store.create(key, inPieces(bytes)));

      StoredObject read = reopen().get(key).orElseThrow();
      assertThat(read.body()).isEqualTo(bytes);
      assertThat(read.etag()).isEqualTo(etag);
      assertThat(store.create(key, inPieces(bytes("other"))))
          .isInstanceOf(PutOutcome.Refused.class);
      assertThat(store.get(key).orElseThrow().body()).isEqualTo(bytes);
    }
  }

  /** A body of two streams, which give less than they are asked for. */
  private static ObjectBody inPieces(byte[] bytes) {
    int half = bytes.length / 2;
    return new ObjectBody() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, half),
            new ByteArrayInputStream(bytes, half, bytes.length - half));
      }
    };
  }

  private void fill(List<String> keys) throws Exception {
    List<Callable<String>> creates = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += 400) {
      List<String> some = keys.subList(from, Math.min(from + 400, keys.size()));
      creates.add(
          () -> {
            some.forEach(key -> done(store.create(key, bytes("x"))));
            return "";
          });
    }
    concurrently(creates);
  }

  static <T> List<T> concurrently(List<? extends Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** True for done, false for refused; a healthy store leaves nothing unknown. */
  static List<Boolean> decided(List<PutOutcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                switch (outcome) {
                  case PutOutcome.Done _ -> true;
                  case PutOutcome.Refused _ -> false;
                  case PutOutcome.Unknown unknown -> throw unknown.cause();
                })
        .toList();
  }

  static String done(PutOutcome outcome) {
    assertThat(outcome).isInstanceOf(PutOutcome.Done.class);
    return ((PutOutcome.Done) outcome).etag();
  }

  static List<String> keys(Listing listing) {
    return listing.entries().stream().map(ObjectEntry::key).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
