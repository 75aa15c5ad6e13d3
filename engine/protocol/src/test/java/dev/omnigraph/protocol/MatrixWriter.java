package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.schema.EntityType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Everything that writes, as far as the protocol treats it differently. */
enum MatrixWriter {
  INSERT,
  UPDATE,
  KEYED,
  LARGE,
  LOAD,
  COMPACTION,
  SCHEMA,
  TEXTS,
  MERGE,
  INIT,
  BRANCH_CREATE,
  BRANCH_DELETE,
  HOLD,
  RELEASE,
  SWEEP,
  CLEANUP;

  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);
  private static final BranchName DEV = new BranchName("dev");
  private static final HoldName READER = new HoldName("reader");

  /** Whether it is one commit of main, so that it can lose a race. */
  boolean isCommit() {
    return compareTo(INIT) < 0;
  }

  /** What there is before it starts. */
  World prepare() {
    World world = this == INIT ? new World() : World.withGraph();
    for (int i = 3; i <= Math.min(4, depth()); i++) {
      world.process().insert(PERSON, "p" + i);
    }
    // A few fragments only, however many versions there are.
    for (int i = 5; i <= depth(); i++) {
      world.process().commit(Operations.increment(PERSON, "p3"));
    }
    switch (this) {
      case MERGE -> {
        world.process().repository.createBranch(DEV, MAIN, "ann");
        world.process().insert(DEV, PERSON, "bob");
        world.process().insert(DEV, KNOWS, "bob-root");
      }
      case BRANCH_DELETE -> world.process().repository.createBranch(DEV, MAIN, "ann");
      case RELEASE -> world.process().repository.retain(READER, MAIN, "ann");
      case SWEEP -> {
        world.killed(Seam.HINT, p -> p.insert(PERSON, "committed"));
        world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "abandoned"));
        world.pastEveryDeadline();
      }
      case CLEANUP -> {
        world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "abandoned"));
        world.clock.step(World.RETENTION.multipliedBy(2));
        world.process().commit(Operations.increment(PERSON, "root"));
      }
      default -> {}
    }
    return world;
  }

  /** Just below a checkpoint for one of them. */
  private int depth() {
    return this == INSERT ? 63 : this == INIT ? 0 : 4;
  }

  /** Returns how it ended, as its caller sees it. */
  String run(World world, SimulatedProcess process) {
    return switch (this) {
      case INIT -> {
        process.repository.init(People.CATALOG, "ann");
        yield "published";
      }
      case BRANCH_CREATE -> {
        process.repository.createBranch(DEV, MAIN, "ann");
        yield "published";
      }
      case BRANCH_DELETE -> {
        process.repository.deleteBranch(DEV, "ann");
        yield "published";
      }
      case HOLD -> {
        process.repository.retain(READER, MAIN, "ann");
        yield "published";
      }
      case RELEASE -> {
        process.repository.release(READER);
        yield "published";
      }
      case SWEEP -> {
        process.commit(Operations.nothing());
        yield "unchanged";
      }
      case CLEANUP -> {
        process.cleanup();
        yield "unchanged";
      }
      default ->
          switch (commit(world, process)) {
            case CommitOutcome.Published<String> p -> "published";
            case CommitOutcome.Unchanged<String> u -> "unchanged";
            case CommitOutcome.Replayed<String> r -> "published";
          };
    };
  }

  private CommitOutcome<String> commit(World world, SimulatedProcess process) {
    return switch (this) {
      case INSERT ->
          process.commit(
              Operations.insertAll(
                  Map.of(PERSON, List.of("bob"), KNOWS, List.of("bob-root")),
                  Map.of(PERSON, "root")));
      case UPDATE -> process.commit(Operations.increment(PERSON, "root"));
      case KEYED ->
          process.repository.commit(
              CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann").keyed("k"), "p"),
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
      case LOAD ->
          process.commit(
              Operations.loadAll(
                  Map.of(PERSON, List.of("root", "bob"), KNOWS, List.of("bob-root", "root-bob"))));
      case COMPACTION -> process.commit(Operations.compact(PERSON));
      case SCHEMA -> process.commit(Operations.evolve(world));
      case TEXTS -> process.commit(Operations.store(Operations.QUERIES, Operations.POLICY));
      case MERGE -> process.merge(DEV);
      default -> throw new IllegalStateException(name());
    };
  }

  /** Whether all of it is there; fails when a part of it is. */
  boolean isVisible(World world) {
    return switch (this) {
      case INIT -> world.objects.get(ObjectKeys.branch(BranchName.MAIN)).isPresent();
      case BRANCH_CREATE ->
          world
              .objects
              .get(ObjectKeys.branch(DEV))
              .filter(found -> world.stored.branch("dev").status() == BranchObject.Status.LIVE)
              .isPresent();
      case BRANCH_DELETE ->
          world.stored.log(world.stored.branch("dev").branchId()).stream()
              .anyMatch(ManifestRecord::isTerminal);
      case HOLD -> isHeld(world);
      case RELEASE -> !isHeld(world);
      case SWEEP, CLEANUP -> true;
      case INSERT -> {
        boolean visible = people(world).contains("bob");
        assertThat(world.stored.rows(KNOWS).containsKey("bob-root")).isEqualTo(visible);
        yield visible;
      }
      case UPDATE -> {
        long updates = world.stored.log().stream().filter(MatrixWriter::isUpdate).count();
        assertThat(world.stored.rows(PERSON)).containsEntry("root", "v" + updates);
        yield world.stored.log().stream().anyMatch(r -> isUpdate(r) && !isRivals(world, r));
      }
      case KEYED -> people(world).contains("bob");
      case LARGE -> {
        long there = people(world).stream().filter(id -> id.startsWith("bob-number-")).count();
        assertThat(there).isIn(0L, 1_200L);
        yield there > 0;
      }
      case LOAD -> {
        boolean visible = people(world).contains("bob");
        assertThat(world.stored.rows(KNOWS).containsKey("bob-root")).isEqualTo(visible);
        assertThat(world.stored.rows(KNOWS).containsKey("root-bob")).isEqualTo(visible);
        yield visible;
      }
      case MERGE -> {
        boolean visible = people(world).contains("bob");
        assertThat(world.stored.rows(KNOWS).containsKey("bob-root")).isEqualTo(visible);
        assertThat(world.stored.state().known().recent()).hasSize(visible ? 1 : 0);
        yield visible;
      }
      case COMPACTION ->
          world.stored.log().stream()
              .anyMatch(r -> r.kind() == CommitKind.OPTIMIZE && !isRivals(world, r));
      case TEXTS -> {
        try (BranchView view = world.process().repository.openRead(MAIN)) {
          boolean visible = view.queries().equals(Operations.QUERIES);
          assertThat(view.queries()).isEqualTo(visible ? Operations.QUERIES : Texts.NONE);
          assertThat(view.policy()).isEqualTo(visible ? Operations.POLICY : Texts.NONE);
          yield visible;
        }
      }
      case SCHEMA -> {
        try (BranchView view = world.process().repository.openRead(MAIN)) {
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

  private static boolean isHeld(World world) {
    return !world.process().repository.holds().isEmpty();
  }

  private static Set<String> people(World world) {
    return world.stored.rows(PERSON).keySet();
  }

  private static boolean isUpdate(ManifestRecord record) {
    return record.kind() == CommitKind.MUTATE
        && record.tables().values().stream()
            .anyMatch(
                t -> t.changes() instanceof ChangeSet.Inline i && i.updated().contains("root"));
  }

  private static boolean isRivals(World world, ManifestRecord record) {
    return world.rivals.contains(record.commitId());
  }
}
