package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.TextKind;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stored queries and policies, which are in force from commits on as a schema is. */
class TextsTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);
  private static final BranchName DEV = new BranchName("dev");
  private static final Texts OTHERS = new Texts(new TreeMap<>(Map.of("b.gq", "query b() { … }")));
  private static final Set<TextKind> ALL = EnumSet.allOf(TextKind.class);

  @Test
  void textsAreInForceFromTheirCommitOnUntilOthersAre() {
    World world = World.withGraph();
    CommitId first = world.stored.state().commitId();
    CommitId stored = store(world, Operations.QUERIES, null);
    world.process().insert(PERSON, "bob");
    CommitId others = store(world, OTHERS, null);
    store(world, Texts.NONE, null);

    assertThat(queriesAt(world, new ReadAt.Commit(BranchName.MAIN, first))).isEqualTo(Texts.NONE);
    assertThat(queriesAt(world, new ReadAt.Commit(BranchName.MAIN, stored)))
        .isEqualTo(Operations.QUERIES);
    assertThat(queriesAt(world, new ReadAt.Commit(BranchName.MAIN, others))).isEqualTo(OTHERS);
    assertThat(queriesAt(world, MAIN)).isEqualTo(Texts.NONE);
  }

  @Test
  void storingWhatIsStoredMakesNoCommit() {
    World world = World.withGraph();
    store(world, Operations.QUERIES, Operations.POLICY);
    CommitId head = world.stored.state().commitId();

    store(world, Operations.QUERIES, Operations.POLICY);

    assertThat(world.stored.state().commitId()).isEqualTo(head);
  }

  @Test
  void aBranchHasItsOwnQueriesAndThePoliciesOfMainWhateverItsStateIs() {
    World world = World.withGraph();
    store(world, Operations.QUERIES, Operations.POLICY);
    world.process().repository.createBranch(DEV, MAIN, "ann");
    CommitId forked = world.stored.state().commitId();
    Texts stricter = new Texts(new TreeMap<>(Map.of("all.cedar", "forbid(…);")));

    store(world, OTHERS, stricter);

    for (ReadAt at :
        List.of(
            new ReadAt.Head(DEV),
            new ReadAt.Commit(DEV, forked),
            new ReadAt.Commit(BranchName.MAIN, forked))) {
      for (Set<TextKind> wanted : List.of(ALL, EnumSet.noneOf(TextKind.class))) {
        try (BranchView view = world.process().repository.openRead(at, wanted, v -> List.of())) {
          assertThat(view.queries()).isEqualTo(Operations.QUERIES);
          assertThat(view.policy()).as("%s, %s", at, wanted).isEqualTo(stricter);
        }
      }
    }
  }

  @Test
  void textsThatAreWantedAddNoRequestInARowToAnOpening() {
    World world = World.withGraph();
    store(world, Operations.QUERIES, Operations.POLICY);
    world.process().repository.createBranch(DEV, MAIN, "ann");
    SimulatedProcess onMain = world.process();
    SimulatedProcess onDev = world.process();

    read(onMain, BranchName.MAIN);
    read(onDev, DEV);

    assertThat(onMain.inARow).containsExactly(Seam.OPEN_BRANCH, Seam.OPEN_PROBE);
    assertThat(onMain.beside)
        .containsExactlyInAnyOrder(Seam.OPEN_TEXTS, Seam.OPEN_TEXTS, Seam.OPEN_SCHEMA);
    assertThat(onDev.inARow).containsExactly(Seam.OPEN_BRANCH, Seam.OPEN_PROBE);
    assertThat(onDev.beside)
        .containsExactlyInAnyOrder(
            Seam.OPEN_BRANCH, Seam.OPEN_PROBE, Seam.OPEN_TEXTS, Seam.OPEN_TEXTS, Seam.OPEN_SCHEMA);
  }

  @Test
  void aWriterOfABranchHasThePoliciesOfMainWithoutARequestInARow() {
    World world = World.withGraph();
    world.process().repository.createBranch(DEV, MAIN, "ann");
    store(world, null, Operations.POLICY);
    List<Texts> seen = new ArrayList<>();
    SimulatedProcess plain = world.process();
    SimulatedProcess guarded = world.process();

    plain.repository.commit(
        CommitRequest.of(WriteOptions.on(DEV, "ann")), Operations.insert(PERSON, "a"));
    guarded.repository.commit(
        CommitRequest.of(WriteOptions.on(DEV, "ann")).wanting(EnumSet.of(TextKind.POLICY)),
        Operations.operation(
            CommitKind.MUTATE,
            view -> {
              seen.add(((BranchView) view).policy());
              return Operations.insert(PERSON, "b").prepare(view);
            }));

    assertThat(seen).containsExactly(Operations.POLICY);
    assertThat(guarded.inARow).isEqualTo(plain.inARow);
  }

  @Test
  void whatRestsOnStoredQueriesIsPreparedAgainWhenARivalChangedThem() {
    World world = World.withGraph();
    List<Texts> seen = new ArrayList<>();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.store(OTHERS, null)));

    writer.commit(
        Operations.operation(
            CommitKind.SCHEMA,
            view -> {
              seen.add(((BranchView) view).queries());
              return Operations.evolve(world).prepare(view);
            }));

    assertThat(seen).containsExactly(Texts.NONE, OTHERS);
  }

  @Test
  void aPlainWriteKeepsTheQueriesAndPoliciesThatARivalStored() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(
        Seam.PUBLISH, () -> world.rival(Operations.store(Operations.QUERIES, Operations.POLICY)));

    writer.insert(PERSON, "bob");

    assertThat(queriesAt(world, MAIN)).isEqualTo(Operations.QUERIES);
    assertThat(world.stored.rows(PERSON)).containsKey("bob");
    assertThat(writer.passed.stream().filter(seam -> seam == Seam.STAGE).count()).isEqualTo(1);
  }

  private static CommitId store(World world, @Nullable Texts queries, @Nullable Texts policy) {
    world.process().commit(Operations.store(queries, policy));
    return world.stored.state().commitId();
  }

  private static Texts queriesAt(World world, ReadAt at) {
    try (BranchView view = world.process().repository.openRead(at)) {
      return view.queries();
    }
  }

  private static void read(SimulatedProcess process, BranchName branch) {
    try (BranchView view =
        process.repository.openRead(new ReadAt.Head(branch), ALL, v -> List.of())) {
      assertThat(view.queries()).isEqualTo(Operations.QUERIES);
      assertThat(view.policy()).isEqualTo(Operations.POLICY);
    }
  }
}
