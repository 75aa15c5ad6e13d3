package dev.omnigraph.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GraphRemovalTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);
  private static final BranchName DEV = new BranchName("dev");

  private final World world = World.withGraph();

  @Test
  void onlyTheRecordsThatEndedItsBranchesStay() {
    world.process().repository.createBranch(DEV, MAIN, "ann");
    world.process().insert(DEV, People.PERSON, "on-dev");

    long deleted = world.process().remove();

    assertThat(deleted).isGreaterThan(5);
    assertThat(keys()).hasSize(2).allMatch(key -> ObjectKeys.recordOf(key).isPresent());
    assertFails(ProtocolError.GRAPH_NOT_FOUND, () -> world.process().repository.openRead(MAIN));
    assertThatThrownBy(() -> world.process().repository.openRead(new ReadAt.Head(DEV)))
        .isInstanceOf(GraphException.class);
    assertFails(ProtocolError.GRAPH_NOT_FOUND, () -> world.process().remove());
    assertFails(ProtocolError.GRAPH_NOT_FOUND, () -> world.process().repository.holds());
    assertFails(
        ProtocolError.GRAPH_NOT_FOUND,
        () -> world.process().repository.release(new HoldName("kept")));
  }

  @Test
  void aGraphMadeAgainHasNothingOfTheOldOne() {
    world.process().repository.createBranch(DEV, MAIN, "ann");
    world.process().repository.retain(new HoldName("kept"), MAIN, "ann");
    world.process().remove();

    SimulatedProcess again = world.process();
    again.repository.init(People.CATALOG, "bob");
    again.insert(People.PERSON, "new");

    assertThat(world.stored.rows(People.PERSON)).containsOnlyKeys("new");
    assertThat(again.repository.branches())
        .extracting(BranchObject::name)
        .containsExactly(BranchName.MAIN);
    assertThat(again.repository.holds()).isEmpty();
    assertThat(again.repository.history(BranchName.MAIN, 10)).hasSize(2);
    again.cleanup();
    assertThat(again.repository.repair(RepairRequest.CHECK).findings()).isEmpty();
    assertThat(world.stored.rows(People.PERSON)).containsOnlyKeys("new");
  }

  @Test
  void aWriterThatWasFrozenAllTheWhileLosesAndChangesNothingOfTheNewGraph() {
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.process().remove();
          world.process().repository.init(People.CATALOG, "bob");
        });

    assertThatThrownBy(() -> writer.insert(People.PERSON, "lost"))
        .isInstanceOf(GraphException.class);

    assertThat(world.stored.rows(People.PERSON)).isEmpty();
    SimulatedProcess again = world.process();
    again.insert(People.PERSON, "new");
    again.repository.sweepAll();
    world.pastEveryDeadline();
    again.cleanup();
    assertThat(again.repository.repair(RepairRequest.CHECK).findings()).isEmpty();
    assertThat(world.stored.rows(People.PERSON)).containsOnlyKeys("new");
  }

  @Test
  void aForkThatWasFrozenAllTheWhileIsNoBranchOfTheNewGraph() {
    SimulatedProcess forking = world.process();
    forking.at(
        Seam.BRANCH_PENDING,
        () -> {
          world.process().remove();
          world.process().repository.init(People.CATALOG, "bob");
        });

    assertThatThrownBy(() -> forking.repository.createBranch(DEV, MAIN, "ann"))
        .isInstanceOf(GraphException.class);

    assertThat(world.process().repository.branches())
        .extracting(BranchObject::name)
        .containsExactly(BranchName.MAIN);
  }

  @Test
  void aForkThatIsMadeMeanwhileGoesAsWell() {
    SimulatedProcess forking = world.process();
    forking.at(Seam.BRANCH_LIVE, () -> world.process().remove());

    assertThatThrownBy(() -> forking.repository.createBranch(DEV, MAIN, "ann"))
        .isInstanceOf(GraphException.class);

    assertThat(world.process().repository.branches()).isEmpty();
  }

  @Test
  void whereverADeletionDiesTheGraphIsGoneAndARunAfterItsClaimEndsIt() {
    int deletions = deletionsOf(World.withGraph());
    assertThat(deletions).isPositive();
    for (int survived = 0; survived < deletions; survived++) {
      World dying = World.withGraph();
      int until = survived;
      assertThatThrownBy(() -> dying.process().remove(dyingAt(dying.objects, until)))
          .isInstanceOf(Dead.class);

      assertFails(ProtocolError.GRAPH_NOT_FOUND, () -> dying.process().repository.openRead(MAIN));
      assertFails(ProtocolError.GRAPH_BEING_DELETED, () -> dying.process().remove());
      assertFails(
          ProtocolError.GRAPH_BEING_DELETED,
          () -> dying.process().repository.init(People.CATALOG, "bob"));
      dying.clock.step(GraphRemoval.CLAIM.plusMillis(1));
      dying.process().remove();

      SimulatedProcess again = dying.process();
      again.repository.init(People.CATALOG, "bob");
      assertThat(again.repository.repair(RepairRequest.CHECK).findings()).isEmpty();
    }
  }

  @Test
  void aDeletionThatIsTooSlowStopsBeforeAnotherTakesOver() {
    AtomicInteger seen = new AtomicInteger();
    ObjectStore slow =
        beforeDelete(
            world.objects,
            key -> {
              if (!key.equals(GraphRemoval.NEVER_THERE) && seen.getAndIncrement() == 0) {
                world.clock.step(GraphRemoval.LONGEST.plusMillis(1));
              }
            });

    assertFails(ProtocolError.GRAPH_DELETION_UNFINISHED, () -> world.process().remove(slow));

    assertThat(seen).hasValue(1);
  }

  @Test
  void whoeverMayNotDeleteEndsNothing() {
    ObjectStore forbidding =
        beforeDelete(
            world.objects,
            key -> {
              throw new StoreException.Configuration("access is denied", "Ask for it.", null);
            });

    assertThatThrownBy(() -> world.process().remove(forbidding))
        .isInstanceOf(StoreException.Configuration.class);

    world.process().insert(BranchName.MAIN, People.PERSON, "after");
    assertThat(keys()).contains(ObjectKeys.GRAPH);
  }

  private List<String> keys() {
    return world.objects.list("").entries().stream().map(ObjectEntry::key).toList();
  }

  private static int deletionsOf(World other) {
    AtomicInteger seen = new AtomicInteger();
    other.process().remove(beforeDelete(other.objects, key -> seen.incrementAndGet()));
    // The first one deletes nothing.
    return seen.get() - 1;
  }

  private static ObjectStore dyingAt(ObjectStore objects, int survived) {
    AtomicInteger seen = new AtomicInteger();
    return beforeDelete(
        objects,
        key -> {
          if (!key.equals(GraphRemoval.NEVER_THERE) && seen.getAndIncrement() >= survived) {
            throw new Dead();
          }
        });
  }

  private static ObjectStore beforeDelete(ObjectStore objects, Consumer<String> hook) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("delete")) {
                hook.accept((String) arguments[0]);
              }
              try {
                return method.invoke(objects, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.errorCode()).isEqualTo(code));
  }

  private static final class Dead extends RuntimeException {}
}
