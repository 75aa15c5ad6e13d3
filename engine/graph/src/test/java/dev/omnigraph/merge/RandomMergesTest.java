package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.PickRequest.Direction;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.merge.PlainForm.Change;
import dev.omnigraph.merge.PlainGraph.Commit;
import dev.omnigraph.merge.PlainGraph.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random branches that are written to, forked, merged any which way, deleted and made again: after
 * every step each branch is what plain Java makes of it, and so is what differs between two. {@code
 * -Dmerge.graphs=500 -Dmerge.seed=7} tries more of them.
 */
class RandomMergesTest {
  private static final int STEPS = 24;
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  email: String? @unique  tags: [String]? }
      node Doc { mark: String  size: F64? }
      edge Knows: Person -> Person { @key(src, dst)  mark: String  since: I64?  note: String? }
      edge Likes: Person -> Doc @card(0..3) { mark: String }
      """;
  private static final List<String> PEOPLE = List.of("ann", "bob", "cid", "dan", "eve");

  @TempDir private Path folder;

  static LongStream seeds() {
    long first = Long.getLong("merge.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("merge.graphs", 12));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMergeIsTheOneOfPlainJava(long seed) {
    try (MergeWorld world = new MergeWorld(folder.resolve("g"), SCHEMA)) {
      Run run = new Run(world, new Random(seed), false);
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      assertThat(run.told).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMergeOfBranchesWithSchemasOfTheirOwnIsTheOneOfPlainJava(long seed) {
    try (MergeWorld world = new MergeWorld(folder.resolve("g"), SCHEMA)) {
      Run run = new Run(world, new Random(seed), true);
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      assertThat(run.told).isNotEmpty();
    }
  }

  private static final class Run {
    final MergeWorld world;
    final Random random;
    final PlainDiff diffs;
    final PlainGraph plain = new PlainGraph();
    final List<String> told = new ArrayList<>();
    final boolean evolves;
    int minted;

    /**
     * @param evolves whether the schemas of branches change; then no commit is undone or picked
     */
    Run(MergeWorld world, Random random, boolean evolves) {
      this.world = world;
      this.evolves = evolves;
      this.random = random;
      this.diffs = new PlainDiff(world, new Random(random.nextLong()));
      if (evolves) {
        plain.evolve("main", new PlainForm(Set.of(), world.schemaHash("main")));
      }
      upsert("main");
      upsert("main");
    }

    void step() {
      String branch = any(plain.branches.keySet());
      int act = random.nextInt(22);
      switch (evolves && act >= 14 && act <= 16 ? 22 : act) {
        case 0, 1, 2, 3, 4, 5 -> upsert(branch);
        case 6, 7, 8 -> delete(branch);
        case 9, 10, 11 -> fork(branch);
        case 12 -> drop(branch);
        case 22 -> evolve(branch);
        case 14 -> pick(Direction.REVERT, branch, branch);
        case 15 -> pick(Direction.CHERRY_PICK, branch, any(plain.branches.keySet()));
        case 16 -> restore(branch);
        case 13 -> {
          told.add("optimize " + branch);
          world.graph.optimize(MergeWorld.on(branch));
        }
        default -> merge(branch, any(plain.branches.keySet()));
      }
      for (String each : plain.branches.keySet()) {
        Commit head = plain.commit(each);
        if (head.id == null) {
          head.id = world.newest(each);
        }
        assertThat(head.form.first(world.state(each)))
            .as("%s after %s", each, told)
            .isEqualTo(plain.state(each));
      }
      if (!evolves) {
        diffs.check(plain, told);
      }
    }

    private void evolve(String branch) {
      Commit head = plain.commit(branch);
      Change change = any(List.of(Change.values()));
      PlainForm form = head.form.with(change);
      boolean is = change == Change.ONE_LIKE && head.form.has(Change.NO_LIKES);
      if (is
          || head.form.has(change)
          || !new PlainGraph.Rules(form).broken(form.of(head.state)).isEmpty()) {
        return;
      }
      told.add(change + " on " + branch);
      plain.evolve(branch, form.apply(world, world.graph, branch, change));
    }

    private void fork(String from) {
      String name = "b" + random.nextInt(4);
      if (!plain.branches.containsKey(name)) {
        told.add("fork " + name + " from " + from);
        world.fork(name, from);
        plain.branches.put(name, plain.commit(from));
      }
    }

    private void drop(String branch) {
      if (!branch.equals("main")) {
        told.add("drop " + branch);
        world.drop(branch);
        plain.branches.remove(branch);
      }
    }

    private void merge(String source, String target) {
      Prefer prefer = any(List.of(Prefer.values()));
      told.add("merge " + source + " into " + target + " preferring " + prefer);
      MergeRequest request =
          MergeRequest.of(MergeWorld.head(source), MergeWorld.on(target)).preferring(prefer);
      Ended expected = plain.merge(source, target, prefer);
      if (expected.outcome().equals("merge_schemas_differ")) {
        assertThatThrownBy(() -> world.graph.merge(request))
            .as("%s", told)
            .isInstanceOf(GraphException.class)
            .hasMessageContaining("changed the schema");
        return;
      }
      MergeAnswer planned = world.graph.planMerge(request);
      assertThat(planned.outcome().text()).as("%s", told).isEqualTo(expected.outcome());
      if (planned.outcome() == MergeAnswer.Outcome.CONFLICTS) {
        assertThat(conflicts(planned.conflicts())).as("%s", told).isEqualTo(expected.conflicts());
      } else {
        MergeAnswer done = world.graph.merge(request);
        assertThat(done.outcome()).as("%s", told).isEqualTo(planned.outcome());
        assertThat(done.tables()).as("%s", told).isEqualTo(planned.tables());
      }
    }

    private void pick(Direction direction, String of, String target) {
      List<Commit> chain = plain.chain(of);
      if (chain.isEmpty()) {
        return;
      }
      Commit commit = any(chain);
      CommitId id = commit.id;
      Commit parent = commit.parent;
      if (id == null || parent == null) {
        return;
      }
      Prefer prefer = any(List.of(Prefer.values()));
      told.add(direction + " " + id + " of " + of + " on " + target + " preferring " + prefer);
      boolean reverts = direction == Direction.REVERT;
      PickRequest request =
          new PickRequest(
              direction, new BranchName(of), id, MergeWorld.on(target), prefer, List.of());
      PickAnswer planned = world.graph.planPick(request);
      Ended expected =
          plain.pick(
              reverts ? commit.state : parent.state,
              reverts ? parent.state : commit.state,
              target,
              prefer);
      assertThat(planned.outcome().text()).as("%s", told).isEqualTo(expected.outcome());
      if (planned.outcome() == PickAnswer.Outcome.CONFLICTS) {
        assertThat(conflicts(planned.conflicts())).as("%s", told).isEqualTo(expected.conflicts());
      } else {
        assertThat(world.graph.pick(request).tables()).isEqualTo(planned.tables());
      }
    }

    private void restore(String branch) {
      List<Commit> chain = plain.chain(branch);
      CommitId id = chain.isEmpty() ? null : any(chain).id;
      if (id == null) {
        return;
      }
      told.add("restore " + branch + " to " + id);
      Commit then = chain.stream().filter(commit -> id.equals(commit.id)).findFirst().orElseThrow();
      world.graph.restore(new RestoreRequest(id, MergeWorld.on(branch)));
      plain.commit(branch, new TreeMap<>(then.state));
    }

    /** Those between rules are only told when there are no others, as the plain graph has it. */
    private static List<String> conflicts(List<MergeConflict> conflicts) {
      TreeSet<String> all = new TreeSet<>();
      TreeSet<String> rules = new TreeSet<>();
      conflicts.forEach(
          conflict -> {
            switch (conflict.kind()) {
              case UNIQUE_VIOLATION -> rules.add("UniqueViolation");
              case CARDINALITY_VIOLATION ->
                  rules.add("CardinalityViolation Likes " + conflict.id());
              case VALUE_CONSTRAINT_VIOLATION -> rules.add("ValueConstraintViolation");
              default ->
                  all.add(
                      conflict.kind().text()
                          + " "
                          + PlainForm.firstType(conflict.type() + " " + conflict.id()));
            }
          });
      return List.copyOf(all.isEmpty() ? rules : all);
    }

    private void upsert(String branch) {
      Map<String, Map<String, @Nullable Object>> state = new TreeMap<>(plain.state(branch));
      PlainForm form = plain.commit(branch).form;
      List<String> lines = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        switch (random.nextInt(6)) {
          case 0, 1 -> person(state, lines, form);
          case 2 -> doc(state, lines, form);
          case 3 -> knows(state, lines);
          default -> likes(state, lines, form);
        }
      }
      if (!lines.isEmpty() && new PlainGraph.Rules(form).broken(state).isEmpty()) {
        told.add("load " + branch + " " + lines);
        world.load(branch, lines.toArray(String[]::new));
        plain.commit(branch, state);
      }
    }

    private void person(
        Map<String, Map<String, @Nullable Object>> state, List<String> lines, PlainForm form) {
      String name = any(PEOPLE);
      Integer age = random.nextBoolean() ? null : random.nextInt(3);
      String email = random.nextInt(3) > 0 ? null : "e" + random.nextInt(3);
      List<String> tags =
          List.of(List.of("x"), List.of("x", ""), List.<String>of()).get(random.nextInt(3));
      Map<String, @Nullable Object> values = new TreeMap<>();
      values.put("name", name);
      values.put("age", age);
      values.put("email", email);
      values.put("tags", tags);
      if (form.has(Change.NO_TAGS)) {
        values.remove("tags");
      }
      if (form.has(Change.NICK)) {
        values.put("nick", random.nextBoolean() ? null : "n" + random.nextInt(2));
      }
      if (form.has(Change.RANK)) {
        values.put("rank", 7 + random.nextInt(2));
      }
      if (put(state, "Person " + name, values, lines)) {
        String quoted = "\"" + String.join("\",\"", tags) + "\"";
        lines.add(
            form.line(
                "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%s,\"email\":%s,\"tags\":[%s]}}"
                    .formatted(
                        name,
                        age,
                        email == null ? null : "\"" + email + "\"",
                        tags.isEmpty() ? "" : quoted),
                values));
      }
    }

    private void doc(
        Map<String, Map<String, @Nullable Object>> state, List<String> lines, PlainForm form) {
      List<String> docs = ids(state, "Doc ");
      String id = docs.isEmpty() || random.nextBoolean() ? ulid() : any(docs);
      Double size = List.of(0.0, 2.5, 1.5).get(random.nextInt(3));
      Map<String, @Nullable Object> values = new TreeMap<>();
      values.put("mark", "d" + id);
      values.put("size", size);
      if (put(state, "Doc " + id, values, lines)) {
        lines.add(
            form.line(
                "{\"type\":\"Doc\",\"data\":{\"id\":\"%s\",\"mark\":\"d%s\",\"size\":%s}}"
                    .formatted(id, id, size),
                values));
      }
    }

    private void knows(Map<String, Map<String, @Nullable Object>> state, List<String> lines) {
      List<String> people = ids(state, "Person ");
      if (people.isEmpty()) {
        return;
      }
      String from = any(people);
      String to = any(people);
      Long since = random.nextBoolean() ? null : (long) random.nextInt(2);
      String note = random.nextBoolean() ? null : "";
      Map<String, @Nullable Object> values = new TreeMap<>();
      values.put("src", from);
      values.put("dst", to);
      values.put("mark", from + "-" + to);
      values.put("since", since);
      values.put("note", note);
      if (put(state, "Knows [\"%s\",\"%s\"]".formatted(from, to), values, lines)) {
        lines.add(
            "{\"edge\":\"Knows\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"mark\":\"%s-%s\",\"since\":%s,\"note\":%s}}"
                .formatted(from, to, from, to, since, note == null ? null : "\"\""));
      }
    }

    private void likes(
        Map<String, Map<String, @Nullable Object>> state, List<String> lines, PlainForm form) {
      List<String> people = ids(state, "Person ");
      List<String> docs = ids(state, "Doc ");
      if (people.isEmpty() || docs.isEmpty() || form.has(Change.NO_LIKES)) {
        return;
      }
      List<String> edges = ids(state, "Likes ");
      String id = edges.isEmpty() || random.nextInt(3) > 0 ? ulid() : any(edges);
      String from = any(people);
      String to = any(docs);
      Map<String, @Nullable Object> values = new TreeMap<>();
      values.put("src", from);
      values.put("dst", to);
      values.put("mark", "l" + id);
      if (put(state, "Likes " + id, values, lines)) {
        lines.add(
            "{\"edge\":\"Likes\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"id\":\"%s\",\"mark\":\"l%s\"}}"
                .formatted(from, to, id, id));
      }
    }

    /** One line for an entity in a load. */
    private static boolean put(
        Map<String, Map<String, @Nullable Object>> state,
        String id,
        Map<String, @Nullable Object> values,
        List<String> lines) {
      String mark = id.substring(id.indexOf(' ') + 1).replace("[", "").replace("]", "");
      boolean twice = lines.stream().anyMatch(line -> names(line, id, mark));
      if (!twice) {
        state.put(id, values);
      }
      return !twice;
    }

    private static boolean names(String line, String id, String mark) {
      if (id.startsWith("Likes ")) {
        return line.contains("\"l" + mark + "\"");
      }
      return id.startsWith("Knows ")
          ? line.contains("\"Knows\"")
          : line.contains("\"" + mark + "\"") && !line.contains("\"edge\"");
    }

    private void delete(String branch) {
      Map<String, Map<String, @Nullable Object>> state = new TreeMap<>(plain.state(branch));
      if (state.isEmpty()) {
        return;
      }
      String id = any(state.keySet());
      Map<String, @Nullable Object> gone = plain.entity(branch, id);
      state.remove(id);
      state
          .entrySet()
          .removeIf(
              e ->
                  new PlainGraph.Rules(PlainForm.FIRST)
                      .ends(e.getKey(), e.getValue())
                      .contains(id));
      String type = plain.commit(branch).form.typeName(id.substring(0, id.indexOf(' ')));
      String property = type.equals("Person") ? "name" : "mark";
      told.add("delete from " + branch + " " + id);
      world.mutate(
          branch, "delete %s where %s = \"%s\"".formatted(type, property, gone.get(property)));
      plain.commit(branch, state);
    }

    private static List<String> ids(Map<String, ?> state, String type) {
      return state.keySet().stream()
          .filter(id -> id.startsWith(type))
          .map(id -> id.substring(type.length()))
          .toList();
    }

    private String ulid() {
      return "01H" + String.format("%023d", ++minted);
    }

    private <T> T any(Collection<T> all) {
      return List.copyOf(all).get(random.nextInt(all.size()));
    }
  }
}
