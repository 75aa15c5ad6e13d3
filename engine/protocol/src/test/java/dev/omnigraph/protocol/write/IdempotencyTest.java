package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

  @Test
  void aRepeatedKeyReturnsTheFirstCommitAndSendsNoWrite() {
    World world = World.withGraph();
    CommitOutcome<String> first = deliver(world.process(), "k", "p", "bob");
    SimulatedProcess second = world.process();

    CommitOutcome<String> repeated = deliver(second, "k", "p", "bob");

    assertThat(repeated).isInstanceOf(CommitOutcome.Replayed.class);
    assertThat(repeated.commitId()).isEqualTo(first.commitId());
    assertThat(second.store.writes).isZero();
  }

  @Test
  void aKeyUsedForOtherContentIsRefused() {
    World world = World.withGraph();
    deliver(world.process(), "k", "p", "bob");

    assertCode(() -> deliver(world.process(), "k", "other", "eve"), "idempotency_key_reused");
  }

  @Test
  void twoDeliveriesThatRaceAtAnyPointMakeOneCommit() {
    World dry = World.withGraph();
    SimulatedProcess counted = dry.process();
    deliver(counted, "k", "p", "bob");
    for (Seam seam : List.copyOf(counted.passed)) {
      World world = World.withGraph();
      SimulatedProcess slow = world.process();
      slow.at(seam, () -> deliver(world.process(), "k", "p", "bob"));

      CommitOutcome<String> outcome = deliver(slow, "k", "p", "bob");

      assertThat(world.stored.log().stream().filter(r -> r.idempotencyKey() != null))
          .as("at %s", seam)
          .hasSize(1);
      assertThat(world.stored.state().key("k").orElseThrow().commitId())
          .isEqualTo(outcome.commitId());
      assertThat(world.stored.sidecars()).isEmpty();
      assertSound(world);
    }
  }

  @Test
  void aRacingDeliveryOfOtherContentUnderTheKeyIsRefused() {
    World world = World.withGraph();
    SimulatedProcess slow = world.process();
    slow.at(Seam.PUBLISH, () -> deliver(world.process(), "k", "other", "eve"));

    assertCode(() -> deliver(slow, "k", "p", "bob"), "idempotency_key_reused");

    assertThat(world.stored.rows(PERSON)).doesNotContainKey("bob");
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void aKeyIsTheBranchsOwn() {
    World world = World.withGraph();
    deliver(world.process(), "k", "p", "bob");
    world
        .process()
        .repository
        .createBranch(new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann");

    CommitOutcome<String> onDev =
        world
            .process()
            .repository
            .commit(request("dev", "k", "p"), Operations.insert(PERSON, "dev-bob"));

    assertThat(onDev).isInstanceOf(CommitOutcome.Published.class);
  }

  @Test
  void oldKeysLeaveTheStateAndAreFoundInOneRound() {
    World world = World.withGraph();
    CommitId first = deliver(world.process(), "k0", "p", "p0").commitId();
    for (int i = 1; i < 100; i++) {
      deliver(world.process(), "k" + i, "p", "p" + i);
    }
    SimulatedProcess late = world.process();

    CommitOutcome<String> repeated = deliver(late, "k0", "p", "p0");

    assertThat(repeated.commitId()).isEqualTo(first);
    assertThat(late.passed.stream().filter(s -> s == Seam.KEY_LOOKUP)).hasSize(2);
    assertThat(late.inARow).containsExactly(Seam.OPEN_BRANCH, Seam.OPEN_PROBE, Seam.READ_RECORD);
    assertThat(world.stored.sidecars()).as("of the repeat").isEmpty();
    assertThat(world.stored.state().keys()).hasSizeLessThanOrEqualTo(IdempotencyKeys.KEPT + 1);
    assertCode(() -> deliver(world.process(), "k0", "other", "x"), "idempotency_key_reused");
    assertThat(deliver(world.process(), "new", "p", "new"))
        .isInstanceOf(CommitOutcome.Published.class);
  }

  @Test
  void aKeyStaysInTheStateUntilItsObjectIsAcknowledged() {
    World world = World.withGraph();
    for (int i = 0; i < IdempotencyKeys.KEPT + 1; i++) {
      deliver(world.process(), "k" + i, "p", "p" + i);
    }
    ManifestState before = world.stored.state();
    assertThat(before.keysSpilled()).isZero();

    for (Fault fault : List.of(Fault.ERROR, Fault.NEVER, Fault.LATE)) {
      world.process().broken(Seam.SPILL_KEY, fault).insert(PERSON, "after " + fault);
      assertThat(world.stored.state().key("k0")).as("after %s", fault).isPresent();
    }

    world.landLate();
    world.process().insert(PERSON, "at last");
    assertThat(world.stored.state().key("k0")).isEmpty();
    assertThat(ObjectKeys.spilledKey(before.branchId(), "k0"))
        .allSatisfy(key -> assertThat(world.objects.get(key)).isPresent());
  }

  @Test
  void aRepeatIsAnsweredAlthoughAnObjectOfItsKeyIsLostOrDamaged() {
    for (int lost = 0; lost < 2; lost++) {
      World world = World.withGraph();
      CommitId first = deliver(world.process(), "k0", "p", "p0").commitId();
      for (int i = 1; i < 100; i++) {
        deliver(world.process(), "k" + i, "p", "p" + i);
      }
      List<String> objects = ObjectKeys.spilledKey(world.stored.mainId(), "k0");

      world.stored.overwrite(objects.get(lost), new byte[0]);
      assertThat(deliver(world.process(), "k0", "p", "p0").commitId()).isEqualTo(first);

      world.objects.delete(objects.get(lost));
      assertThat(deliver(world.process(), "k0", "p", "p0").commitId()).isEqualTo(first);

      world.stored.overwrite(objects.get(1 - lost), new byte[0]);
      assertCode(() -> deliver(world.process(), "k0", "p", "p0"), "object_corrupt");
    }
  }

  private static CommitOutcome<String> deliver(
      SimulatedProcess process, String key, String payload, String id) {
    return process.repository.commit(request("main", key, payload), Operations.insert(PERSON, id));
  }

  private static CommitRequest request(String branch, String key, String payload) {
    return CommitRequest.of(WriteOptions.on(new BranchName(branch), "ann").keyed(key), payload);
  }
}
