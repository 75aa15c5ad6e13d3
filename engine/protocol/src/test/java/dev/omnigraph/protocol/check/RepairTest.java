package dev.omnigraph.protocol.check;

import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.check.Finding.Severity;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.protocol.write.IdempotencyKeys;
import dev.omnigraph.store.PutOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What repair finds, what it writes again, and what it leaves alone. */
class RepairTest {
  private static final byte[] JUNK = "junk".getBytes(UTF_8);

  @Test
  void aGraphThatIsWholeHasNoFindingsAndIsNotWrittenTo() {
    World world = grown();
    List<String> before = world.stored.everything();

    RepairAnswer result = check(world, true);

    assertThat(result.findings()).isEmpty();
    assertThat(result.commits()).isGreaterThan(64);
    assertThat(result.versions()).isPositive();
    assertThat(world.stored.everything()).isEqualTo(before);
  }

  /** A way in which something derived can be wrong. */
  private record Derived(FindingCode code, Consumer<World> harm) {
    @Override
    public String toString() {
      return code.text();
    }
  }

  static Stream<Derived> derived() {
    return Stream.of(
        new Derived(
            FindingCode.CHECKPOINT_MISSING,
            world -> world.objects.delete(ObjectKeys.checkpoint(world.stored.mainId(), 64))),
        new Derived(
            FindingCode.CHECKPOINT_WRONG,
            world ->
                world.stored.overwrite(ObjectKeys.checkpoint(world.stored.mainId(), 64), JUNK)),
        new Derived(
            FindingCode.CHECKPOINT_WRONG,
            world ->
                world.stored.overwrite(
                    ObjectKeys.checkpoint(world.stored.mainId(), 64),
                    StateCodec.encode(emptied(world.stored.stateAt(64))))),
        new Derived(
            FindingCode.CHECKPOINT_MISSING,
            world -> {
              BranchObject dev = world.stored.branch("dev");
              world.objects.delete(ObjectKeys.checkpoint(dev.branchId(), dev.forkSeq()));
            }),
        new Derived(
            FindingCode.SCHEMA_SOURCE_MISSING,
            world -> world.objects.delete(ObjectKeys.schemaSource(People.CATALOG.hash()))),
        new Derived(
            FindingCode.SCHEMA_SOURCE_WRONG,
            world -> world.stored.overwrite(ObjectKeys.schemaSource(People.CATALOG.hash()), JUNK)),
        new Derived(
            FindingCode.KEY_MISSING,
            world ->
                world.objects.delete(
                    ObjectKeys.spilledKey(world.stored.mainId(), "k0").getFirst())),
        new Derived(
            FindingCode.KEY_WRONG,
            world ->
                world.stored.overwrite(
                    ObjectKeys.spilledKey(world.stored.mainId(), "k3").getLast(), JUNK)),
        new Derived(FindingCode.HINT_BEHIND, world -> hint(world, world.stored.stateAt(3))),
        new Derived(FindingCode.HINT_WRONG, world -> hint(world, emptied(world.stored.state()))),
        new Derived(
            FindingCode.BRANCH_NOT_MARKED,
            world -> {
              BranchObject dev = world.stored.branch("dev");
              world.process().repository.deleteBranch(new BranchName("dev"), "ann");
              world.stored.overwrite(ObjectKeys.branch(new BranchName("dev")), dev.encode());
            }));
  }

  @ParameterizedTest
  @MethodSource("derived")
  void whatIsDerivedIsReportedAndWrittenAgainOnlyWhenAsked(Derived derived) {
    World world = grown();
    derived.harm().accept(world);
    List<String> harmed = world.stored.everything();

    RepairAnswer reported = check(world, false);
    List<String> afterReport = world.stored.everything();
    RepairAnswer repaired = check(world, true);
    RepairAnswer again = check(world, false);

    assertThat(reported.findings())
        .extracting(Finding::code, Finding::severity, Finding::repaired)
        .containsExactly(tuple(derived.code(), Severity.DERIVED, false));
    assertThat(afterReport).isEqualTo(harmed);
    assertThat(repaired.findings()).extracting(Finding::repaired).containsExactly(true);
    assertThat(again.findings()).isEmpty();
    assertThat(world.stored.rows(PERSON)).containsKey("root");
  }

  @Test
  void aBranchIsNeverJudgedByItsParentsCheckpoint() {
    World world = World.withGraph();
    for (int i = 3; i <= 64; i++) {
      world.process().commit(Operations.increment(PERSON, "root"));
    }
    world
        .process()
        .repository
        .createBranch(new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann");
    String wrong = ObjectKeys.checkpoint(world.stored.mainId(), 64);
    world.stored.overwrite(wrong, StateCodec.encode(emptied(world.stored.stateAt(64))));
    String base = ObjectKeys.checkpoint(world.stored.branch("dev").branchId(), 64);
    byte[] right = world.objects.get(base).orElseThrow().body();

    Repository repository = world.process().repository;

    RepairAnswer reported = repository.repair(RepairRequest.CHECK);
    RepairAnswer repaired = repository.repair(RepairRequest.APPLY);

    assertThat(reported.findings()).extracting(Finding::subject).containsExactly(wrong);
    assertThat(repaired.findings()).extracting(Finding::subject).containsExactly(wrong);
    assertThat(world.objects.get(base).orElseThrow().body()).isEqualTo(right);
  }

  /** A way in which something can be lost that nothing else has. */
  private record Damage(FindingCode code, Consumer<World> harm) {
    @Override
    public String toString() {
      return code.text();
    }
  }

  static Stream<Damage> damage() {
    return Stream.of(
        new Damage(
            FindingCode.RECORD_MISSING,
            world -> world.objects.delete(ObjectKeys.record(world.stored.mainId(), 5))),
        new Damage(
            FindingCode.RECORD_UNREADABLE, world -> world.stored.overwrite(record(world, 5), JUNK)),
        new Damage(
            FindingCode.RECORD_UNREADABLE,
            world ->
                world.stored.overwrite(
                    record(world, 5), world.objects.get(record(world, 6)).orElseThrow().body())),
        new Damage(
            FindingCode.BRANCH_UNREADABLE,
            world -> world.stored.overwrite(ObjectKeys.branch(BranchName.MAIN), JUNK)),
        new Damage(
            FindingCode.BRANCH_OBJECT_MISSING,
            world -> world.objects.delete(ObjectKeys.branch(BranchName.MAIN))),
        new Damage(
            FindingCode.SCHEMA_UNREADABLE,
            world -> world.stored.overwrite(ObjectKeys.schemaCatalog(People.CATALOG.hash()), JUNK)),
        new Damage(
            FindingCode.SCHEMA_UNREADABLE,
            world -> world.objects.delete(ObjectKeys.schemaCatalog(People.CATALOG.hash()))),
        new Damage(
            FindingCode.TEXTS_UNREADABLE,
            world -> world.objects.delete(ObjectKeys.texts(Operations.POLICY.hash()))),
        new Damage(
            FindingCode.GRAPH_OBJECT_MISSING, world -> world.objects.delete(ObjectKeys.GRAPH)),
        new Damage(FindingCode.HORIZON_MISSING, world -> world.objects.delete(ObjectKeys.HORIZON)),
        new Damage(
            FindingCode.CHANGES_MISSING,
            world ->
                world.objects.list(ObjectKeys.changes(world.stored.mainId())).entries().stream()
                    .limit(1)
                    .forEach(entry -> world.objects.delete(entry.key()))),
        new Damage(
            FindingCode.KNOWN_MISSING,
            world -> world.objects.delete(first(world, ObjectKeys.KNOWN_RUNS))),
        new Damage(
            FindingCode.PART_MISSING,
            world -> {
              List<String> data =
                  world.stored.tableObjects().stream()
                      .filter(key -> key.contains("/data/"))
                      .toList();
              data.forEach(world.objects::delete);
            }));
  }

  /** Every kind of object of the protocol, and what repair calls its damage. */
  private record Kind(FindingCode code, Function<World, String> key) {
    @Override
    public String toString() {
      return code.text();
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(FindingCode.GRAPH_OBJECT_UNREADABLE, world -> ObjectKeys.GRAPH),
        new Kind(FindingCode.BRANCH_UNREADABLE, world -> ObjectKeys.branch(BranchName.MAIN)),
        new Kind(FindingCode.RECORD_UNREADABLE, world -> record(world, 5)),
        new Kind(
            FindingCode.CHECKPOINT_WRONG,
            world -> ObjectKeys.checkpoint(world.stored.mainId(), 64)),
        new Kind(FindingCode.HORIZON_UNREADABLE, world -> ObjectKeys.HORIZON),
        new Kind(
            FindingCode.KEY_WRONG,
            world -> ObjectKeys.spilledKey(world.stored.mainId(), "k0").getFirst()),
        new Kind(
            FindingCode.KEY_WRONG,
            world -> ObjectKeys.spilledKey(world.stored.mainId(), "k0").getLast()),
        new Kind(
            FindingCode.SCHEMA_UNREADABLE,
            world -> ObjectKeys.schemaCatalog(People.CATALOG.hash())),
        new Kind(
            FindingCode.TEXTS_UNREADABLE, world -> ObjectKeys.texts(Operations.QUERIES.hash())),
        new Kind(
            FindingCode.SCHEMA_SOURCE_WRONG,
            world -> ObjectKeys.schemaSource(People.CATALOG.hash())),
        new Kind(
            FindingCode.CHANGES_UNREADABLE,
            world -> first(world, ObjectKeys.changes(world.stored.mainId()))),
        new Kind(FindingCode.KNOWN_UNREADABLE, world -> first(world, ObjectKeys.KNOWN_RUNS)),
        new Kind(FindingCode.SIDECAR_UNREADABLE, world -> first(world, ObjectKeys.SIDECARS)),
        new Kind(FindingCode.AUDIT_UNREADABLE, world -> first(world, ObjectKeys.AUDITS)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anObjectThatIsEmptyCutFlippedOrOfAnotherFormatIsNamedWhole(Kind kind) {
    World world = grown();
    world.killed(Seam.PUBLISH, process -> process.insert(PERSON, "abandoned"));
    world.pastEveryDeadline();
    world.sweep();
    world.killed(Seam.PUBLISH, process -> process.insert(PERSON, "abandoned again"));
    String key = kind.key().apply(world);
    byte[] good = world.objects.get(key).orElseThrow().body();
    byte[] flipped = good.clone();
    flipped[Math.min(good.length / 4, 60)] ^= 1;
    byte[] other = new String(good, UTF_8).replaceFirst("\\{", "{ ").getBytes(UTF_8);
    byte[] older = "{\"format\":1}".getBytes(UTF_8);

    for (byte[] bad :
        List.of(
            new byte[0],
            Arrays.copyOf(good, Math.min(good.length / 4, 60)),
            flipped,
            other,
            older)) {
      world.stored.overwrite(key, bad);
      assertThat(check(world, false).findings())
          .as(new String(bad, UTF_8))
          .filteredOn(finding -> finding.code().equals(kind.code()))
          .extracting(Finding::subject)
          .containsExactly(key);
    }
  }

  @ParameterizedTest
  @MethodSource("damage")
  void whatIsLostIsReportedAndLeftAsItIs(Damage damage) {
    World world = grown();
    damage.harm().accept(world);

    RepairAnswer result = check(world, true);

    assertThat(result.findings()).extracting(Finding::code).contains(damage.code());
    assertThat(result.findings())
        .filteredOn(finding -> finding.code().equals(damage.code()))
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.DAMAGE))
        .allSatisfy(finding -> assertThat(finding.repaired()).isFalse());
  }

  @Test
  void theTextThatAChangeOfTheSchemaLeftWhenItDiedIsNoDamage() {
    World world = grown();
    SchemaHash ofNoCommit = SchemaHash.of(JUNK);
    assertThat(world.objects.create(ObjectKeys.schemaSource(ofNoCommit), JUNK))
        .isInstanceOf(PutOutcome.Done.class);

    assertThat(check(world, false).findings()).isEmpty();
  }

  @Test
  void aFileOfOtherBytesThanWereWrittenIsNamed() {
    World world = grown();
    String data =
        world.stored.tableObjects().stream()
            .filter(key -> key.contains("/data/"))
            .toList()
            .getFirst();
    world.stored.overwrite(data, new byte[] {1, 2, 3, 5});
    assertThat(check(world, false).findings()).isEmpty();
    assertThat(deep(world)).containsExactly(tuple(FindingCode.FILE_DAMAGED, Severity.DAMAGE, data));

    world.stored.overwrite(data, new byte[] {1, 2});
    assertThat(check(world, false).findings())
        .extracting(Finding::code, Finding::severity, Finding::subject)
        .containsExactly(tuple(FindingCode.FILE_DAMAGED, Severity.DAMAGE, data));
  }

  /** No version of the table library names it, only a state does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aFileThatOnlyARecordNamesIsMissedByName(long back) {
    World world = grown();
    long seq = world.stored.state().seq() - back;
    String data =
        world
            .tables
            .objectsOf(
                Objects.requireNonNull(world.stored.stateAt(seq).pins().get(PERSON.tableId())))
            .stream()
            .filter(key -> key.contains("/data/"))
            .toList()
            .getFirst();
    world.objects.delete(data);

    assertThat(check(world, false).findings())
        .extracting(Finding::code, Finding::severity, Finding::subject)
        .containsExactly(tuple(FindingCode.PART_MISSING, Severity.DAMAGE, data));
  }

  @Test
  void aDerivedObjectThatIsGoneIsNamedUntilItIsBuiltAgain() {
    World world = grown();
    world.process().commit(Operations.derive(PERSON));
    assertThat(check(world, false).findings()).isEmpty();
    List<String> keys = derived(world);
    keys.forEach(world.objects::delete);

    assertThat(check(world, true).findings())
        .extracting(Finding::code, Finding::subject, Finding::repaired)
        .containsExactly(
            tuple(FindingCode.LOOKUP_MISSING, keys.getFirst(), false),
            tuple(FindingCode.SEGMENT_MISSING, keys.getLast(), false));

    world.process().commit(Operations.derive(PERSON));
    assertThat(check(world, false).findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDerivedObjectThatIsWrongIsEmptiedWhenAskedAndThenCountsAsGone(boolean cut) {
    World world = grown();
    world.process().commit(Operations.derive(PERSON));
    world
        .process()
        .repository
        .createBranch(new BranchName("fork"), new ReadAt.Head(BranchName.MAIN), "ann");
    List<String> keys = derived(world);
    for (String key : keys) {
      if (cut) {
        world.stored.overwrite(key, Arrays.copyOf(JUNK, 3));
      } else {
        world.tables.wrongDerived.put(key, "It has other rows than the table.");
      }
    }
    assertThat(check(world, false).findings()).as("not read unless asked to").hasSize(cut ? 2 : 0);
    for (boolean apply : List.of(false, true)) {
      assertThat(world.process().repository.repair(new RepairRequest(apply, true)).findings())
          .extracting(Finding::code, Finding::subject, Finding::repaired)
          .containsExactly(
              tuple(FindingCode.LOOKUP_WRONG, keys.getFirst(), apply),
              tuple(FindingCode.SEGMENT_WRONG, keys.getLast(), apply));
    }

    world.tables.wrongDerived.clear();
    for (String key : keys) {
      assertThat(world.stored.object(key).body()).isEmpty();
    }
    assertThat(check(world, false).findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.LOOKUP_MISSING, FindingCode.SEGMENT_MISSING);
  }

  /** A look-up object and a search segment. */
  private static List<String> derived(World world) {
    return Objects.requireNonNull(world.stored.state().pins().get(PERSON.tableId())).derivedKeys();
  }

  @Test
  void whatIsWrittenBesideACheckIsNotMissed() {
    World world = grown();
    SimulatedProcess repairer = world.process();
    repairer.at(Seam.REPAIR_READ, () -> world.process().insert(PERSON, "meanwhile"));

    assertThat(repairer.repository.repair(RepairRequest.CHECK).findings())
        .extracting(Finding::severity)
        .doesNotContain(Severity.DAMAGE);
  }

  @Test
  void whatIsCleanedUpBesideACheckIsNotMissed() {
    World world = grown();
    for (int i = 0; i < 2; i++) {
      world.process().insert(PERSON, "compacted" + i);
      world.process().commit(Operations.compact(PERSON));
      world.process().insert(PERSON, "newest" + i);
      world.clock.step(World.RETENTION.multipliedBy(2));
    }
    SimulatedProcess repairer = world.process();
    repairer.at(
        Seam.CLEANUP_MARK, () -> assertThat(world.cleanup().total().objects()).isPositive());

    assertThat(repairer.repository.repair(RepairRequest.CHECK).findings())
        .extracting(Finding::severity)
        .doesNotContain(Severity.DAMAGE);
  }

  private static List<Tuple> deep(World world) {
    return world.process().repository.repair(new RepairRequest(false, true)).findings().stream()
        .map(found -> tuple(found.code(), found.severity(), found.subject()))
        .toList();
  }

  @Test
  void whatTheTableLibraryLeavesWhenItIsKilledIsNotForeignAndGoesWithCleanup() {
    World world = grown();
    List<String> left =
        List.of(
            PERSON.tableId() + "/_transactions/.tmpAb12Cd",
            PERSON.tableId() + "/_versions/.tmpAb12Cd",
            PERSON.tableId() + "/_versions/d17.manifest#1",
            PERSON.tableId() + "/data/0a1b.lance#2");
    left.forEach(key -> FaultyStore.apply(() -> world.objects.create(key, JUNK)));
    world.clock.step(Duration.ofSeconds(3600));

    assertThat(check(world, false).findings()).isEmpty();
    world.cleanup();

    assertThat(world.stored.tableObjects()).doesNotContainAnyElementsOf(left);
  }

  @Test
  void whatIsNotTheGraphsIsNamedAndLeft() {
    World world = grown();
    String linear = PERSON.tableId() + "/_versions/" + Long.toUnsignedString(~7L) + ".manifest";
    FaultyStore.apply(() -> world.objects.create(linear, JUNK));
    FaultyStore.apply(() -> world.objects.create("notes/readme.txt", JUNK));

    RepairAnswer result = check(world, true);

    assertThat(result.findings())
        .extracting(Finding::code, Finding::subject)
        .containsExactlyInAnyOrder(
            tuple(FindingCode.FOREIGN_VERSION, linear),
            tuple(FindingCode.FOREIGN_OBJECT, "notes/readme.txt"));
    assertThat(world.objects.get("notes/readme.txt")).isPresent();
  }

  @Test
  void nothingIsWrittenWhileRecoveryIsPending() {
    World world = grown();
    world.killed(Seam.PUBLISH, process -> process.insert(PERSON, "abandoned"));
    world.objects.delete(ObjectKeys.checkpoint(world.stored.mainId(), 64));
    List<String> before = world.stored.everything();

    assertThatThrownBy(() -> check(world, true))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("1 operation has not ended")
        .extracting(e -> ((GraphException) e).code())
        .isEqualTo("recovery_pending");

    assertThat(world.stored.everything()).isEqualTo(before);
    assertThat(check(world, false).findings())
        .extracting(Finding::code)
        .containsExactlyInAnyOrder(FindingCode.RECOVERY_PENDING, FindingCode.CHECKPOINT_MISSING);
    world.pastEveryDeadline();
    world.sweep();
    assertThat(check(world, true).findings()).isNotEmpty().allMatch(Finding::repaired);
  }

  @Test
  void aSidecarThatCannotBeReadIsDamage() {
    World world = grown();
    String key = ObjectKeys.sidecar(world.stored.mainId(), new OperationId(world.id()));
    FaultyStore.apply(() -> world.objects.create(key, JUNK));

    assertThat(check(world, false).findings())
        .extracting(Finding::code, Finding::severity, Finding::subject)
        .containsExactly(tuple(FindingCode.SIDECAR_UNREADABLE, Severity.DAMAGE, key));
  }

  @Test
  void whatBeganAgainAfterItDiedLeavesNoFinding() {
    World world = new World();
    world.killed(Seam.INIT_BRANCH, process -> process.repository.init(People.CATALOG, "ann"));
    world.process().repository.init(People.CATALOG, "ann");
    world.killed(
        Seam.BRANCH_LIVE,
        process ->
            process.repository.createBranch(
                new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann"));

    assertThat(check(world, false).findings()).isEmpty();
  }

  @Test
  void aWriterThatIsFasterThanRepairKeepsItsHint() {
    World world = grown();
    hint(world, world.stored.stateAt(3));
    SimulatedProcess repairer = world.process();
    repairer.at(Seam.REPAIR_WRITE, () -> world.process().insert(PERSON, "meanwhile"));

    RepairAnswer result = repairer.repository.repair(RepairRequest.APPLY);

    assertThat(result.findings()).extracting(Finding::repaired).containsExactly(false);
    ManifestState hint = world.stored.branch("main").hint();
    assertThat(hint).isEqualTo(world.stored.state());
  }

  @Test
  void aStoreThatFailsFailsTheCheck() {
    World world = grown();
    SimulatedProcess repairer = world.process().broken(Seam.REPAIR_READ, Fault.ERROR);

    assertThatThrownBy(() -> repairer.repository.repair(RepairRequest.CHECK))
        .isInstanceOf(GraphException.class);
  }

  private static RepairAnswer check(World world, boolean apply) {
    return world.process().repository.repair(new RepairRequest(apply, false));
  }

  private static CommitRequest keyed(String key) {
    return CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann").keyed(key), "p");
  }

  /**
   * Two branches, a checkpoint, idempotency keys and what main knows of others, both of which left
   * the state, a list of ids of its own, and nothing in flight.
   */
  private static World grown() {
    World world = World.withGraph();
    for (int i = 0; i < IdempotencyKeys.KEPT + 4; i++) {
      world.process().commit(keyed("k" + i), Operations.increment(PERSON, "root"));
    }
    world
        .process()
        .commit(
            Operations.insertAll(
                Map.of(
                    PERSON,
                    IntStream.range(0, 1_200)
                        .mapToObj(i -> "one-of-very-many-people-" + i)
                        .toList()),
                Map.of()));
    world.process().insert(KNOWS, "edge");
    world.process().commit(Operations.store(Operations.QUERIES, Operations.POLICY));
    world.process().commit(Operations.merging(64));
    Repository repository = world.process().repository;
    repository.createBranch(new BranchName("dev"), new ReadAt.Head(BranchName.MAIN), "ann");
    repository.commit(
        CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
        Operations.insert(PERSON, "of dev"));
    world.clock.step(Duration.ofSeconds(60));
    return world;
  }

  private static String first(World world, String prefix) {
    return world.objects.list(prefix).entries().getFirst().key();
  }

  private static String record(World world, long seq) {
    return ObjectKeys.record(world.stored.mainId(), seq);
  }

  private static void hint(World world, ManifestState state) {
    BranchObject main = world.stored.branch("main");
    world.stored.overwrite(
        ObjectKeys.branch(BranchName.MAIN), main.with(state, world.id()).encode());
  }

  /** Something that is no state of the branch, and looks like one. */
  private static ManifestState emptied(ManifestState state) {
    return new ManifestState(
        state.branchId(),
        state.seq(),
        state.commitId(),
        state.logicalCommitId(),
        state.authoredAt(),
        state.schema(),
        state.texts(),
        java.util.Collections.emptySortedMap(),
        state.keys(),
        state.keysSpilled(),
        state.purged(),
        state.known());
  }
}
