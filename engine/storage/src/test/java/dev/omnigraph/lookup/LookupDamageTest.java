package dev.omnigraph.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An object with damage anywhere is not used. */
class LookupDamageTest {
  private static final Need ALL = Need.COLUMNS.withAddresses();

  private final BufferAllocator allocator = new RootAllocator();
  private final LookupSample sample = sample(new Random(5));
  private final LookupSample.Lookups object = sample.written(allocator);

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @Test
  void aFlippedBitIsFoundWhereverItIs() {
    Random random = new Random(99);
    for (int i = 0; i < 200; i++) {
      int bit = random.nextInt(8 * object.body().length);

      assertUnusable(object.ref(), flipped(object.body(), bit));
    }
  }

  @Test
  void aFlippedBitOfAPageIsFoundByWhoeverReadsIt() {
    LookupIndex index = index();
    for (LookupIndex.Block block : index.blocks()) {
      for (Region region : Region.values()) {
        Page page = block.page(region);
        LookupWorld world = world(object.body());
        world.cache = new PageCache(0);
        LookupReader reader = world.reader();
        reader.keys();
        world.store(flipped(object.body(), (int) (8 * page.offset())));

        assertThatThrownBy(() -> readBlock(reader, block)).isInstanceOf(DerivedUnusable.class);
        world.store(object.body());
        readBlock(reader, block);
      }
    }
  }

  @Test
  void anIndexThatIsAnotherIsNeverMoreThanUnusable() {
    Random random = new Random(7);
    int start = object.body().length - object.ref().object().indexBytes();
    for (int i = 0; i < 2000; i++) {
      byte[] index =
          Arrays.copyOfRange(
              flipped(
                  object.body(),
                  8 * start + random.nextInt(8 * object.ref().object().indexBytes())),
              start,
              object.body().length);
      try {
        assertThat(IndexCodec.decode(index, object.ref()).blocks()).isNotNull();
      } catch (DerivedUnusable expected) {
        assertThat(expected).hasMessageStartingWith("A ");
      }
    }
  }

  @Test
  void anObjectThatIsCutOrLongerOrGoneIsUnusable() {
    byte[] body = object.body();

    for (int length : new int[] {0, 1, body.length / 2, body.length - 1}) {
      assertUnusable(object.ref(), Arrays.copyOf(body, length));
    }
    assertUnusable(object.ref(), Arrays.copyOfRange(body, 1, body.length));
  }

  @Test
  void anObjectThatIsUnusableIsNotAskedForAgain() {
    LookupWorld world = world(new byte[0]);
    LookupReader reader = world.reader();

    assertThatThrownBy(reader::keys).isInstanceOf(DerivedUnusable.class);
    assertThatThrownBy(() -> readAll(reader)).isInstanceOf(DerivedUnusable.class);

    assertThat(world.requests).hasSize(1);
  }

  @Test
  void aStoreThatDidNotAnswerIsAskedAgain() {
    LookupWorld world = world(object.body());
    int[] failures = {2};
    Ranges failing =
        (offset, length) -> {
          if (failures[0]-- > 0) {
            throw new StoreException.Transient("slow down", null);
          }
          return world.read(offset, length);
        };
    LookupReader reader =
        new LookupReader(
            object.ref(), failing, new PageCache(0), world.version, world, Runnable::run);

    assertThatThrownBy(reader::keys).isInstanceOf(StoreException.Transient.class);
    assertThatThrownBy(reader::keys).isInstanceOf(StoreException.Transient.class);
    assertThat(reader.keys()).isEqualTo(sample.keys());
    failures[0] = 1;
    assertThatThrownBy(() -> readAll(reader)).isInstanceOf(StoreException.Transient.class);
    readAll(reader);
  }

  @Test
  void aThreadThatCannotBeHadIsAFailureAndNobodyWaitsForWhatItWouldHaveRead() {
    Executor closed =
        task -> {
          throw new RejectedExecutionException("closed");
        };
    Executor full =
        task -> {
          throw new OutOfMemoryError("unable to create native thread");
        };
    Page page = index().blocks().getFirst().page(Region.KEYS);
    for (Executor executor : List.of(closed, full)) {
      LookupWorld world = world(object.body());
      LookupObject without = new LookupObject(object.ref(), world, world.cache, executor);

      assertThat(without.pages(List.of(page), true).get(page)).isCompletedExceptionally();
      assertThat(without.index()).isCompletedExceptionally();
      readAll(world.reader());
    }
  }

  @Test
  void anObjectOfAnotherFormatIsNamed() {
    byte[] body = object.body().clone();
    int index = body.length - object.ref().object().indexBytes();
    body[index + 4] = 2;

    assertThatThrownBy(() -> world(body).reader(refTo(body, object.ref().by())).keys())
        .isInstanceOf(DerivedUnusable.class)
        .hasMessage("A look-up object has format 2, which is not known.");
  }

  @Test
  void anObjectByAnotherColumnIsUnusable() {
    for (LookupColumn by : LookupColumn.values()) {
      if (by != object.ref().by()) {
        assertUnusable(refTo(object.body(), by), object.body());
      }
    }
  }

  @Test
  void anIndexThatLeadsElsewhereIsFoundByTheCheck() {
    LookupIndex index = index();
    List<LookupIndex.Block> blocks = new ArrayList<>(index.blocks());
    assertThat(blocks).hasSizeGreaterThan(2);
    LookupIndex.Block block = blocks.get(1);
    byte[] wrong = Arrays.copyOf(block.id(), block.id().length + 1);
    blocks.set(
        1, new LookupIndex.Block(block.first(), block.keys(), block.rows(), wrong, block.pages()));

    assertUnusable(index, blocks);
    assertUnusable(index, blocks.subList(0, blocks.size() - 1));
  }

  private void assertUnusable(LookupIndex index, List<LookupIndex.Block> blocks) {
    byte[] bytes =
        IndexCodec.encode(
            new LookupIndex(
                index.by(), index.keys(), index.targets(), index.columns(), index.files(), blocks));
    int start = object.body().length - object.ref().object().indexBytes();
    byte[] body = Arrays.copyOf(object.body(), start + bytes.length);
    System.arraycopy(bytes, 0, body, start, bytes.length);
    assertUnusable(
        new LookupRef(
            object.ref().by(),
            new DerivedRef(
                object.ref().object().name(),
                body.length,
                bytes.length,
                Integer.toUnsignedLong(Page.checksum(bytes)))),
        body);
  }

  private void assertUnusable(LookupRef ref, byte[] body) {
    LookupWorld world = world(body);
    LookupReader reader = world.reader(ref);
    assertThatThrownBy(() -> readAll(reader)).isInstanceOf(DerivedUnusable.class);
    assertThatThrownBy(() -> LookupCheck.check(ref, world, allocator))
        .isInstanceOf(DerivedUnusable.class);
  }

  private LookupRef refTo(byte[] body, LookupColumn by) {
    LookupRef ref = object.ref();
    int start = body.length - ref.object().indexBytes();
    int checksum = Page.checksum(Arrays.copyOfRange(body, start, body.length));
    return new LookupRef(
        by,
        new DerivedRef(
            ref.object().name(),
            body.length,
            ref.object().indexBytes(),
            Integer.toUnsignedLong(checksum)));
  }

  private void readAll(LookupReader reader) {
    reader.readAll(ALL, allocator, block -> {});
  }

  private void readBlock(LookupReader reader, LookupIndex.Block block) {
    reader.read(new int[] {block.first()}, List.of(), ALL, allocator, read -> {});
  }

  private static LookupSample sample(Random random) {
    return LookupSample.of(
        random, LookupColumn.SRC, LookupSample.ids(random, 2000), 5000, LookupSample.everyColumn());
  }

  private LookupIndex index() {
    byte[] body = object.body();
    return IndexCodec.decode(
        Arrays.copyOfRange(body, body.length - object.ref().object().indexBytes(), body.length),
        object.ref());
  }

  private LookupWorld world(byte[] body) {
    LookupWorld world = new LookupWorld(sample, object).whole();
    world.store(body);
    return world;
  }

  private static byte[] flipped(byte[] body, int bit) {
    byte[] flipped = body.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
