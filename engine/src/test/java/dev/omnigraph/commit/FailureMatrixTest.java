package dev.omnigraph.commit;

import static dev.omnigraph.commit.World.KNOWS;
import static dev.omnigraph.commit.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.FaultyStore.Fault;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.schema.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every writer, stopped in every way at every request it makes, while somebody else does every kind
 * of thing: afterwards all of it is visible or nothing, and recovery has ended it once.
 */
class FailureMatrixTest {

  private static final World SHALLOW = make(4);
  private static final World BEFORE_A_CHECKPOINT = make(63);

  private static final List<Boolean> BOTH = List.of(true, false);
  private static final List<Boolean> ONE = List.of(true);

  /** Writers that differ in how the protocol treats them. */
  private enum Writer {
    INSERT,
    UPDATE,
    KEYED,
    LARGE,
    COMPACTION,
    SCHEMA;

    CommitOutcome<String> run(World world, World.Process process) {
      return switch (this) {
        case INSERT ->
            process.commit(
                Operations.insertAll(
                    Map.of(PERSON, List.of("bob"), KNOWS, List.of("bob-root")),
                    Map.of(PERSON, "root")));
        case UPDATE -> process.commit(Operations.increment(PERSON, "root"));
        case KEYED ->
            process.repository.commit(
                new CommitRequest(
                    "main", "ann", null, new IdempotencyKey("k", "p"), CommitRequest.LONGEST),
                Operations.insert(PERSON, "bob"));
        case LARGE ->
            process.commit(
                Operations.insertAll(
                    Map.of(
                        PERSON,
                        IntStream.range(0, 1_200)
                            .mapToObj(i -> "bob-number-with-a-rather-long-id-" + i)
                            .toList()),
                    Map.of()));
        case COMPACTION -> process.commit(Operations.compact(PERSON));
        case SCHEMA -> process.commit(Operations.evolve(world));
      };
    }

    /** Whether all of it is there; fails when a part of it is. */
    boolean isVisible(World world) {
      Set<String> people = world.rows(PERSON).keySet();
      return switch (this) {
        case INSERT -> {
          boolean visible = people.contains("bob");
          assertThat(world.rows(KNOWS).containsKey("bob-root")).isEqualTo(visible);
          yield visible;
        }
        case UPDATE -> {
          long updates =
              world.log().stream()
                  .filter(r -> r.kind() == CommitKind.MUTATE)
                  .filter(r -> r.actor().equals("ann"))
                  .filter(r -> isUpdate(r))
                  .count();
          assertThat(world.rows(PERSON)).containsEntry("root", "v" + updates);
          yield world.log().stream().anyMatch(r -> isUpdate(r) && !isRivals(world, r));
        }
        case KEYED -> people.contains("bob");
        case LARGE -> {
          long there = people.stream().filter(id -> id.startsWith("bob-number-")).count();
          assertThat(there).isIn(0L, 1_200L);
          yield there > 0;
        }
        case COMPACTION ->
            world.log().stream()
                .anyMatch(r -> r.kind() == CommitKind.OPTIMIZE && !isRivals(world, r));
        case SCHEMA -> {
          try (BranchView view = world.process().repository.openRead(new ReadSpec.Head("main"))) {
            boolean visible = view.catalog().node("Company").isPresent();
            // The catalog and the tables always agree.
            assertThat(view.pins().keySet())
                .containsExactlyInAnyOrderElementsOf(
                    view.catalog().entities().stream().map(EntityType::tableId).toList());
            assertThat(view.pins()).hasSize(visible ? 3 : 2);
            yield visible;
          }
        }
      };
    }

    private static boolean isUpdate(dev.omnigraph.manifest.ManifestRecord record) {
      return record.tables().values().stream()
          .anyMatch(
              t ->
                  t.changes() instanceof dev.omnigraph.manifest.ChangeSet.Inline i
                      && i.updated().contains("root"));
    }

    private static boolean isRivals(World world, dev.omnigraph.manifest.ManifestRecord record) {
      return world.rivals.contains(record.commitId());
    }
  }

  /** What happens to the writer just before one of its requests. */
  private enum Mishap {
    KILLED,
    /** The request is on its way when its sender dies. */
    KILLED_IN_FLIGHT,
    ERROR,
    LOST_ACKNOWLEDGEMENT,
    LATE,
    NEVER,
    DUPLICATE,
    /** Frozen past its deadline while another process opens the branch. */
    FROZEN,
    /** Frozen while a sweep gets as far as its mark and dies. */
    FROZEN_SWEEPER_DIES,
    /** Frozen while a sweep fences and dies. */
    FROZEN_FENCER_DIES,
    RIVAL_ELSEWHERE,
    RIVAL_IN_THE_WAY,
    RIVAL_COMPACTS,
    /** A rival wins, and then the writer freezes and is swept. */
    RIVAL_THEN_FROZEN;

    /** Whether a request of it may land after its sender ended. */
    boolean isLate() {
      return this == KILLED_IN_FLIGHT || this == LATE || this == DUPLICATE;
    }
  }

  /** Whether the writer loses a race before it is stopped. */
  private enum Race {
    NONE,
    TO_AN_INSERT,
    TO_AN_UPDATE,
    TO_A_COMPACTION;

    void arrange(World world, World.Process process) {
      switch (this) {
        case NONE -> {}
        case TO_AN_INSERT ->
            process.at(Seam.STAGE, () -> world.rival(Operations.insert(PERSON, "winner")));
        case TO_AN_UPDATE ->
            process.at(Seam.STAGE, () -> world.rival(Operations.increment(PERSON, "root")));
        case TO_A_COMPACTION ->
            process.at(Seam.STAGE, () -> world.rival(Operations.compact(PERSON)));
      }
    }
  }

  private record Point(Seam seam, int nth) {}

  private record Scenario(
      Writer writer, Race race, Point point, Mishap mishap, boolean lateLandsFirst) {}

  @Test
  void everyWriterStoppedAnywhereIsVisibleAsAWholeOrNotAtAll() {
    List<Scenario> scenarios = new ArrayList<>();
    for (Writer writer : Writer.values()) {
      for (Race race : Race.values()) {
        for (Point point : points(writer, race)) {
          for (Mishap mishap : Mishap.values()) {
            for (boolean lateLandsFirst : mishap.isLate() ? BOTH : ONE) {
              scenarios.add(new Scenario(writer, race, point, mishap, lateLandsFirst));
            }
          }
        }
      }
    }

    scenarios.parallelStream().forEach(FailureMatrixTest::play);

    Map<String, Long> sizes =
        scenarios.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.writer() + "/" + s.race(), TreeMap::new, Collectors.counting()));
    System.out.println(
        "failure matrix: " + scenarios.size() + " scenarios, by writer and race " + sizes);
    assertThat(scenarios).hasSizeGreaterThan(3_000);
  }

  private static List<Point> points(Writer writer, Race race) {
    World world = prepared(writer);
    World.Process dry = world.process();
    race.arrange(world, dry);
    writer.run(world, dry);
    Map<Seam, Integer> counts = new TreeMap<>();
    List<Point> points = new ArrayList<>();
    for (Seam seam : dry.passed) {
      Point point = new Point(seam, counts.merge(seam, 1, Integer::sum));
      boolean afterTheRace = points.stream().anyMatch(p -> p.seam() == Seam.PUBLISH);
      if (race == Race.NONE || afterTheRace || seam == Seam.PUBLISH) {
        points.add(point);
      }
    }
    assertThat(points).isNotEmpty();
    return points;
  }

  private static World prepared(Writer writer) {
    return (writer == Writer.INSERT ? BEFORE_A_CHECKPOINT : SHALLOW).copy();
  }

  private static World make(int seq) {
    World world = World.withGraph();
    for (int i = 3; i <= seq; i++) {
      world.process().insert(PERSON, "p" + i);
    }
    assertThat(world.state().seq()).isEqualTo(seq);
    return world;
  }

  private static void play(Scenario scenario) {
    Writer writer = scenario.writer();
    World world = prepared(writer);
    World.Process process = world.process();
    scenario.race().arrange(world, process);
    process.at(
        scenario.point().seam(),
        scenario.point().nth(),
        () -> happen(world, process, scenario.mishap()));
    try {
      String ended = run(writer, world, process);
      List<String> left = recover(world, scenario.lateLandsFirst());
      boolean visible = writer.isVisible(world);
      switch (ended) {
        case "published" -> assertThat(visible).isTrue();
        case "failed" -> assertThat(visible).isFalse();
        case "unknown", "killed", "unchanged" -> {}
        default -> throw new AssertionError(ended);
      }
      world.assertSound();
      assertThat(world.sidecars()).isEmpty();
      assertThat(world.audits().stream().map(a -> a.operationId()).toList())
          .containsAll(left.stream().map(FailureMatrixTest::operation).toList());
      world.process().insert(KNOWS, "afterwards");
      world.assertSound();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(scenario + ": " + e.getMessage() + " " + process.passed, e);
    }
  }

  private static String run(Writer writer, World world, World.Process process) {
    try {
      return switch (writer.run(world, process)) {
        case CommitOutcome.Published<String> p -> "published";
        case CommitOutcome.Unchanged<String> u -> "unchanged";
        case CommitOutcome.Replayed<String> r -> "published";
      };
    } catch (OutcomeUnknown e) {
      return "unknown";
    } catch (GraphException e) {
      return "failed";
    } catch (FaultyStore.Killed e) {
      return "killed";
    }
  }

  private static void happen(World world, World.Process process, Mishap mishap) {
    switch (mishap) {
      case KILLED -> throw process.store.kill();
      case KILLED_IN_FLIGHT -> process.store.breakNextAndDie(Fault.LATE);
      case ERROR -> process.store.breakNext(Fault.ERROR);
      case LOST_ACKNOWLEDGEMENT -> process.store.breakNext(Fault.LOST_ACKNOWLEDGEMENT);
      case LATE -> process.store.breakNext(Fault.LATE);
      case NEVER -> process.store.breakNext(Fault.NEVER);
      case DUPLICATE -> process.store.breakNext(Fault.DUPLICATE);
      case FROZEN -> {
        world.pastEveryDeadline();
        world.sweep();
      }
      case FROZEN_SWEEPER_DIES -> {
        world.pastEveryDeadline();
        world.sweepKilledAt(Seam.SWEEP_AUDIT);
      }
      case FROZEN_FENCER_DIES -> {
        world.pastEveryDeadline();
        world.sweepKilledAt(Seam.SWEEP_MARK);
      }
      case RIVAL_ELSEWHERE -> world.rival(Operations.insert(PERSON, "rival"));
      case RIVAL_IN_THE_WAY -> world.rival(Operations.increment(PERSON, "root"));
      case RIVAL_COMPACTS -> world.rival(Operations.compact(PERSON));
      case RIVAL_THEN_FROZEN -> {
        world.rival(Operations.insert(PERSON, "rival"));
        process.at(
            Seam.REARM,
            () -> {
              world.pastEveryDeadline();
              world.sweep();
            });
      }
    }
  }

  /** Returns the sidecars that recovery found. */
  private static List<String> recover(World world, boolean lateFirst) {
    if (lateFirst) {
      world.landLate();
    }
    List<String> left = world.sidecars();
    world.pastEveryDeadline();
    world.sweep();
    world.assertSound();
    world.landLate();
    world.assertSound();
    world.pastEveryDeadline();
    world.sweep();
    return left;
  }

  private static String operation(String sidecarKey) {
    return sidecarKey.substring(sidecarKey.lastIndexOf('/') + 1).replace(".json", "");
  }
}
