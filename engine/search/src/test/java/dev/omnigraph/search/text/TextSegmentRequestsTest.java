package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a query asks of the store, and how often it waits for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextSegmentRequestsTest {
  private final TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
  private Waves waves = new Waves();

  /** Runs tasks together: each time whatever waits, as a round trip would. */
  private static final class Waves implements Executor {
    private List<Runnable> waiting = new ArrayList<>();
    private boolean isOff;

    @Override
    public synchronized void execute(Runnable task) {
      if (isOff) {
        task.run();
      } else {
        waiting.add(task);
      }
    }

    /** How many round trips it takes until nothing waits. */
    int run() {
      int waves = 0;
      for (; !waiting.isEmpty(); waves++) {
        List<Runnable> now = waiting;
        waiting = new ArrayList<>();
        now.forEach(Runnable::run);
      }
      isOff = true;
      return waves;
    }
  }

  @BeforeAll
  void build() {
    Random random = new Random(4);
    for (int file = 0; file < 3; file++) {
      List<@Nullable String> rows = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        String words =
            IntStream.range(0, 60)
                .mapToObj(word -> "w" + (int) (20_000 * Math.pow(random.nextDouble(), 3)))
                .collect(Collectors.joining(" "));
        rows.add("common other " + words);
      }
      world.append(rows);
    }
    world.segments.add(world.build(world.files.subList(0, 2)));
  }

  @Test
  void wordsTakeThreeRequestsInARowWithTheTailBesideTheSecond() {
    assertThat(segment().bytes.length).isGreaterThan(1 << 20);
    TextQuery query = TextQuery.any(world.analyzer, "common w17 w4711");
    TextIndex index = index();

    index.warm(query);
    int inARow = waves.run();

    assertThat(inARow).isEqualTo(3);
    assertThat(segment().requests.size()).isLessThanOrEqualTo(8);
    assertThat(bytes()).isLessThan(1 << 20);
    assertThat(world.textsRead).isEqualTo(4000);
    segment().requests.clear();
    assertThat(index.score(query).addresses()).hasSize(12_000);
    assertThat(index.find(query).addresses()).hasSize(12_000);
    assertThat(segment().requests).isEmpty();
    assertThat(world.textsRead).isEqualTo(4000);
  }

  @Test
  void aPhraseReadsThePlacesOfItsTermsTogetherWithTheirRows() {
    TextQuery query = TextQuery.phrase(world.analyzer, "common other");
    TextIndex index = index();

    index.warm(query);

    assertThat(waves.run()).isEqualTo(3);
    assertThat(segment().requests.size()).isLessThanOrEqualTo(5);
    segment().requests.clear();
    assertThat(index.find(query).addresses()).hasSize(12_000);
    assertThat(segment().requests).isEmpty();
  }

  @Test
  void similarTermsReadTheDictionaryInPiecesSideBySide() {
    TextQuery query = TextQuery.fuzzy(world.analyzer, "w4711", 2);
    TextIndex index = index();

    index.warm(query);

    assertThat(waves.run()).isEqualTo(3);
    long dictionary = postingsStart();
    List<int[]> pieces =
        segment().requests.stream().filter(request -> request[0] < dictionary).toList();
    assertThat(pieces).allMatch(piece -> piece[1] <= 1 << 20);
    assertThat(pieces.size()).isLessThanOrEqualTo(1 + (int) (dictionary >> 20));
  }

  @Test
  void similarTermsAreLookedForWhereTheyMayBeAndReadOnce() {
    TextQuery query = TextQuery.fuzzy(world.analyzer, "common", 0);
    TextIndex index = index(new PageCache(0));

    index.warm(query);

    assertThat(waves.run()).isEqualTo(3);
    assertThat(segment().requests.size()).isLessThanOrEqualTo(4);
    assertThat(bytes()).isLessThan(100_000);
    segment().requests.clear();
    assertThat(index.find(query).addresses()).hasSize(12_000);
    assertThat(segment().requests).isEmpty();
  }

  @Test
  void aTermThatNoSegmentHasReadsNoPostings() {
    TextQuery query = TextQuery.phrase(world.analyzer, "nowhere");
    TextIndex index = index();

    index.warm(query);

    assertThat(waves.run()).isEqualTo(2);
    assertThat(segment().requests).hasSize(2);
  }

  @Test
  void aSmallSegmentIsReadWhole() {
    TextWorld small = new TextWorld(TextAnalysis.DEFAULT);
    small.append(List.of("graph search", "vector search"));
    small.segments.add(small.build(small.files));
    TextIndex index = small.index();

    assertThat(index.score(TextQuery.any(small.analyzer, "search")).addresses()).hasSize(2);
    assertThat(index.find(TextQuery.phrase(small.analyzer, "graph search")).addresses()).hasSize(1);
    assertThat(index.find(TextQuery.fuzzy(small.analyzer, "vektor", 1)).addresses()).hasSize(1);
    assertThat(small.segments.getFirst().requests).hasSize(1);
  }

  @Test
  void manyRowsThatNoSegmentKnowsAreReadOnceAQueryAndNotBefore() {
    TextWorld many = new TextWorld(TextAnalysis.DEFAULT);
    many.append(new ArrayList<>(Collections.nCopies(20_000, "common")));
    TextQuery query = TextQuery.any(many.analyzer, "common");
    TextIndex index = many.index();

    index.start();
    index.warm(query);
    int before = many.textsRead;
    var _ = index.score(query);

    assertThat(before).isZero();
    assertThat(many.textsRead).isEqualTo(20_000);
  }

  @Test
  void scoringByItselfReadsNoPostingsWhereNoRowIsGone() {
    TextWorld gone = new TextWorld(TextAnalysis.DEFAULT);
    gone.append(world.files.get(0).texts);
    gone.append(world.files.get(1).texts);
    gone.segments.add(gone.build(gone.files));
    TextQuery query = TextQuery.any(gone.analyzer, "common");
    var _ = gone.index().scorer(query);
    int before = gone.segments.getFirst().requests.size();
    gone.delete(gone.files.getFirst(), 5);

    var _ = gone.index().scorer(query);

    assertThat(before).isEqualTo(2);
    assertThat(gone.segments.getFirst().requests.size() - before).isGreaterThan(2);
    assertThat(gone.listsRead).isEqualTo(1);
  }

  /** One that knows nothing yet. */
  private TextIndex index() {
    return index(new PageCache(64L << 20));
  }

  private TextIndex index(PageCache cache) {
    waves = new Waves();
    segment().requests.clear();
    world.textsRead = 0;
    return TextIndex.of(
        world.analyzer,
        List.of(new TextSegment(segment().ref, segment(), cache, waves)),
        world.version(),
        world,
        world,
        waves);
  }

  private TextWorld.Stored segment() {
    return world.segments.getFirst();
  }

  private long postingsStart() {
    return Joined.of(world.open(segment()).index()).postings().getFirst().offset();
  }

  private long bytes() {
    return segment().requests.stream().mapToLong(request -> request[1]).sum();
  }
}
