package dev.omnigraph.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many requests it takes to look something up, and for which bytes. */
class LookupRequestsTest {
  private static final int KEYS = 20_000;
  private static final int WIDE_KEYS = 12_000;

  private static final LookupSample LARGE = largeSample();
  private static LookupSample.Lookups largeObject;

  private final BufferAllocator allocator = new RootAllocator();

  @BeforeAll
  static void write() {
    try (BufferAllocator allocator = new RootAllocator()) {
      largeObject = LARGE.written(allocator);
    }
  }

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @Test
  void theIndexIsOneRequestAndEachPageOfABlockOneMore() {
    LookupWorld world = large();
    LookupReader reader = world.reader();

    reader.start();
    reader.start();

    assertThat(world.requests).hasSize(1);
    int indexBytes = world.requests.getFirst()[1];
    assertThat(indexBytes).isLessThan(2048);
    for (Need need :
        List.of(Need.IDS, Need.COLUMNS, Need.IDS.withAddresses(), Need.COLUMNS.withAddresses())) {
      read(reader, need, 10);
      read(reader, need, 11);
    }
    assertThat(world.requests).hasSize(4);
    assertThat(world.requests.get(1)[1]).isLessThan(16 << 10);
  }

  @Test
  void whatLiesNearIsReadTogether() {
    LookupWorld near = large();
    LookupReader reader = near.reader();
    read(reader, Need.IDS, 0, 2 * KEYS / reader.blocks());
    assertThat(near.requests).hasSize(2);

    LookupWorld far = large();
    read(far.reader(), Need.IDS, 0, KEYS - 1);
    assertThat(far.requests).hasSize(3);

    LookupWorld all = large();
    all.reader().readAll(Need.IDS, allocator, block -> {});
    assertThat(all.requests).hasSize(2);
  }

  @Test
  void whatWasWarmedIsNotReadAgain() {
    LookupWorld world = large();
    LookupReader reader = world.reader();

    reader.warm(new int[] {1}, List.of(id(KEYS / 2)), Need.COLUMNS);
    int warmed = world.requests.size();
    read(reader, Need.COLUMNS, 1, KEYS / 2);

    assertThat(world.requests).hasSize(warmed);
  }

  @Test
  void anotherVersionOfTheTableReadsNothingAgain() {
    LookupWorld world = large();
    read(world.reader(), Need.IDS, 5);

    read(world.reader(), Need.IDS, 5);

    assertThat(world.requests).hasSize(2);
  }

  @Test
  void whatIsKeptIsBounded() {
    LookupWorld world = large();
    world.cache = new PageCache(100 << 10);
    LookupReader reader = world.reader();
    read(reader, Need.IDS, 0);
    read(reader, Need.IDS, 0);
    assertThat(world.requests).hasSize(2);

    reader.readAll(Need.IDS, allocator, block -> {});
    int all = world.requests.size();
    read(reader, Need.IDS, KEYS - 1);
    assertThat(world.requests).hasSize(all);
    read(reader, Need.IDS, 0);
    assertThat(world.requests).hasSize(all + 1);
  }

  @Test
  void aSmallObjectIsReadWhole() {
    Random random = new Random(3);
    LookupSample sample =
        LookupSample.of(random, LookupColumn.DST, LookupSample.ids(random, 3000), 9000, columns());
    LookupWorld world = new LookupWorld(sample, sample.written(allocator)).whole();

    world.reader().readAll(Need.COLUMNS.withAddresses(), allocator, block -> {});

    assertThat(world.requests).hasSize(1);
  }

  @Test
  void aReadOfEverythingHoldsSomeMegabytesAndLeavesOthersPagesInMemory() {
    LookupWorld other = large();
    LookupWorld wide = wide();
    other.cache = wide.cache;
    read(other.reader(), Need.IDS, 0);
    int before = other.requests.size();
    LookupReader reader = wide.reader();
    LookupIndex index = reader.opened().index();
    int own = wide.requests.getFirst()[1];
    long[] handedOver = {0};
    long[] held = {0};

    reader.readAll(
        Need.COLUMNS,
        allocator,
        block -> {
          held[0] = Math.max(held[0], wide.bytes() - own - handedOver[0]);
          List<Page> pages = index.blocks().get(index.blockOf(block.first())).pages();
          handedOver[0] += pages.get(0).length() + pages.get(1).length();
        });

    assertThat(handedOver[0]).isGreaterThan(16 << 20);
    assertThat(held[0]).isLessThan(9 << 20);
    read(other.reader(), Need.IDS, 0);
    assertThat(other.requests).hasSize(before);
  }

  @Test
  void ofWhatIsManyOnlyTheBeginningIsReadAhead() {
    int[] all = IntStream.range(0, WIDE_KEYS).toArray();
    LookupWorld plain = wide();
    read(plain.reader(), Need.COLUMNS, all);
    LookupWorld world = wide();
    LookupReader reader = world.reader();

    reader.warm(all, List.of(), Need.COLUMNS);

    assertThat(world.bytes()).isBetween(8L << 20, 9L << 20);
    read(reader, Need.COLUMNS, all);
    assertThat(world.bytes()).isEqualTo(plain.bytes());
  }

  private void read(LookupReader reader, Need need, int... ranks) {
    reader.read(ranks, List.of(), need, allocator, block -> {});
  }

  private LookupWorld large() {
    return new LookupWorld(LARGE, largeObject).whole();
  }

  /** An object of many megabytes, and a cache that it does not fit. */
  private LookupWorld wide() {
    Random random = new Random(5);
    List<byte[]> ids = IntStream.range(0, WIDE_KEYS).mapToObj(LookupRequestsTest::id).toList();
    List<LookupSample.@Nullable Row> rows = new ArrayList<>();
    for (int i = 0; i < WIDE_KEYS; i++) {
      rows.add(new LookupSample.Row(i, i, -1, List.of(text(random))));
    }
    LookupSample sample =
        new LookupSample(
            LookupColumn.ID,
            ids,
            WIDE_KEYS,
            List.of(new CoveredFile("data/0", WIDE_KEYS, "")),
            new Schema(List.of(ArrowSchemas.field("text", Scalar.STRING, true))),
            rows);
    LookupWorld world = new LookupWorld(sample, sample.written(allocator)).whole();
    world.cache = new PageCache(12 << 20);
    return world;
  }

  private static String text(Random random) {
    return random.ints(2000, ' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static LookupSample largeSample() {
    List<byte[]> ids = IntStream.range(0, KEYS).mapToObj(LookupRequestsTest::id).toList();
    return LookupSample.of(new Random(11), LookupColumn.SRC, ids, 200_000, columns());
  }

  private static Schema columns() {
    return new Schema(List.of(ArrowSchemas.field("weight", Scalar.F64, true)));
  }

  private static byte[] id(int number) {
    return "n%06d".formatted(number).getBytes(StandardCharsets.UTF_8);
  }
}
