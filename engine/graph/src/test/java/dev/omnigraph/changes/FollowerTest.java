package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.PickRequest.Direction;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever follows a feed ends with exactly the graph, wherever it is killed, beside writers,
 * merges, changes of the schema, compactions and cleanups. {@code -Dfeed.graphs=500 -Dfeed.seed=7}
 * tries more of them.
 */
class FollowerTest {
  private static final int STEPS = 30;
  private static final List<String> NAMES = List.of("ann", "bob", "cid", "dan", "eve");

  /** Each follows from the one before. */
  private static final List<String> PEOPLE =
      List.of(
          "node Person { name: String @key  age: I32?  tags: [String]? }",
          "node Person { name: String @key  age: I32?  tags: [String]?  nick: String? }",
          "node Person { name: String @key  age: I32?  tags: [String]?"
              + "  alias: String? @rename_from(\"nick\") }",
          "node Person { name: String @key  age: I64?  tags: [String]?  alias: String?"
              + "  rank: F64 @default(1.5) }",
          "node Person { name: String @key  age: I64?  tags: [String]?  rank: F64 @default(1.5) }");

  private static final String OTHERS =
      """

      node Doc { mark: String  size: F64? }
      edge Knows: Person -> Person { @key(src, dst)  mark: String  since: I64? }
      edge Likes: Person -> Doc { mark: String }
      """;

  @TempDir private Path folder;

  static LongStream seeds() {
    long first = Long.getLong("feed.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("feed.graphs", 10));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoeverFollowsEndsWithExactlyTheGraph(long seed) {
    Random random = new Random(seed);
    try (MergeWorld source = new MergeWorld(folder.resolve("g"), PEOPLE.getFirst() + OTHERS);
        Follower follower =
            new Follower(source, folder, new Random(random.nextLong()), random.nextBoolean())) {
      Author author = new Author(source, random);
      follower.catchUp();
      for (int step = 0; step < STEPS; step++) {
        author.step();
        if (random.nextInt(3) == 0) {
          follower.goOn();
        }
        if (random.nextInt(6) == 0) {
          follower.catchUp();
          assertThat(follower.state()).as("%s", author.told).isEqualTo(source.state("main"));
        }
      }
      follower.catchUp();
      assertThat(follower.state()).as("%s", author.told).isEqualTo(source.state("main"));
      assertThat(follower.blocks).isPositive();
    }
  }

  /** The same with all of them at once. */
  @Test
  void alsoBesideWritersThatDoNotWait() {
    try (MergeWorld source = new MergeWorld(folder.resolve("g"), PEOPLE.getFirst() + OTHERS);
        Follower follower = new Follower(source, folder, new Random(1), true)) {
      Author author = new Author(source, new Random(2));
      follower.catchUp();
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int step = 0; step < STEPS; step++) {
                  author.step();
                }
              });
      while (!writing.isDone()) {
        follower.goOn();
      }
      writing.join();
      follower.catchUp();

      assertThat(follower.state()).as("%s", author.told).isEqualTo(source.state("main"));
    }
  }

  /** Writes anything on main and on branches that it merges. */
  private static final class Author {
    final MergeWorld world;
    final Random random;
    final List<String> told = new ArrayList<>();
    private int schema;
    private int minted;
    private final List<String> branches = new ArrayList<>();
    private int forks;

    Author(MergeWorld world, Random random) {
      this.world = world;
      this.random = random;
      people("main");
    }

    void step() {
      String branch = branches.isEmpty() || random.nextInt(3) > 0 ? "main" : any(branches);
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3 -> people(branch);
        case 4, 5 -> edges(branch);
        case 6, 7 -> delete(branch);
        case 8 -> fork();
        case 9, 10 -> merge();
        case 11 -> revert();
        case 12 -> evolve();
        case 13 -> {
          told.add("optimize");
          world.graph.optimize(MergeWorld.on("main"));
        }
        case 14 -> {
          told.add("cleanup");
          world.cleanUp();
        }
        default -> {
          people("main");
          edges("main");
        }
      }
    }

    private void people(String branch) {
      List<String> lines = new ArrayList<>();
      for (String name : NAMES) {
        if (random.nextInt(3) == 0) {
          Object age = random.nextBoolean() ? null : random.nextInt(4);
          lines.add(
              "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%s,\"tags\":%s}}"
                  .formatted(name, age, random.nextBoolean() ? "[\"x\",\"\"]" : "null"));
        }
      }
      String id = "01H" + String.format("%023d", ++minted);
      lines.add(
          "{\"type\":\"Doc\",\"data\":{\"id\":\"%s\",\"mark\":\"d%s\",\"size\":%s}}"
              .formatted(id, id, random.nextBoolean() ? "0.1" : "null"));
      load(branch, lines);
    }

    private void edges(String branch) {
      List<String> people = ids(branch, "Person ");
      List<String> docs = ids(branch, "Doc ");
      if (people.isEmpty() || docs.isEmpty()) {
        return;
      }
      String from = any(people);
      String to = any(people);
      String mark = "m" + ++minted;
      load(
          branch,
          List.of(
              "{\"edge\":\"Knows\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"mark\":\"%s-%s\",\"since\":%d}}"
                  .formatted(from, to, from, to, random.nextInt(3)),
              "{\"edge\":\"Likes\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"mark\":\"%s\"}}"
                  .formatted(any(people), any(docs), mark)));
    }

    private void load(String branch, List<String> lines) {
      told.add("load " + branch + " " + lines);
      world.load(branch, lines.toArray(String[]::new));
    }

    private void delete(String branch) {
      String type = any(List.of("Person", "Doc", "Knows", "Likes"));
      String property = type.equals("Person") ? "name" : "mark";
      List<Object> marks = new ArrayList<>();
      world
          .state(branch)
          .forEach(
              (id, entity) -> {
                if (id.startsWith(type + " ")) {
                  marks.add(String.valueOf(entity.get(property)));
                }
              });
      if (!marks.isEmpty()) {
        String statement = "delete %s where %s = \"%s\"".formatted(type, property, any(marks));
        told.add(branch + " " + statement);
        world.mutate(branch, statement);
      }
    }

    private void fork() {
      String name = "b" + forks++;
      told.add("fork " + name);
      world.fork(name, "main");
      branches.add(name);
    }

    private void merge() {
      if (branches.isEmpty()) {
        return;
      }
      String source = any(branches);
      told.add("merge " + source);
      attempt(
          () ->
              world.graph.merge(
                  MergeRequest.of(MergeWorld.head(source), MergeWorld.on("main"))
                      .preferring(Prefer.SOURCE)));
    }

    private void revert() {
      List<Commit> commits = world.graph.commits(BranchName.MAIN, 6);
      Commit commit = any(commits);
      told.add("revert " + commit.commitId());
      attempt(
          () ->
              world.graph.pick(
                  new PickRequest(
                      Direction.REVERT,
                      BranchName.MAIN,
                      commit.commitId(),
                      MergeWorld.on("main"),
                      Prefer.SOURCE,
                      List.of())));
    }

    private void evolve() {
      if (schema + 1 < PEOPLE.size()) {
        schema++;
        told.add("schema " + schema);
        world.graph.applySchema(
            new SchemaRequest(
                PEOPLE.get(schema) + OTHERS, "s.pg", true, false, MergeWorld.on("main")));
      }
    }

    /** What branches of two schemas, old commits and rules refuse is not what this is about. */
    private void attempt(Runnable work) {
      try {
        work.run();
      } catch (GraphException e) {
        told.add(e.code());
        assertThat(e.code())
            .isIn("merge_conflicts", "merge_schemas_differ", "data_gone", "pick_of_schema");
      }
    }

    private List<String> ids(String branch, String type) {
      Map<String, ?> state = world.state(branch);
      return state.keySet().stream()
          .filter(id -> id.startsWith(type))
          .map(id -> id.substring(type.length()))
          .toList();
    }

    private <T> T any(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }
  }
}
