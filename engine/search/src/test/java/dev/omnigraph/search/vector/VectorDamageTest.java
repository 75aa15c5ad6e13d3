package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.schema.VectorMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A segment with damage anywhere is not used, and what is asked is answered without it. */
class VectorDamageTest {
  private final Random random = new Random(5);
  private final VectorWorld world =
      new VectorWorld(VectorMetric.L2)
          .add(1, VectorSample.many(2000, () -> VectorSample.uniform(random, 3)))
          .segment(1);
  private final DerivedRef ref = world.objects.keySet().iterator().next();
  private final byte[] body = world.objects.values().iterator().next();
  private final int start = body.length - ref.indexBytes();

  @Test
  void aFlippedBitIsFoundWhereverItIs() {
    for (int i = 0; i < 200; i++) {
      assertUnusable(ref, flipped(body, random.nextInt(8 * body.length)));
    }
  }

  @Test
  void aSegmentThatIsCutOrGoneIsUnusable() {
    for (int length : new int[] {0, 1, body.length / 2, body.length - 1}) {
      assertUnusable(ref, Arrays.copyOf(body, length));
    }
    assertUnusable(ref, Arrays.copyOfRange(body, 1, body.length));
  }

  @Test
  void theQuestionIsAnsweredWithoutASegmentThatIsDamaged() {
    float[] to = {0.1f, 0.2f, 0.3f};
    Neighbours expected = world.expected(to, 10, address -> true);
    VectorSegmentIndex index = index(body);
    for (long place : new long[] {start, index.lists().getFirst().pages().getFirst().offset()}) {
      byte[] damaged = flipped(body, Math.toIntExact(8 * place));
      world.objects.put(ref, damaged);
      world.filesRead.clear();
      VectorSearch search =
          new VectorSearch(
              VectorMetric.L2, List.of(uncached(ref)), world.version, world, world, Runnable::run);

      assertThat(search.nearest(to, 10, null).addresses()).isEqualTo(expected.addresses());
      assertThat(search.nearest(to, 10, null).addresses()).isEqualTo(expected.addresses());

      assertThat(world.filesRead).hasSize(2);
    }
  }

  @Test
  void aPageThatIsDamagedAfterTheIndexWasReadIsFound() {
    float[] to = {0.1f, 0.2f, 0.3f};
    Neighbours expected = world.expected(to, 10, address -> true);
    VectorSegment segment = uncached(ref);
    VectorSearch search =
        new VectorSearch(
            VectorMetric.L2, List.of(segment), world.version, world, world, Runnable::run);
    assertThat(search.nearest(to, 10, null).addresses()).isEqualTo(expected.addresses());
    assertThat(world.filesRead).isEmpty();

    world.objects.put(ref, flipped(body, 8));

    assertThat(search.nearest(to, 10, null).addresses()).isEqualTo(expected.addresses());
    assertThat(world.filesRead).hasSize(1);
  }

  @Test
  void anIndexThatIsAnotherIsNeverMoreThanUnusable() {
    for (int i = 0; i < 3000; i++) {
      byte[] other = flipped(body, 8 * start + random.nextInt(8 * ref.indexBytes()));
      for (int more = random.nextInt(3); more > 0; more--) {
        other[start + random.nextInt(ref.indexBytes())] = (byte) random.nextInt();
      }
      try {
        search(other);
      } catch (DerivedUnusable expected) {
        assertThat(expected).hasMessageStartingWith("A ");
      }
    }
  }

  @Test
  void aPageThatIsAnotherIsNeverMoreThanUnusable() {
    VectorList list = index(body).lists().getFirst();
    Page place = list.pages().getFirst();
    byte[] page = Arrays.copyOfRange(body, (int) place.offset(), (int) place.end());
    for (int i = 0; i < 3000; i++) {
      byte[] other = flipped(page, random.nextInt(8 * Math.min(page.length, 3000)));
      try {
        ListPage read = new ListPage(other, list.rows(), 3, 2000);
        for (int row = 0; row < read.rows(); row++) {
          assertThat(read.number(row)).isBetween(0, 1999);
          assertThat(read.scale(row)).isNotNegative().isFinite();
          assertThat(read.length(row)).isNotNegative().isFinite();
          assertThat(read.off(row)).isNotNegative().isFinite();
        }
      } catch (DerivedUnusable expected) {
        assertThat(expected).hasMessageStartingWith("A ");
      }
    }
    assertThatThrownBy(() -> new ListPage(page, list.rows() + 1, 3, 2000))
        .isInstanceOf(DerivedUnusable.class);
    assertThatThrownBy(() -> new ListPage(Arrays.copyOf(page, 10), list.rows(), 3, 2000))
        .isInstanceOf(DerivedUnusable.class);
  }

  @Test
  void aSegmentOfAnotherFormatIsNamed() {
    byte[] other = body.clone();
    other[start + 4] = 1;
    DerivedRef named = refTo(other);
    world.objects.put(named, other);

    assertThatThrownBy(() -> world.open(named).files())
        .isInstanceOf(DerivedUnusable.class)
        .hasMessage("A vector segment has format 1, which is not known.");
  }

  @Test
  void aSegmentThatIsUnusableIsNotAskedForAgain() {
    world.objects.put(ref, new byte[0]);
    VectorSegment segment = uncached(ref);
    world.requests.clear();

    assertThatThrownBy(segment::files).isInstanceOf(DerivedUnusable.class);
    assertThatThrownBy(segment::check).isInstanceOf(DerivedUnusable.class);

    assertThat(world.requests).hasSize(1);
  }

  @Test
  void aStoreThatDidNotAnswerIsAskedAgain() {
    int[] failures = {2};
    Ranges failing =
        (offset, length) -> {
          if (failures[0]-- > 0) {
            throw new IllegalStateException("slow down");
          }
          return world.ranges(ref).read(offset, length);
        };
    VectorSegment segment = new VectorSegment(ref, failing, new PageCache(0), Runnable::run);
    VectorSearch search =
        new VectorSearch(
            VectorMetric.L2, List.of(segment), world.version, world, world, Runnable::run);
    float[] to = {1, 1, 1};

    assertThatThrownBy(() -> search.nearest(to, 3, null)).hasMessage("slow down");
    assertThatThrownBy(() -> search.nearest(to, 3, null)).hasMessage("slow down");
    assertThat(search.nearest(to, 3, null).size()).isEqualTo(3);
    failures[0] = 1;
    assertThatThrownBy(() -> search.nearest(to, 3, null)).hasMessage("slow down");
    assertThat(search.nearest(to, 3, null).size()).isEqualTo(3);
  }

  @Test
  void listsOfDeletedRowsThatDidNotComeAreAskedForAgain() {
    world.delete(1, 0);
    int[] failures = {1};
    VectorSearch search =
        new VectorSearch(
            VectorMetric.L2,
            world.segments,
            world.version,
            fragments -> {
              if (failures[0]-- > 0) {
                throw new IllegalStateException("slow down");
              }
              return world.of(fragments);
            },
            world,
            Runnable::run);
    float[] to = {1, 1, 1};

    assertThatThrownBy(() -> search.nearest(to, 3, null)).hasMessage("slow down");

    assertThat(search.nearest(to, 3, null).size()).isEqualTo(3);
  }

  @Test
  void aThreadThatCannotBeHadIsAFailureAndNobodyWaits() {
    Executor closed =
        task -> {
          throw new RejectedExecutionException("closed");
        };
    VectorSegment segment = new VectorSegment(ref, world.ranges(ref), new PageCache(0), closed);

    assertThatThrownBy(segment::files).isInstanceOf(RejectedExecutionException.class);
  }

  private void assertUnusable(DerivedRef of, byte[] other) {
    world.objects.put(of, other);
    assertThatThrownBy(() -> uncached(of).check()).isInstanceOf(DerivedUnusable.class);
  }

  /** Uses a segment whose checksum is that of the index that it has. */
  private void search(byte[] other) {
    DerivedRef named = refTo(other);
    world.objects.put(named, other);
    VectorSegment segment = uncached(named);
    segment.files();
    new VectorSearch(VectorMetric.L2, List.of(segment), world.version, world, world, Runnable::run)
        .nearest(new float[] {1, 2, 3}, 5, null);
  }

  private VectorSegment uncached(DerivedRef of) {
    return new VectorSegment(of, world.ranges(of), new PageCache(0), Runnable::run);
  }

  private DerivedRef refTo(byte[] other) {
    int checksum = Page.checksum(Arrays.copyOfRange(other, start, other.length));
    return new DerivedRef(
        ref.name(), other.length, ref.indexBytes(), Integer.toUnsignedLong(checksum));
  }

  private VectorSegmentIndex index(byte[] of) {
    return VectorIndexCodec.decode(Arrays.copyOfRange(of, start, of.length), ref);
  }

  private static byte[] flipped(byte[] body, int bit) {
    byte[] flipped = body.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
