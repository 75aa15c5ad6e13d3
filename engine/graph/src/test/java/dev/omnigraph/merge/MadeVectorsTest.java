package dev.omnigraph.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeAnswer.Outcome;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.call.SchemaRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes, a vector that is made of a text is never of another one. */
class MadeVectorsTest {
  private static final String SCHEMA =
      """
      node Doc {
        name: String @key
        text: String?
        tag: String?
        made: Vector(2)? @embed("text", model="local/hash")
        own: Vector(2)?
      }
      """;

  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void make() {
    world = new MergeWorld(folder.resolve("g"), SCHEMA);
    world.load("main", doc("a", "one", "[1,0]"), doc("b", "two", "[0,1]"));
    world.fork("side", "main");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anUpdateOfTheTextClearsTheVectorAndNothingElse() {
    world.mutate("main", "update Doc set { text: \"new\" } where name = \"a\"");

    assertThat(made("main", "a")).isNull();
    assertThat(value("main", "a", "own")).isEqualTo(new float[] {5, 5});
    assertThat(made("main", "b")).containsExactly(0, 1);
  }

  @Test
  void anUpdateThatBringsItsVectorKeepsItAlsoIfItIsTheOld() {
    world.mutate("main", "update Doc set { text: \"new\", made: [0.5, 0.5] } where name = \"a\"");
    world.mutate("main", "update Doc set { text: \"other\", made: [0, 1] } where name = \"b\"");

    assertThat(made("main", "a")).containsExactly(0.5f, 0.5f);
    assertThat(made("main", "b")).containsExactly(0, 1);
  }

  @Test
  void anUpdateOfSomethingElseOrToTheSameTextKeepsTheVector() {
    world.mutate("main", "update Doc set { text: \"one\", tag: \"x\" } where name = \"a\"");

    assertThat(made("main", "a")).containsExactly(1, 0);
  }

  @Test
  void aTextThatAnEarlierStatementChangedHasNoVectorInALaterOne() {
    world.mutate(
        "main",
        """
        update Doc set { text: "new" } where name = "a"
        update Doc set { own: $.made } where name = "a"
        """);

    assertThat(value("main", "a", "own")).isNull();
  }

  @Test
  void aLoadOrAnInsertStatesTheWholeEntitySoAVectorThatItDoesNotStateIsGone() {
    world.load("main", "{\"type\":\"Doc\",\"data\":{\"name\":\"a\",\"text\":\"new\"}}");
    world.mutate("main", "insert Doc { name: \"b\", text: \"new\" }");

    assertThat(made("main", "a")).isNull();
    assertThat(made("main", "b")).isNull();
  }

  @Test
  void aMergeTakesEachVectorFromWhereItsTextComesFrom() {
    world.load("side", doc("a", "new", "[3,0]"), doc("b", "two", "[0,3]"));
    world.mutate("main", "update Doc set { tag: \"x\" } where name in [\"a\", \"b\"]");

    world.merge("side", "main");

    assertThat(made("main", "a")).containsExactly(3, 0);
    assertThat(made("main", "b")).containsExactly(0, 3);
    assertThat(value("main", "a", "tag")).isEqualTo("x");
  }

  @Test
  void aTextOfTheSourceDoesNotGetAVectorThatTheTargetMadeOfTheOldOne() {
    world.mutate("side", "update Doc set { text: \"new\" } where name = \"a\"");
    world.mutate("main", "update Doc set { made: [9, 9] } where name = \"a\"");

    world.merge("side", "main");

    assertThat(value("main", "a", "text")).isEqualTo("new");
    assertThat(made("main", "a")).isNull();
  }

  @Test
  void aTextOfTheTargetDoesNotGetAVectorThatTheSourceMadeOfTheOldOne() {
    world.mutate("main", "update Doc set { text: \"new\" } where name = \"a\"");
    world.mutate("side", "update Doc set { made: [9, 9], tag: \"x\" } where name = \"a\"");

    world.merge("side", "main");

    assertThat(value("main", "a", "text")).isEqualTo("new");
    assertThat(value("main", "a", "tag")).isEqualTo("x");
    assertThat(made("main", "a")).isNull();
  }

  @Test
  void vectorsOfOneTextAreNoConflictAndNeitherIsOneOfADeletedEntity() {
    world.mutate("main", "update Doc set { text: \"new\", made: [1, 1] } where name = \"a\"");
    world.mutate("side", "update Doc set { text: \"new\", made: [2, 2] } where name = \"a\"");
    world.mutate("main", "delete Doc where name = \"b\"");
    world.mutate("side", "update Doc set { made: [9, 9] } where name = \"b\"");

    MergeAnswer answer = world.merge("side", "main");

    assertThat(answer.outcome()).isEqualTo(Outcome.MERGED);
    assertThat(made("main", "a")).containsExactly(1, 1);
    assertThat(world.state("main")).doesNotContainKey("Doc b");
  }

  @Test
  void aTextThatACallerDecidesComesWithoutAVectorUnlessItIsGiven() {
    world.mutate(
        "main", "update Doc set { text: \"x\", made: [1, 1] } where name in [\"a\", \"b\"]");
    world.mutate(
        "side", "update Doc set { text: \"y\", made: [2, 2] } where name in [\"a\", \"b\"]");

    world.graph.merge(
        MergeRequest.of(MergeWorld.head("side"), MergeWorld.on("main"))
            .resolving(
                List.of(
                    new Resolution("Doc", "a", Take.VALUES, Map.of("text", "z")),
                    new Resolution(
                        "Doc", "b", Take.VALUES, Map.of("text", "z", "made", List.of(7, 7))))));

    assertThat(made("main", "a")).isNull();
    assertThat(made("main", "b")).containsExactly(7, 7);
  }

  @Test
  void undoingAChangeOfTheTextBringsItsVectorBack() {
    world.mutate("main", "update Doc set { text: \"new\" } where name = \"a\"");
    var changed = world.newest("main");
    world.mutate("main", "update Doc set { made: [9, 9] } where name = \"a\"");

    world.graph.pick(PickRequest.revert(changed, MergeWorld.on("main")));

    assertThat(value("main", "a", "text")).isEqualTo("one");
    assertThat(made("main", "a")).containsExactly(1, 0);
  }

  @Test
  void anotherModelOrAnotherTextClearsAllVectorsOfTheProperty() {
    apply("main", SCHEMA.replace("local/hash", "openai/other"));
    apply("side", SCHEMA.replace("@embed(\"text\"", "@embed(\"tag\""));

    for (String branch : List.of("main", "side")) {
      assertThat(made(branch, "a")).isNull();
      assertThat(made(branch, "b")).isNull();
      assertThat(value(branch, "a", "own")).isEqualTo(new float[] {5, 5});
      assertThat(value(branch, "a", "text")).isEqualTo("one");
    }
  }

  @Test
  void aTextOfAnotherNameIsTheSameAndVectorsThatWereGivenStayThoseOfTheModel() {
    apply(
        "main",
        SCHEMA
            .replace("text: String?", "body: String? @rename_from(\"text\")")
            .replace("@embed(\"text\"", "@embed(\"body\"")
            .replace("own: Vector(2)?", "own: Vector(2)? @embed(\"tag\", model=\"local/hash\")"));

    assertThat(made("main", "a")).containsExactly(1, 0);
    assertThat(value("main", "a", "own")).isEqualTo(new float[] {5, 5});
  }

  @Test
  void vectorsOfTheOldModelDoNotComeByAMerge() {
    apply("side", SCHEMA.replace("local/hash", "openai/other"));
    world.mutate("side", "update Doc set { made: [8, 8] } where name = \"a\"");
    world.load("main", doc("c", "three", "[1,1]"));
    world.mutate("main", "update Doc set { tag: \"x\" } where name in [\"a\", \"b\"]");

    world.merge("side", "main");

    assertThat(made("main", "a")).containsExactly(8, 8);
    assertThat(value("main", "a", "tag")).isEqualTo("x");
    assertThat(made("main", "b")).isNull();
    assertThat(made("main", "c")).isNull();
  }

  private void apply(String branch, String schema) {
    world.graph.applySchema(
        new SchemaRequest(schema, "new.pg", false, false, MergeWorld.on(branch)));
  }

  private float @Nullable [] made(String branch, String id) {
    return (float[]) value(branch, id, "made");
  }

  private @Nullable Object value(String branch, String id, String property) {
    return Objects.requireNonNull(world.state(branch).get("Doc " + id)).get(property);
  }

  private static String doc(String name, String text, String vector) {
    return "{\"type\":\"Doc\",\"data\":{\"name\":\"%s\",\"text\":\"%s\",\"made\":%s,\"own\":[5,5]}}"
        .formatted(name, text, vector);
  }
}
