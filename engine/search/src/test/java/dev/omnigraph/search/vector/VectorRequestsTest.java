package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final int ROWS = 40_000;
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
    assertThat(WORLD.requests.size()).isBetween(3, 2 + 8);
    assertThat(bytes()).isLessThan(ROWS * DIMENSION / 8);
    assertThat(WORLD.exactReads).hasSize(1);
    assertThat(WORLD.exactReads.getFirst()).isBetween(10, 30);
    assertThat(WORLD.filesRead).isEmpty();
  }

  @Test
  void aFilterThatKeepsFewRowsMakesMoreListsBeReadAndHardlyMoreRequests() {
    AllowedRows allowed =
        AllowedRows.of(
            LongStream.range(0, 2)
                .flatMap(
                    fragment ->
                        LongStream.range(0, ROWS / 2)
                            .filter(place -> place % 97 == 0)
                            .map(place -> fragment << Integer.SIZE | place))
                .toArray());
    assertThat(allowed.count()).isBetween(VectorSearch.FEW + 1L, ROWS / 80L);
    VectorSearch search = search();

    int inARow = trips.count(() -> search.nearest(VECTORS.get(), 10, allowed));

    assertThat(inARow).isLessThanOrEqualTo(3);
    assertThat(WORLD.requests.size()).isLessThanOrEqualTo(2 + 30);
    assertThat(bytes()).isLessThan(ROWS * DIMENSION / 2);
    assertThat(WORLD.exactReads).hasSize(1);
    assertThat(WORLD.exactReads.getFirst()).isBetween(10, 30);
  }

  @Test
  void vectorsThatAreNotClusteredTakeTwoRoundsOfListsAtMost() {
    Random random = new Random(4);
    Supplier<float[]> vectors = () -> VectorSample.decaying(random, DIMENSION);
    VectorWorld world =
        new VectorWorld(VectorMetric.COSINE)
            .add(0, VectorSample.many(ROWS / 2, vectors))
            .segment(0);
    for (int i = 0; i < 5; i++) {
      world.cache = new PageCache(64L << 20);
      world.requests.clear();
      world.exactReads.clear();
      VectorSearch search = search(world);
      int inARow = trips.count(() -> search.nearest(vectors.get(), 10, null));

      assertThat(inARow).isLessThanOrEqualTo(3);
      assertThat(world.requests.size()).isLessThanOrEqualTo(1 + 30);
      assertThat(world.exactReads.getFirst()).isBetween(10, 60);
    }
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
    int inARow = trips.count(() -> cold.nearest(VECTORS.get(), 4000, null));

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
    return search(WORLD);
  }

  private VectorSearch search(VectorWorld world) {
    List<VectorSegment> segments =
        world.objects.keySet().stream()
            .map(ref -> new VectorSegment(ref, world.ranges(ref), world.cache, trips))
            .toList();
    return new VectorSearch(world.metric, segments, world.version, world, world, trips);
  }

  private static long bytes() {
    return WORLD.requests.stream().mapToLong(length -> length).sum();
  }
}
