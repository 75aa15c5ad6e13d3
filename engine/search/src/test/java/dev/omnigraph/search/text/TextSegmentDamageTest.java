package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A segment with damage anywhere is not used, and nobody notices in an answer. */
class TextSegmentDamageTest {
  private final TextWorld world = world();
  private final TextWorld.Stored whole = world.build(world.files);

  @Test
  void aFlippedBitIsFoundWhereverItIs() {
    Random random = new Random(99);
    for (int i = 0; i < 200; i++) {
      TextWorld.Stored flipped = with(flipped(whole.bytes, random.nextInt(8 * whole.bytes.length)));

      assertUnusable(flipped);
    }
  }

  @Test
  void whatIsAskedOfADamagedSegmentIsReadFromTheRows() {
    TextQuery query = TextQuery.any(world.analyzer, "graph search w7");
    TextQuery fuzzy = TextQuery.fuzzy(world.analyzer, "graph", 1);
    Hits expected = world.index(List.of()).score(query);
    long[] similar = world.index(List.of()).find(fuzzy).addresses();
    Random random = new Random(3);
    for (int i = 0; i < 30; i++) {
      TextIndex index =
          world.index(List.of(with(flipped(whole.bytes, random.nextInt(8 * whole.bytes.length)))));

      assertThat(index.score(query).scores()).isEqualTo(expected.scores());
      assertThat(index.find(fuzzy).addresses()).isEqualTo(similar);
    }
  }

  @Test
  void anObjectThatIsCutOrGoneIsUnusable() {
    for (int length : new int[] {0, 1, whole.bytes.length / 2, whole.bytes.length - 1}) {
      assertUnusable(with(Arrays.copyOf(whole.bytes, length)));
    }
    assertUnusable(with(Arrays.copyOfRange(whole.bytes, 1, whole.bytes.length)));
  }

  @Test
  void anObjectOfAnotherFormatIsNamed() {
    byte[] bytes = whole.bytes.clone();
    bytes[bytes.length - whole.ref.indexBytes() + 4] = 2;
    DerivedRef ref = ref(bytes, whole.ref.indexBytes());

    assertThatThrownBy(() -> world.open(new TextWorld.Stored(ref, whole.files, bytes)).files())
        .isInstanceOf(DerivedUnusable.class)
        .hasMessage("A text segment has format 2, which is not known.");
  }

  @Test
  void anIndexThatIsAnotherIsNeverMoreThanUnusable() {
    Random random = new Random(7);
    SegmentIndex index = index();
    byte[] encoded = SegmentCodec.encode(index);
    byte[] raw = Deflation.unpack(encoded, 5, encoded.length - 5);
    for (int i = 0; i < 600; i++) {
      byte[] packed = Deflation.pack(mutated(raw, random));
      byte[] other = Arrays.copyOf(encoded, 5 + packed.length);
      System.arraycopy(packed, 0, other, 5, packed.length);

      assertNoMoreThanUnusable(stored(other));
    }
  }

  @Test
  void aPageThatIsAnotherIsNeverMoreThanUnusable() {
    Random random = new Random(8);
    SegmentIndex index = index();
    for (int i = 0; i < 120; i++) {
      int block = random.nextInt(index.blocks().size());
      assertNoMoreThanUnusable(
          changed(
              index.blocks().get(block).page(),
              page -> repacked(page, raw -> mutated(raw, random))));
      assertNoMoreThanUnusable(
          changed(
              index.lengths().get(random.nextInt(index.lengths().size())),
              page -> repacked(page, raw -> mutated(raw, random))));
      assertNoMoreThanUnusable(
          changed(
              index.postings().get(random.nextInt(index.postings().size())),
              page -> Arrays.copyOf(mutated(page, random), page.length)));
    }
  }

  @Test
  void aSegmentThatContradictsItselfIsFoundByTheCheck() {
    SegmentIndex index = index();
    SegmentIndex.File file = index.files().getFirst();
    List<SegmentIndex.File> files = new ArrayList<>(index.files());
    files.set(0, new SegmentIndex.File(file.file(), file.texts(), file.tokens() + 1));

    byte[] other =
        SegmentCodec.encode(
            new SegmentIndex(
                index.analysis(),
                index.positions(),
                files,
                index.blocks(),
                index.postings(),
                index.lengths()));

    assertUnusable(stored(other));
    assertThatCode(() -> TextSegmentCheck.check(whole.ref, whole)).doesNotThrowAnyException();
  }

  /** Everything that reads: the check, and each kind of query. */
  private void assertNoMoreThanUnusable(TextWorld.Stored stored) {
    try {
      TextSegmentCheck.check(stored.ref, stored);
    } catch (DerivedUnusable expected) {
      assertThat(expected).hasMessageStartingWith("A ");
    }
    TextIndex index = world.index(List.of(stored));
    for (TextQuery query :
        List.of(
            TextQuery.phrase(world.analyzer, "graph search"),
            TextQuery.fuzzy(world.analyzer, "serach", 2))) {
      assertThat(index.find(query).scores()).isEmpty();
    }
    assertThat(index.score(TextQuery.any(world.analyzer, "graph w7 searching")).addresses())
        .isNotNull();
  }

  private static void assertUnusable(TextWorld.Stored stored) {
    assertThatThrownBy(() -> TextSegmentCheck.check(stored.ref, stored))
        .isInstanceOf(DerivedUnusable.class);
  }

  /** The segment with another page, of which checksums and places are right. */
  private TextWorld.Stored changed(Page page, UnaryOperator<byte[]> change) {
    SegmentIndex index = index();
    List<byte[]> bodies = new ArrayList<>();
    List<Page> pages = new ArrayList<>();
    index.blocks().forEach(block -> pages.add(block.page()));
    pages.addAll(index.postings());
    pages.addAll(index.lengths());
    List<Page> moved = new ArrayList<>();
    long at = 0;
    for (Page old : pages) {
      byte[] body = Arrays.copyOfRange(whole.bytes, (int) old.offset(), (int) old.end());
      body = old.equals(page) ? change.apply(body) : body;
      bodies.add(body);
      moved.add(new Page(at, body.length, Page.checksum(body)));
      at += body.length;
    }
    int blocks = index.blocks().size();
    int postings = blocks + index.postings().size();
    byte[] encoded =
        SegmentCodec.encode(
            new SegmentIndex(
                index.analysis(),
                index.positions(),
                index.files(),
                IntStream.range(0, blocks)
                    .mapToObj(
                        i -> new SegmentIndex.Block(index.blocks().get(i).first(), moved.get(i)))
                    .toList(),
                moved.subList(blocks, postings),
                moved.subList(postings, moved.size())));
    bodies.add(encoded);
    byte[] bytes = new byte[bodies.stream().mapToInt(body -> body.length).sum()];
    int to = 0;
    for (byte[] body : bodies) {
      System.arraycopy(body, 0, bytes, to, body.length);
      to += body.length;
    }
    return new TextWorld.Stored(ref(bytes, encoded.length), whole.files, bytes);
  }

  private static byte[] repacked(byte[] page, UnaryOperator<byte[]> change) {
    return Deflation.pack(change.apply(Deflation.unpack(page, 0, page.length)));
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated =
        random.nextInt(10) == 0 ? Arrays.copyOf(bytes, bytes.length - 1) : bytes.clone();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      mutated[random.nextInt(mutated.length)] =
          (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
    }
    return mutated;
  }

  /** The segment with another index, of which the checksum is right. */
  private TextWorld.Stored stored(byte[] index) {
    int start = whole.bytes.length - whole.ref.indexBytes();
    byte[] bytes = Arrays.copyOf(whole.bytes, start + index.length);
    System.arraycopy(index, 0, bytes, start, index.length);
    return new TextWorld.Stored(ref(bytes, index.length), whole.files, bytes);
  }

  private static DerivedRef ref(byte[] bytes, int indexBytes) {
    int checksum =
        Page.checksum(Arrays.copyOfRange(bytes, bytes.length - indexBytes, bytes.length));
    return new DerivedRef(
        "damaged.text", bytes.length, indexBytes, Integer.toUnsignedLong(checksum));
  }

  private TextWorld.Stored with(byte[] bytes) {
    return new TextWorld.Stored(whole.ref, whole.files, bytes);
  }

  private SegmentIndex index() {
    return Joined.of(new TextSegment(whole.ref, whole, new PageCache(0), Runnable::run).index());
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  private static TextWorld world() {
    RandomTexts texts = new RandomTexts(21);
    TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
    for (int file = 0; file < 2; file++) {
      List<@Nullable String> rows = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        rows.add(i % 20 == 0 ? null : texts.words(1 + i % 12) + " w" + i);
      }
      world.append(rows);
    }
    return world;
  }
}
