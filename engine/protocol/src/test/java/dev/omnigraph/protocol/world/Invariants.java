package dev.omnigraph.protocol.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.table.TableObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What must hold of a world, whatever happened in it. */
public final class Invariants {
  private Invariants() {}

  /** Everything that must hold at any instant. */
  public static void assertSound(World world) {
    StoredGraph stored = world.stored;
    ManifestState state = ManifestState.before(stored.mainId());
    Set<OperationId> operations = new HashSet<>();
    for (ManifestRecord record : stored.log()) {
      state = state.apply(record);
      assertThat(operations.add(record.operationId())).as("published once").isTrue();
    }
    for (var pin : state.pins().values()) {
      world.tables.rows(pin);
    }
    ManifestState hint = stored.branch("main").hint();
    assertThat(hint == null ? 0 : hint.seq())
        .as("hint never ahead")
        .isLessThanOrEqualTo(state.seq());
    for (AuditEntry audit : stored.audits()) {
      if (audit.branch().equals(BranchName.MAIN)) {
        assertThat(operations.contains(audit.operationId()))
            .as("audit of %s agrees with the log", audit)
            .isEqualTo(audit.outcome() == AuditEntry.Outcome.ROLLED_FORWARD);
      }
    }
  }

  public static void assertReadingWritesNothing(World world) {
    List<String> before = world.stored.everything();
    SimulatedProcess reader = world.process();
    reader.repository.openRead(new ReadAt.Head(BranchName.MAIN)).close();
    reader.repository.history(BranchName.MAIN, 3);
    assertThat(reader.store.writes).as("writes of a reader").isZero();
    assertThat(world.stored.everything()).isEqualTo(before);
  }

  /**
   * Cleans up all but the newest states: what is left of tables is what these need, and of lists of
   * ids what commits name.
   */
  public static void assertCleanupLeavesOnlyWhatIsNeeded(World world) {
    world.clock.step(Duration.ofSeconds(10));
    world.cleanup();
    world.clock.step(World.RETENTION.multipliedBy(2));
    world.cleanup();
    assertSound(world);
    Set<String> needed = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (BranchObject branch : world.process().repository.branches()) {
      needed.addAll(neededByHead(world, branch));
      for (ManifestRecord record : world.stored.log(branch.branchId())) {
        record.tables().values().stream()
            .map(TableChange::changes)
            .filter(ChangeSet.Spilled.class::isInstance)
            .forEach(changes -> named.add(((ChangeSet.Spilled) changes).key()));
      }
    }
    assertThat(world.stored.tableObjects().stream().filter(key -> !isLinear(key)))
        .as("left of tables")
        .containsExactlyInAnyOrderElementsOf(needed.stream().filter(k -> !isLinear(k)).toList());
    assertThat(world.stored.keys(ObjectKeys.changes(world.stored.mainId())))
        .as("left of lists of ids")
        .containsExactlyInAnyOrderElementsOf(named);
  }

  private static Set<String> neededByHead(World world, BranchObject branch) {
    Set<String> needed = new HashSet<>();
    List<ManifestState> history = world.stored.history(branch);
    long oldest =
        world.process().repository.holds().stream()
            .filter(hold -> hold.branchId().equals(branch.branchId()))
            .mapToLong(Hold::seq)
            .reduce(history.getLast().seq(), Math::min);
    for (ManifestState state : history) {
      // What the oldest commit changed is kept with it.
      if (state.seq() >= oldest - 1) {
        state.pins().values().stream().map(world.tables::objectsOf).forEach(needed::addAll);
      }
    }
    return needed;
  }

  private static boolean isLinear(String key) {
    return TableObject.of(key).orElseThrow().kind() == TableObject.Kind.LINEAR_VERSION;
  }

  /** The work is refused with the code. */
  public static void assertCode(ThrowingCallable work, String code) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(GraphException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
