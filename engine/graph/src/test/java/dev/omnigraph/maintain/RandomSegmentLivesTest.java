package dev.omnigraph.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.merge.MergeWorld;
import dev.omnigraph.table.SegmentWork;
import dev.omnigraph.table.UpkeepPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Searches through whatever happens to a graph and its segments: rows that come and go, upkeep that
 * does a part, branches, merges, restores, other schemas, and cleanup. Every answer is the one that
 * plain Java makes of an export. {@code -Dsearch.rounds=100 -Dsearch.seed=7} tries more of them.
 */
class RandomSegmentLivesTest {
  private static final int STEPS = 40;

  /** What cannot be done, and is none of our concern. */
  private static final Set<String> REFUSALS =
      Set.of("merge_schemas_differ", "merge_conflicts", "data_gone", "pick_of_schema");

  @TempDir private Path folder;

  static LongStream seeds() {
    long first = Long.getLong("search.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("search.rounds", 2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyAnswerIsTheOneOfPlainJava(long seed) {
    MergeWorld first = new MergeWorld(folder.resolve("g"), SearchForm.FIRST.schema(null));
    Run run = new Run(first, new Random(seed));
    try {
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      assertThat(run.world.findings()).as("%s", run.told).isEmpty();
      assertThat(run.built).as("segments: %s", run.told).isPositive();
    } finally {
      run.world.close();
    }
  }

  private static final class Run {
    final Random random;
    final RandomDocs docs;

    /** Others can be merged and restored more often. */
    final boolean evolves;

    final boolean cleans;
    final List<String> told = new ArrayList<>();
    final Map<String, List<CommitId>> commits = new TreeMap<>();
    MergeWorld world;
    long built;

    Run(MergeWorld world, Random random) {
      this.world = world;
      this.random = random;
      this.docs = new RandomDocs(random);
      this.evolves = random.nextBoolean();
      this.cleans = random.nextInt(3) == 0;
      commits.put("main", new ArrayList<>());
      load("main", 60);
      optimize("main", world);
    }

    void step() {
      String branch = any(commits.keySet());
      tried(() -> act(branch));
      if (!commits.containsKey(branch)) {
        return;
      }
      CommitId now = world.newest(branch);
      List<CommitId> chain = Objects.requireNonNull(commits.get(branch));
      if (!chain.contains(now)) {
        chain.add(now);
      }
      check(branch);
      if (random.nextInt(3) == 0) {
        check(any(commits.keySet()));
      }
    }

    private void tried(Runnable act) {
      try {
        act.run();
      } catch (GraphException e) {
        assertThat(REFUSALS).as("%s after %s", e, told).contains(e.code());
        told.add("refused: " + e.code());
      } catch (RuntimeException e) {
        throw new AssertionError("after " + told, e);
      }
    }

    private void act(String branch) {
      switch (random.nextInt(26)) {
        case 0, 1, 2 -> load(branch, 1 + random.nextInt(30));
        case 3, 4 -> update(branch);
        case 5, 6, 7 -> delete(branch);
        case 8, 9, 10 -> optimize(branch, world);
        case 11, 12 -> optimizeBesideOthers(branch);
        case 13, 14 -> fork(branch);
        case 15, 16, 17, 18 -> merge(any(commits.keySet()), branch);
        case 19, 20 -> restore(branch);
        case 21 -> pick(branch);
        case 22, 23 -> evolve(branch);
        case 24 -> cleanUp();
        default -> {
          told.add("another process");
          world = world.reopened();
        }
      }
    }

    /** Somebody else is first, just before the upkeep is published. */
    private void optimizeBesideOthers(String branch) {
      AtomicBoolean first = new AtomicBoolean(true);
      Seams seams =
          (seam, subject) -> {
            if (seam == Seam.PUBLISH && first.getAndSet(false)) {
              told.add("meanwhile");
              tried(() -> meanwhile(branch));
            }
          };
      try (MergeWorld other =
          new MergeWorld(
              world.folder(), world.ahead(), store -> store, usual -> usual.withSeams(seams))) {
        optimize(branch, other);
      }
    }

    private void meanwhile(String branch) {
      switch (random.nextInt(6)) {
        case 0 -> load(branch, 1 + random.nextInt(20));
        case 1 -> delete(branch);
        case 2 -> merge(any(commits.keySet()), branch);
        case 3 -> optimize(branch, world);
        default -> restore(branch);
      }
    }

    private void cleanUp() {
      if (cleans) {
        told.add("clean up");
        world.cleanUp();
      }
    }

    private void check(String branch) {
      String words = random.nextInt(12) == 0 ? "nowhere" : docs.words(1 + random.nextInt(3));
      float[] to = {random.nextFloat() - 0.5f, random.nextFloat() - 0.5f};
      try {
        new PlainSearches(world, branch, "asked for " + words + " after " + told).check(words, to);
      } catch (RuntimeException e) {
        throw new AssertionError("after " + told, e);
      }
    }

    private void load(String branch, int count) {
      told.add("load " + count + " into " + branch);
      world.load(
          branch,
          docs.lines(SearchForm.of(world, branch), random.nextInt(RandomDocs.SLUGS), count));
    }

    private void update(String branch) {
      String where = docs.where();
      told.add("update " + where + " of " + branch);
      String change =
          switch (random.nextInt(3)) {
            case 0 -> "at: " + docs.vector();
            case 1 -> SearchForm.of(world, branch).body() + ": " + docs.text();
            default -> "title: \"" + docs.words(2) + "\"";
          };
      world.mutate(branch, "update Doc set { " + change + " } where " + where);
    }

    private void delete(String branch) {
      String where = docs.where();
      told.add("delete " + where + " from " + branch);
      world.mutate(branch, "delete Doc where " + where);
    }

    private void optimize(String branch, MergeWorld by) {
      UpkeepPolicy policy = policy();
      told.add("optimize " + branch + " by " + policy);
      OptimizeAnswer answer = by.optimize(branch, policy);
      built +=
          answer.tables().stream()
              .flatMap(table -> table.segmentsBuilt().stream())
              .mapToLong(OptimizeAnswer.Segments::rows)
              .sum();
    }

    /** Few rows are worth a segment; often it is all that is done, and then a part of it. */
    private UpkeepPolicy policy() {
      SegmentWork plenty = new SegmentWork(1 << 20, 1L << 40);
      UpkeepPolicy.Search search =
          new UpkeepPolicy.Search(
              1 + random.nextInt(30),
              1L << 40,
              1 + random.nextInt(30),
              20 + random.nextInt(60),
              1 + random.nextInt(4),
              random.nextInt(3) == 0 ? new SegmentWork(40, 1L << 40) : plenty,
              random.nextInt(3) == 0 ? new SegmentWork(1 + random.nextInt(60), 1L << 40) : plenty);
      UpkeepPolicy policy =
          random.nextInt(3) > 0 ? new UpkeepPolicy(1, 1, 0, 0, 4, 2.0) : UpkeepPolicy.DEFAULT;
      return policy.withSearch(search);
    }

    private void fork(String from) {
      String name = "b" + random.nextInt(3);
      if (!commits.containsKey(name)) {
        told.add("fork " + name + " from " + from);
        world.fork(name, from);
        commits.put(name, new ArrayList<>());
      } else if (random.nextInt(4) == 0) {
        told.add("drop " + name);
        world.drop(name);
        commits.remove(name);
      }
    }

    private void merge(String source, String target) {
      Prefer prefer = random.nextBoolean() ? Prefer.SOURCE : Prefer.TARGET;
      told.add("merge " + source + " into " + target + " preferring " + prefer);
      world.graph.merge(
          MergeRequest.of(MergeWorld.head(source), MergeWorld.on(target)).preferring(prefer));
    }

    private void restore(String branch) {
      CommitId commit = some(branch);
      if (commit != null) {
        told.add("restore " + branch + " to " + commit);
        world.graph.restore(new RestoreRequest(commit, MergeWorld.on(branch)));
      }
    }

    private void pick(String branch) {
      String of = random.nextBoolean() ? branch : any(commits.keySet());
      CommitId commit = some(of);
      if (commit != null) {
        told.add("pick " + commit + " of " + of + " for " + branch);
        PickRequest request =
            of.equals(branch)
                ? PickRequest.revert(commit, MergeWorld.on(branch))
                : PickRequest.cherryPick(new BranchName(of), commit, MergeWorld.on(branch));
        world.graph.pick(request.preferring(Prefer.SOURCE));
      }
    }

    private @Nullable CommitId some(String branch) {
      List<CommitId> chain = Objects.requireNonNull(commits.get(branch));
      return chain.isEmpty() ? null : any(chain);
    }

    private void evolve(String branch) {
      if (!evolves) {
        return;
      }
      SearchForm before = SearchForm.of(world, branch);
      SearchForm after = before.changed(random);
      boolean loses = random.nextBoolean();
      told.add("evolve " + branch + " to " + after + (loses ? ", dropping from history" : ""));
      world.graph.applySchema(
          new SchemaRequest(after.schema(before), "s.pg", true, loses, MergeWorld.on(branch)));
    }

    private <T> T any(Collection<T> all) {
      return List.copyOf(all).get(random.nextInt(all.size()));
    }
  }
}
