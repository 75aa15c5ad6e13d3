package dev.omnigraph.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of look-up objects against what they were made of. */
class LookupFormatTest {
  private static final Need ALL = Need.COLUMNS.withAddresses();
  private static final List<Need> NEEDS =
      List.of(Need.IDS, Need.COLUMNS, Need.IDS.withAddresses(), ALL);

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyKeyIsFoundByIdAndByRankWithItsLiveRows(int seed) {
    Random random = new Random(seed);
    LookupSample sample = LookupSample.random(random);
    LookupWorld world = new LookupWorld(sample, sample.written(allocator));
    age(sample, world, random);
    Lookup lookup = world.reader();

    assertThat(lookup.keys()).isEqualTo(sample.keys());
    assertThat(lookup.targets()).isEqualTo(sample.targetKeys());
    for (int round = 0; round < 20; round++) {
      Need need = NEEDS.get(random.nextInt(NEEDS.size()));
      TreeSet<Integer> keys = some(sample, random);
      TreeSet<Integer> byRank = new TreeSet<>(keys);
      byRank.removeIf(key -> random.nextBoolean());
      List<byte[]> ids = new ArrayList<>();
      keys.stream().filter(key -> !byRank.contains(key)).map(sample.ids::get).forEach(ids::add);
      ids.addAll(absent(sample, random));
      int[] ranks = byRank.stream().mapToInt(key -> key).toArray();

      assertThat(world.found(lookup, ranks, ids, need, allocator))
          .isEqualTo(world.expected(keys, need));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 22, 23, 24, 25, 26})
  void allBlocksHaveAllKeysInOrder(int seed) {
    Random random = new Random(seed);
    LookupSample sample = LookupSample.random(random);
    LookupSample.Lookups object = sample.written(allocator);
    LookupWorld world = new LookupWorld(sample, object);
    age(sample, world, random);
    Map<Integer, List<LookupWorld.Found>> found = new TreeMap<>();
    List<byte[]> ids = new ArrayList<>();

    world
        .reader()
        .readAll(
            ALL,
            allocator,
            block -> {
              assertThat(block.first()).isEqualTo(ids.size());
              for (int key = 0; key < block.size(); key++) {
                ids.add(block.id(key));
                found.put(block.first() + key, world.rows(block, key, ALL));
              }
            });

    assertThat(ids.stream().map(id -> new String(id, UTF_8)))
        .isEqualTo(sample.ids.stream().map(id -> new String(id, UTF_8)).toList());
    assertThat(found)
        .isEqualTo(world.expected(IntStream.range(0, ids.size()).boxed().toList(), ALL));
    LookupCheck.Checked checked = LookupCheck.check(object.ref(), world, allocator);
    assertThat(checked.keys()).isEqualTo(sample.keys());
    assertThat(checked.files()).isEqualTo(sample.files);
    assertThat(checked.columns()).isEqualTo(sample.schema);
    assertThat(checked.rows()).isEqualTo(sample.byKey.stream().mapToLong(List::size).sum());
  }

  @Test
  void fragmentsAreKnownByTheirFilesAlone() {
    LookupSample sample = twoFiles();
    LookupWorld world = new LookupWorld(sample, sample.written(allocator));
    world.version.add(new LiveFile(0, new CoveredFile("data/new", 7, ""), 6));
    world.version.add(new LiveFile(9, sample.files.get(1), 1));
    Lookup lookup = world.reader();

    assertThat(lookup.uncovered()).containsExactly(0);
    assertThat(lookup.uncoveredRows()).isEqualTo(6);
    assertThat(found(world, lookup))
        .isEqualTo(Map.of(0, List.of(), 1, List.of(new LookupWorld.Found(0, List.of(), 9L << 32))));
    assertThat(world.listsRead()).isZero();
  }

  @Test
  void rowsThatWereDeletedSinceAreNotLive() {
    LookupSample sample = twoFiles();
    LookupWorld world = new LookupWorld(sample, sample.written(allocator));
    world.version.add(new LiveFile(3, new CoveredFile("data/a", 1, "later"), 0));
    world.version.add(new LiveFile(4, sample.files.get(1), 1));
    world.deleted.put(3, BitSet.valueOf(new long[] {1}));
    Lookup lookup = world.reader();

    assertThat(found(world, lookup).get(0)).isEmpty();
    assertThat(found(world, lookup).get(1)).hasSize(1);
    assertThat(lookup.uncovered()).isEmpty();
    assertThat(world.listsRead()).isEqualTo(1);
  }

  @Test
  void aFragmentWhoseLostRowsCannotBeToldIsNotKnown() {
    LookupSample sample =
        new LookupSample(
            LookupColumn.ID,
            List.of(utf8("a")),
            0,
            List.of(new CoveredFile("data/a", 2, "before")),
            new Schema(List.of()),
            Arrays.asList(null, new LookupSample.Row(1, 0, 0, List.of())));
    LookupWorld world = new LookupWorld(sample, sample.written(allocator));
    world.version.add(new LiveFile(3, new CoveredFile("data/a", 2, ""), 2));

    assertThat(world.reader().uncovered()).containsExactly(3);
    assertThat(world.found(world.reader(), new int[] {0}, List.of(), Need.IDS, allocator))
        .isEqualTo(Map.of(0, List.of()));
  }

  @Test
  void aHubHasABlockOfItsOwn() {
    List<LookupSample.Row> rows =
        IntStream.range(0, 40_000)
            .mapToObj(row -> new LookupSample.Row(row, row < 10 ? row % 3 : 1, 0, List.of()))
            .toList();
    LookupSample sample =
        new LookupSample(
            LookupColumn.DST,
            List.of(utf8("a"), utf8("b"), utf8("c")),
            1,
            List.of(new CoveredFile("data/a", rows.size(), "")),
            new Schema(List.of()),
            List.copyOf(rows));
    LookupWorld world = new LookupWorld(sample, sample.written(allocator)).whole();

    List<Integer> sizes = new ArrayList<>();
    world.reader().readAll(ALL, allocator, block -> sizes.add(block.end(block.size() - 1)));

    assertThat(sizes).containsExactly(4, 39_993, 3);
    assertThat(world.found(world.reader(), new int[] {0, 1, 2}, List.of(), ALL, allocator))
        .isEqualTo(world.expected(List.of(0, 1, 2), ALL));
  }

  @Test
  void theBlocksOfALargeObjectAreLarger() {
    Random random = new Random(4);
    LookupSample sample =
        LookupSample.of(
            random,
            LookupColumn.SRC,
            LookupSample.ids(random, 3000),
            20_000,
            new Schema(List.of()));

    int usual = world(sample, 20_000).reader().blocks();
    int large = world(sample, 200_000_000).reader().blocks();

    assertThat(usual).isGreaterThan(2);
    assertThat(large).isEqualTo(1);
  }

  private LookupWorld world(LookupSample sample, long rows) {
    return new LookupWorld(sample, sample.written(rows, allocator)).whole();
  }

  @Test
  void whatNoObjectCanBeMadeOfIsRefused() {
    LookupSample sample = twoFiles();

    refused(
        sample, sample.keys(), writer -> writer.key(utf8("z")), writer -> writer.key(utf8("a")));
    refused(
        sample, sample.keys(), writer -> writer.key(utf8("a")), writer -> writer.key(utf8("a")));
    refused(sample, sample.keys(), writer -> writer.row(0, 0, List.of(), 0));
    refused(
        sample,
        sample.keys(),
        writer -> writer.key(utf8("a")),
        writer -> writer.row(1, 0, List.of(), 0),
        writer -> writer.row(0, 1, List.of(), 0));
    refused(
        sample,
        sample.keys(),
        writer -> writer.key(utf8("a")),
        writer -> writer.row(2, 0, List.of(), 0));
    refused(
        sample,
        sample.keys(),
        writer -> writer.key(utf8("a")),
        writer -> writer.row(0, 2, List.of(), 0));
    refused(sample, sample.keys(), writer -> writer.key(utf8("a")), LookupWriter::finish);
  }

  @Test
  void anObjectThatWouldBeTooLargeIsRefusedBeforeItIsWhole() {
    Random random = new Random(4);
    LookupSample sample =
        LookupSample.of(
            random, LookupColumn.ID, LookupSample.ids(random, 20_000), 0, new Schema(List.of()));
    long most = sample.written(allocator).ref().object().bytes() / 2;
    int keys = 0;
    try (LookupWriter writer =
        new LookupWriter(
            sample.by, sample.keys(), null, sample.schema, sample.files, 0, most, allocator)) {
      for (byte[] id : sample.ids) {
        writer.key(id);
        keys++;
      }
      fail("It was not refused.");
    } catch (DerivedUnusable expected) {
      assertThat(keys).isBetween(5_000, 15_000);
    }
  }

  private interface Step {
    void run(LookupWriter writer);
  }

  private void refused(LookupSample sample, KeySet keys, Step... steps) {
    try (LookupWriter writer =
        new LookupWriter(
            sample.by,
            keys,
            sample.targetKeys(),
            sample.schema,
            sample.files,
            2,
            Long.MAX_VALUE,
            allocator)) {
      for (Step step : Arrays.asList(steps).subList(0, steps.length - 1)) {
        step.run(writer);
      }
      assertThatThrownBy(() -> steps[steps.length - 1].run(writer))
          .isInstanceOf(DerivedUnusable.class);
    }
  }

  /** Edges a to b and b to a, each in a file of its own. */
  private static LookupSample twoFiles() {
    return new LookupSample(
        LookupColumn.SRC,
        List.of(utf8("a"), utf8("b")),
        2,
        List.of(new CoveredFile("data/a", 1, ""), new CoveredFile("data/b", 1, "before")),
        new Schema(List.of()),
        List.of(
            new LookupSample.Row(0, 0, 1, List.of()), new LookupSample.Row(1, 1, 0, List.of())));
  }

  private Map<Integer, List<LookupWorld.Found>> found(LookupWorld world, Lookup lookup) {
    return world.found(lookup, new int[] {0, 1}, List.of(), Need.IDS.withAddresses(), allocator);
  }

  /** Other fragment ids, dead files, rows deleted since, fragments that are not known. */
  private static void age(LookupSample sample, LookupWorld world, Random random) {
    int fragment = 100;
    for (CoveredFile file : sample.files) {
      fragment -= 1 + random.nextInt(3);
      switch (random.nextInt(5)) {
        case 0 -> {}
        case 1, 2 -> {
          BitSet gone = new BitSet();
          random.ints(file.rows() / 3, 0, Math.max(1, (int) file.rows())).forEach(gone::set);
          world.deleted.put(fragment, gone);
          world.version.add(
              new LiveFile(
                  fragment,
                  new CoveredFile(file.path(), file.rows(), "later"),
                  file.rows() - gone.cardinality()));
        }
        default -> world.version.add(new LiveFile(fragment, file, file.rows()));
      }
    }
    world.version.add(new LiveFile(100, new CoveredFile("data/new", 5, ""), 5));
  }

  private static TreeSet<Integer> some(LookupSample sample, Random random) {
    TreeSet<Integer> keys = new TreeSet<>();
    for (int i = sample.ids.isEmpty() ? 0 : random.nextInt(30); i > 0; i--) {
      keys.add(random.nextInt(sample.ids.size()));
    }
    return keys;
  }

  private static List<byte[]> absent(LookupSample sample, Random random) {
    TreeSet<byte[]> there = new TreeSet<>(Arrays::compareUnsigned);
    there.addAll(sample.ids);
    return IntStream.range(0, 5)
        .mapToObj(i -> LookupSample.ids(random, 1).getFirst())
        .map(id -> Arrays.copyOf(id, id.length + random.nextInt(2)))
        .filter(id -> !there.contains(id))
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
