package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.schema.VectorMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many requests a question takes, how many of them in a row, and for which bytes. */
class VectorRequestsTest {
  private static final int ROWS = 20_000;
  private static final int DIMENSION = 128;
  private static final Supplier<float[]> VECTORS =
      VectorSample.clustered(new Random(3), DIMENSION, 20);
  private static final VectorWorld WORLD = new VectorWorld(VectorMetric.COSINE);

  private final RoundTrips trips = new RoundTrips();

  @BeforeAll
  static void write() {
    WORLD
        .add(0, VectorSample.many(ROWS / 2, VECTORS))
        .add(1, VectorSample.many(ROWS / 2, VECTORS))
        .segment(0)
        .segment(1);
  }

  @BeforeEach
  void forget() {
    WORLD.cache = new PageCache(64L << 20);
    WORLD.requests.clear();
    WORLD.exactReads.clear();
    WORLD.filesRead.clear();
  }

  @Test
  void indexesAreOneRoundTripListsAreTheNextAndVectorsTheLast() {
    VectorSearch search = search();

    int inARow = trips.count(() -> search.nearest(VECTORS.get(), 10, null));

    assertThat(inARow).isEqualTo(2);
    assertThat(WORLD.requests.size()).isBetween(3, 2 + 16);
    assertThat(bytes()).isLessThan(ROWS * DIMENSION / 2);
    assertThat(WORLD.exactReads).hasSize(1);
    assertThat(WORLD.exactReads.getFirst()).isBetween(10, 30);
    assertThat(WORLD.filesRead).isEmpty();
  }

  @Test
  void whatEveryQuestionNeedsIsReadOnce() {
    VectorSearch search = search();
    trips.count(search::start);
    trips.count(() -> search.nearest(VECTORS.get(), 10, null));

    assertThat(trips.count(() -> search.nearest(VECTORS.get(), 10, null))).isLessThanOrEqualTo(1);
    assertThat(trips.count(() -> search().nearest(VECTORS.get(), 10, null))).isLessThanOrEqualTo(1);
  }

  @Test
  void fewAllowedRowsAreReadAloneAndNothingElse() {
    AllowedRows allowed = AllowedRows.of(LongStream.range(0, 200).map(i -> 7 * i).toArray());
    VectorSearch search = search();

    trips.count(() -> search.nearest(VECTORS.get(), 10, allowed));

    assertThat(WORLD.requests).isEmpty();
    assertThat(WORLD.exactReads).containsExactly(200);
  }

  @Test
  void theMoreRowsAreWantedTheMoreListsAreRead() {
    VectorSearch search = search();
    trips.count(() -> search.nearest(VECTORS.get(), 10, null));
    long few = bytes();
    forget();

    VectorSearch cold = search();
    int inARow = trips.count(() -> cold.nearest(VECTORS.get(), 2000, null));

    assertThat(bytes()).isGreaterThan(few);
    assertThat(inARow).isLessThanOrEqualTo(4);
  }

  @Test
  void onlyTheFirstOfManyAreComparedExactlyWhereNoMoreIsAskedFor() {
    VectorSearch search = search();
    float[] to = VECTORS.get();
    Neighbours[] found = new Neighbours[1];

    trips.count(() -> found[0] = search.nearest(to, 1_000, 20, null));

    assertThat(WORLD.exactReads).hasSize(1);
    assertThat(WORLD.exactReads.getFirst()).isBetween(20, 100);
    Neighbours expected = WORLD.expected(to, 1_000, row -> true);
    assertThat(found[0].size()).isEqualTo(1_000);
    assertThat(found[0].distances()).isSorted();
    assertThat(Arrays.copyOf(found[0].distances(), 10))
        .isEqualTo(Arrays.copyOf(expected.distances(), 10));
    assertThat(LongStream.of(found[0].addresses()).boxed())
        .as("nearly the same rows")
        .filteredOn(row -> LongStream.of(expected.addresses()).anyMatch(own -> own == row))
        .hasSizeGreaterThan(950);
  }

  @Test
  void mostOfTheVersionIsReadAsFiles() {
    VectorSearch search = search();

    trips.count(() -> search.nearest(VECTORS.get(), ROWS / 8, null));

    assertThat(WORLD.requests).isEmpty();
    assertThat(WORLD.filesRead).containsExactly(2);
  }

  private VectorSearch search() {
    List<VectorSegment> segments = WORLD.objects.keySet().stream().map(this::open).toList();
    return new VectorSearch(WORLD.metric, segments, WORLD.version, WORLD, WORLD, trips);
  }

  private VectorSegment open(DerivedRef ref) {
    return new VectorSegment(ref, WORLD.ranges(ref), WORLD.cache, trips);
  }

  private static long bytes() {
    return WORLD.requests.stream().mapToLong(length -> length).sum();
  }
}
