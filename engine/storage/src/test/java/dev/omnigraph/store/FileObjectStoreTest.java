package dev.omnigraph.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
  @TempDir Path folder;

  @Override
  ObjectStore open() {
    return new FileObjectStore(folder.resolve("graph"), Instant::now);
  }

  @Override
  ObjectStore reopen() {
    return new FileObjectStore(folder.resolve("graph"), Instant::now);
  }

  @Test
  void anObjectIsTheFileOfItsName() throws Exception {
    store.create("__manifest/branches/main.json", bytes("{}"));

    assertThat(folder.resolve("graph/__manifest/branches/main.json")).hasContent("{}");
  }

  @Test
  void filesOfOtherWritersAreObjectsToo() throws Exception {
    store.create("k", bytes("x"));
    Path data = Files.createDirectories(folder.resolve("graph/nodes/t-1/data"));
    Files.writeString(data.resolve("0a1b.lance"), "rows");

    assertThat(keys(store.list("nodes/"))).containsExactly("nodes/t-1/data/0a1b.lance");
    store.delete("nodes/t-1/data/0a1b.lance");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void readingAnAbsentFolderFailsAndMakesNothing() {
    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessageContaining("graph");
    assertThatThrownBy(() -> store.list("k/")).isInstanceOf(StoreException.NotFound.class);
    assertThatThrownBy(() -> store.delete("k")).isInstanceOf(StoreException.NotFound.class);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void readingWritesNothing() throws Exception {
    Path root = Files.createDirectory(folder.resolve("graph"));

    assertThat(store.get("k")).isEmpty();
    store.list("k/");
    store.delete("k");

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aRootThatIsAFileIsSaidSo() throws Exception {
    Files.writeString(folder.resolve("graph"), "not a folder");

    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessageContaining("no folder");
    assertThatThrownBy(() -> store.create("k", bytes("x"))).isInstanceOf(StoreException.class);
  }

  @Test
  void aFolderThatMayNotBeWrittenIsSaidSo() {
    // The kernel lets nobody make a folder there, not even root.
    ObjectStore forbidden = new FileObjectStore(Path.of("/sys/omnigraph"), Instant::now);

    assertThatThrownBy(() -> forbidden.create("k", bytes("x")))
        .isInstanceOf(StoreException.Configuration.class)
        .hasMessageContaining("no right")
        .hasMessageContaining("'k'");
  }

  @Test
  void aKeyBelowAnObjectIsRefusedAloud() {
    store.create("a", bytes("object"));
    store.create("b/c", bytes("object"));

    assertThatThrownBy(() -> store.create("a/b", bytes("x")))
        .isInstanceOf(StoreException.Permanent.class)
        .hasMessageContaining("parent");
    assertThatThrownBy(() -> store.create("b", bytes("x")))
        .isInstanceOf(StoreException.Permanent.class);
  }

  @Test
  void aNameTooLongForTheFileSystemIsRefusedAloud() {
    assertThatThrownBy(() -> store.create("n".repeat(300), bytes("x")))
        .isInstanceOf(StoreException.Permanent.class)
        .hasMessageContaining("long");
  }

  @Test
  void noETagComesTwiceEvenWhenTheClockStands() {
    Instant now = Instant.now();
    ObjectStore still = new FileObjectStore(folder.resolve("still"), () -> now);
    List<String> etags = new ArrayList<>();
    etags.add(done(still.create("k", bytes("same"))));

    for (int i = 0; i < 50; i++) {
      etags.add(done(still.replace("k", bytes("same"), etags.getLast())));
    }

    assertThat(etags).doesNotHaveDuplicates();
  }

  @Test
  void draftsOfDeadProcessesAreNotListedAndGoAfterADay() throws Exception {
    store.create("k", bytes("x"));
    Path drafts = folder.resolve("graph/.omnigraph/drafts");
    Path recent = Files.writeString(drafts.resolve("recent"), "half");
    Files.setLastModifiedTime(recent, FileTime.from(Instant.now().minus(Duration.ofDays(3))));

    reopen().create("l", bytes("x"));

    assertThat(drafts).isDirectoryContaining(recent::equals);
    assertThat(drafts.toFile().list()).hasSize(1);
    Instant tomorrow = Instant.now().plus(Duration.ofDays(2));
    FileDrafts.removeAbandoned(drafts, tomorrow);
    assertThat(drafts).isEmptyDirectory();
  }

  @Test
  void oneOfTwoProcessesCreatesEachKeyAndNoReplaceIsLost() throws Exception {
    store.create("counter", bytes("0"));

    List<Process> racers = List.of(FileStoreRacer.start(root()), FileStoreRacer.start(root()));

    int created = 0;
    for (Process racer : racers) {
      String out = new String(racer.getInputStream().readAllBytes(), UTF_8);
      assertThat(racer.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(racer.exitValue()).as(out).isZero();
      created += Integer.parseInt(out.strip());
    }
    assertThat(created).isEqualTo(FileStoreRacer.KEYS);
    assertThat(keys(store.list("race/"))).hasSize(FileStoreRacer.KEYS);
    assertThat(store.get("counter").orElseThrow().body())
        .isEqualTo(bytes("" + 2 * FileStoreRacer.INCREMENTS));
  }

  @Test
  void aProcessKilledAtAnyMomentLeavesWholeObjectsAndNoLock() throws Exception {
    store.create("counter", bytes("0"));
    for (int i = 0; i < 3; i++) {
      Process racer = FileStoreRacer.start(root(), "forever");
      racer.getInputStream().read();
      racer.destroyForcibly().waitFor();
    }

    StoredObject counter = store.get("counter").orElseThrow();
    assertThat(Integer.parseInt(new String(counter.body(), UTF_8))).isPositive();
    done(store.replace("counter", bytes("0"), counter.etag()));
    for (ObjectEntry entry : store.list("race/").entries()) {
      assertThat(store.get(entry.key()).orElseThrow().body()).hasSize(FileStoreRacer.BODY);
    }
  }

  @Test
  void twoStoresOfOneProcessDoNotBreakEachOthersLocks() throws Exception {
    store.create("counter", bytes("0"));
    Callable<Void> increments =
        () -> {
          FileStoreRacer.increment(reopen(), 50);
          return null;
        };
    Process other = FileStoreRacer.start(root());

    concurrently(List.of(increments, increments, increments));

    assertThat(other.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(store.get("counter").orElseThrow().body())
        .isEqualTo(bytes("" + (150 + FileStoreRacer.INCREMENTS)));
  }

  @Test
  void storesOfTwoClassLoadersDoNotBreakEachOthersLocks() throws Exception {
    store.create("counter", bytes("0"));
    CompletableFuture<Void> inAnotherLoader =
        CompletableFuture.runAsync(() -> FileStoreRacer.mainInAnotherClassLoader(root()));

    int here = 0;
    for (; !inAnotherLoader.isDone(); here++) {
      FileStoreRacer.increment(store, 1);
    }

    inAnotherLoader.join();
    assertThat(store.get("counter").orElseThrow().body())
        .isEqualTo(bytes("" + (here + FileStoreRacer.INCREMENTS)));
  }

  @Test
  void aDraftThatACrashLeftBesideItsObjectGoesWithoutIt() throws Exception {
    store.create("k", bytes("x"));
    Path drafts = folder.resolve("graph/.omnigraph/drafts");
    Files.createLink(drafts.resolve("left"), folder.resolve("graph/k"));

    FileDrafts.removeAbandoned(drafts, Instant.now().plus(Duration.ofDays(2)));

    assertThat(drafts).isEmptyDirectory();
    assertThat(store.get("k").orElseThrow().body()).isEqualTo(bytes("x"));
  }

  private Path root() {
    return folder.resolve("graph");
  }
}
