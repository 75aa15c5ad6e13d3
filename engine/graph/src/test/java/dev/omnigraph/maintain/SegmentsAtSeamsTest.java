package dev.omnigraph.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.merge.MergeWorld;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.table.SegmentWork;
import dev.omnigraph.table.UpkeepPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upkeep of search segments that is killed, or meets others, at every boundary between two of its
 * requests: searches stay right, and cleanup leaves the segments that versions name and no others.
 * By default only boundaries count at which tables or the log change; {@code -Dsearch.seams=true}
 * tries all.
 */
class SegmentsAtSeamsTest {
  private static final List<String> BRANCHES = List.of("main", "side");

  /** All that there are, or only where something of the tables or of the log changes. */
  private static final boolean ALL = Boolean.getBoolean("search.seams");

  private static final Set<Seam> SEAMS =
      EnumSet.of(
          Seam.STAGE_COMMIT,
          Seam.PUBLISH,
          Seam.FINISH,
          Seam.CLEANUP_LIST,
          Seam.CLEANUP_MARK,
          Seam.CLEANUP_DELETE);

  /** Passings of one seam that are told apart: those after them are of another table at most. */
  private static final int OFTEN = 2;

  private static final SegmentWork PLENTY = new SegmentWork(1 << 20, 1L << 40);

  /** Few rows are worth a segment. */
  private static final UpkeepPolicy.Search SEARCH =
      new UpkeepPolicy.Search(10, 1L << 40, 10, 20, 2, PLENTY, PLENTY);

  @TempDir private static Path folder;
  private static final AtomicInteger COPIES = new AtomicInteger();
  private static final AtomicReference<CommitId> EARLIER = new AtomicReference<>();

  /** Segments on both branches, of which each has rows that the other does not, and tails. */
  @BeforeAll
  static void make() {
    RandomDocs docs = new RandomDocs(new Random(5));
    SearchForm form = SearchForm.FIRST;
    try (MergeWorld world = new MergeWorld(folder.resolve("made"), form.schema(null))) {
      world.load("main", docs.lines(form, 0, 40));
      EARLIER.set(world.newest("main"));
      // Segments leave these out, and whoever restores that commit has them without a segment.
      world.mutate("main", "delete Doc where slug >= \"d006\" and slug < \"d014\"");
      world.optimize("main", policy(false));
      world.load("main", docs.lines(form, 40, 12));
      world.fork("side", "main");
      world.load("side", docs.lines(form, 60, 20));
      world.mutate("side", "update Doc set { title: \"red sea\" } where slug < \"d005\"");
      world.optimize("side", policy(false));
      world.mutate("main", "delete Doc where slug >= \"d020\" and slug < \"d023\"");
      world.load("main", docs.lines(form, 90, 14));
    }
  }

  private static UpkeepPolicy policy(boolean compacts) {
    UpkeepPolicy policy = compacts ? UpkeepPolicy.DEFAULT : new UpkeepPolicy(1, 1, 0, 0, 4, 2.0);
    return policy.withSearch(SEARCH);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void upkeepThatIsKilledAnywhereLeavesSearchesRightAndNothingBehind(boolean compacts) {
    Act upkeep = compacts ? Act.UPKEEP_THAT_COMPACTS : Act.UPKEEP;
    for (Point point : points(upkeep)) {
      Path at = copy();
      try (Process mortal = new Process(at)) {
        mortal.at(
            point,
            () -> {
              throw mortal.store().kill();
            });
        assertThatThrownBy(() -> mortal.run(upkeep))
            .as("%s", point)
            .isInstanceOf(FaultyStore.Killed.class);
      }

      MergeWorld next = process(at, Duration.ZERO);
      assertSearches(next, point);
      next.pass(CommitRequest.LONGEST.plusSeconds(1));
      next.mutate("main", "delete Doc where slug = \"d030\"");
      upkeep.run(next, at);
      assertNothingIsLeft(next, point);
    }
  }

  @ParameterizedTest
  @MethodSource("meetings")
  void whoeverMeetsAnywhereLeavesSearchesRightAndNothingBehind(Act act, Act rival) {
    for (Point point : points(act)) {
      if (point.nth() > 1 || point.seam().isEmpty()) {
        continue;
      }
      String as = act + " that meets " + rival + " " + point;
      Path at = copy();
      try (Process parked = new Process(at)) {
        parked.at(
            point,
            () -> {
              try (MergeWorld other = process(at, parked.world.ahead())) {
                rival.run(other, at);
                parked.world.pass(other.ahead().minus(parked.world.ahead()));
              }
            });
        try {
          parked.run(act);
        } catch (GraphException e) {
          // Whoever sleeps for hours finds what it read or wrote gone, and says so.
          assertThat(rival).as("%s: %s", as, e).isEqualTo(Act.CLEANUP_HOURS_LATER);
        }
        MergeWorld next = process(at, parked.world.ahead());
        assertSearches(next, as);
        next.optimize("side", policy(true));
        next.optimize("main", policy(false));
        assertNothingIsLeft(next, as);
      }
    }
  }

  static Stream<Arguments> meetings() {
    List<Act> acts = List.of(Act.values());
    return Stream.concat(
        acts.stream()
            .map(
                rival -> Arguments.of(rival.ordinal() % 2 == 0 ? acts.get(0) : acts.get(1), rival)),
        Stream.of(Act.A_MERGE_OF_THE_OTHER_BRANCH, Act.A_RESTORE, Act.CLEANUP)
            .map(act -> Arguments.of(act, Act.UPKEEP_OF_BOTH)));
  }

  /** What a process does. */
  enum Act {
    UPKEEP((world, at) -> world.optimize("main", policy(false))),
    UPKEEP_THAT_COMPACTS((world, at) -> world.optimize("main", policy(true))),
    UPKEEP_OF_BOTH(
        (world, at) -> {
          world.optimize("side", policy(true));
          world.optimize("main", policy(true));
        }),
    WRITES(
        (world, at) -> {
          RandomDocs docs = new RandomDocs(new Random(6));
          world.mutate("main", "update Doc set { title: \"blue\" } where slug < \"d004\"");
          world.mutate("main", "delete Doc where slug >= \"d040\" and slug < \"d044\"");
          world.load("main", docs.lines(SearchForm.FIRST, 100, 12));
        }),
    UPKEEP_THAT_LOSES_A_RACE(
        (world, at) -> {
          try (Process second = new Process(at)) {
            second.at(new Point(Optional.of(Seam.PUBLISH), 1), () -> WRITES.run(world, at));
            second.run(UPKEEP);
          }
        }),
    A_MERGE_OF_THE_OTHER_BRANCH((world, at) -> merge(world, "side", "main")),
    A_MERGE_INTO_THE_OTHER_BRANCH((world, at) -> merge(world, "main", "side")),
    A_RESTORE(
        (world, at) ->
            world.graph.restore(
                new RestoreRequest(Objects.requireNonNull(EARLIER.get()), MergeWorld.on("main")))),
    /** The other branch has segments that leave out rows which are live again. */
    A_RESTORE_AND_A_MERGE(
        (world, at) -> {
          A_RESTORE.run(world, at);
          merge(world, "side", "main");
        }),
    OTHER_SCHEMAS(
        (world, at) -> {
          SearchForm form = SearchForm.FIRST;
          for (int i = 0; i < 3; i++) {
            SearchForm before = form;
            form = form.changed(new Random(i));
            world.graph.applySchema(
                new SchemaRequest(
                    form.schema(before), "s.pg", true, i == 1, MergeWorld.on("main")));
          }
        }),
    CLEANUP((world, at) -> world.repository.cleanup(new CleanupRequest(Duration.ZERO, false))),
    CLEANUP_HOURS_LATER(
        (world, at) -> {
          world.cleanUp();
          world.cleanUp();
        });

    private final BiConsumer<MergeWorld, Path> act;

    Act(BiConsumer<MergeWorld, Path> act) {
      this.act = act;
    }

    void run(MergeWorld world, Path at) {
      act.accept(world, at);
    }

    private static void merge(MergeWorld world, String source, String target) {
      world.graph.merge(
          MergeRequest.of(MergeWorld.head(source), MergeWorld.on(target))
              .preferring(Prefer.SOURCE));
    }
  }

  /**
   * Where a process stops: before the nth request that a seam is for, or after its nth write of
   * all.
   */
  private record Point(Optional<Seam> seam, int nth) {
    @Override
    public String toString() {
      return seam.map(at -> "before " + at + " ").orElse("after write ") + nth;
    }
  }

  private static List<Point> points(Act act) {
    List<Point> points = new ArrayList<>();
    try (Process dry = new Process(copy())) {
      dry.run(act);
      Map<Seam, Integer> counts = new TreeMap<>();
      for (Seam seam : dry.passed) {
        int nth = counts.merge(seam, 1, Integer::sum);
        if (nth <= OFTEN && (ALL || SEAMS.contains(seam))) {
          points.add(new Point(Optional.of(seam), nth));
        }
      }
      for (int i = 1; (ALL || act == Act.UPKEEP) && i <= dry.store().writes; i++) {
        points.add(new Point(Optional.empty(), i));
      }
    }
    assertThat(points).isNotEmpty();
    return points;
  }

  private static Path copy() {
    Path to = folder.resolve("copy" + COPIES.incrementAndGet());
    Path from = folder.resolve("made");
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to;
  }

  private static MergeWorld process(Path at, Duration ahead) {
    return new MergeWorld(at, ahead, store -> store, environment -> environment);
  }

  private static void assertSearches(MergeWorld world, Object as) {
    for (String branch : BRANCHES) {
      new PlainSearches(world, branch, String.valueOf(as))
          .check("red fish", new float[] {0.25f, -0.125f});
    }
  }

  /** Closes the world. */
  private static void assertNothingIsLeft(MergeWorld world, Object as) {
    // The state before the oldest that is kept stays too, so it is to name the same.
    BRANCHES.forEach(
        branch -> world.mutate(branch, "update Doc set { title: \"x\" } where slug = \"d001\""));
    world.cleanUp();
    Set<String> named = new TreeSet<>();
    BRANCHES.forEach(
        branch -> world.pins(branch).values().forEach(pin -> named.addAll(pin.segmentKeys())));
    assertThat(segments(world)).as("%s", as).isEqualTo(named).isNotEmpty();
    assertThat(world.findings()).as("%s", as).isEmpty();
    try (MergeWorld fresh = world.reopened()) {
      assertSearches(fresh, as);
    }
  }

  private static Set<String> segments(MergeWorld world) {
    Set<String> keys = new TreeSet<>();
    try (FileObjectStore store = new FileObjectStore(world.folder(), InstantSource.system())) {
      for (String tables : List.of("nodes/", "edges/")) {
        store.list(tables).entries().stream()
            .map(ObjectEntry::key)
            .filter(key -> key.contains("/_search/"))
            .forEach(keys::add);
      }
    }
    return keys;
  }

  /** A process that can be stopped. */
  private static final class Process implements AutoCloseable {
    private final AtomicReference<FaultyStore> connection = new AtomicReference<>();
    private final Path at;
    private final Map<Point, Runnable> hooks = new HashMap<>();
    private final Map<Seam, Integer> counts = new TreeMap<>();
    final List<Seam> passed = new ArrayList<>();
    final MergeWorld world;

    Process(Path at) {
      this.at = at;
      this.world =
          new MergeWorld(
              at,
              Duration.ZERO,
              store -> {
                connection.set(new FaultyStore(store));
                return store();
              },
              usual ->
                  Environment.system(Runnable::run)
                      .withClock(usual.clock())
                      .withSeams((seam, subject) -> pass(seam)));
    }

    FaultyStore store() {
      return Objects.requireNonNull(connection.get());
    }

    private void pass(Seam seam) {
      passed.add(seam);
      Point point = new Point(Optional.of(seam), counts.merge(seam, 1, Integer::sum));
      Runnable hook = hooks.remove(point);
      if (hook != null) {
        hook.run();
      }
    }

    void at(Point point, Runnable hook) {
      if (point.seam().isPresent()) {
        hooks.put(point, hook);
      } else {
        store().afterNextWrite(() -> wrote(point.nth() - 1, hook));
      }
    }

    private void wrote(int left, Runnable hook) {
      if (left == 0) {
        hook.run();
      } else {
        store().afterNextWrite(() -> wrote(left - 1, hook));
      }
    }

    void run(Act act) {
      act.run(world, at);
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
