package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs whose ids are made of what functions make of properties. */
class ComputedKeyTest {
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "ann");
  private static final String SCHEMA =
      """
      node Person { email: String  age: I32?  @key(lower(trim(email))) }
      node Room { house: String  name: String  @key(house, upper(name)) }
      node Year { first: Date  @key(year(first)) }
      node Code { text: String  @key(int(text)) }
      edge Knows: Person -> Person { on: Date  note: String?  @key(src, dst, month(on)) }
      edge In: Person -> Room
      edge Of: Person -> Year
      """;

  @TempDir private Path folder;
  private Graph graph;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "ann");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void twoSpellingsOfAKeyAreOneEntity() {
    mutate("insert Person { email: \"Bob@X\", age: 1 }");
    mutate("insert Person { email: \" bob@x\", age: 2 }");
    load(LoadMode.MERGE, "{\"type\":\"Person\",\"data\":{\"email\":\"BOB@X\",\"age\":3}}");
    load(
        LoadMode.MERGE,
        "{\"type\":\"Person\",\"data\":{\"id\":\"bob@x\",\"age\":4,\"email\":\"b\\u006fb@X \"}}");

    assertThat(rows("match { $p: Person } return { $p.id, $p.email, $p.age }"))
        .containsExactly(List.of("bob@x", "bob@X ", 4));
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(
            () -> load(LoadMode.APPEND, "{\"type\":\"Person\",\"data\":{\"email\":\"Bob@x\"}}"))
        .withMessageContaining("bob@x");
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(
            () ->
                load(
                    LoadMode.MERGE,
                    "{\"type\":\"Person\",\"data\":{\"id\":\"Bob@X\",\"email\":\"Bob@X\"}}"))
        .withMessageContaining("the key makes it \"bob@x\"");
  }

  @Test
  void theEndsOfEdgesAreGivenAsTheKeyOrAsWhatItIsMadeOf() {
    mutate(
        """
        insert Person { email: "Bob@X" } insert Person { email: "Ann@X" }
        insert Room { house: "A", name: "r1" } insert Year { first: date("2024-05-06") }
        insert Knows { from: "BOB@x", to: " ann@X", on: date("2024-05-06") }
        insert Knows { from: "bob@x", to: "ann@x", on: date("2023-05-31"), note: "again" }
        insert In { from: "Bob@x", to: "[\\"A\\", \\"r1\\"]" }
        insert Of { from: "Bob@x", to: "2024" }
        """);
    load(
        LoadMode.APPEND,
        """
        {"edge":"In","from":"ANN@X","to":"[\\"A\\",\\"r1\\"]"}
        {"edge":"In", "from":"b\\u006fb@X","to":"[\\"A\\",\\"R1\\"]"}
        {"edge":"Of","from":"ANN@X","to":"2024"}
        """);

    assertThat(rows("match { $a $k:knows $b } return { $k.id, $k.note }"))
        .containsExactly(List.of("[\"bob@x\",\"ann@x\",\"5\"]", "again"));
    assertThat(rows("match { $a $e:in $b } return { $a.id, $b.id, count($e) } order { $a.id }"))
        .containsExactly(
            List.of("ann@x", "[\"A\",\"R1\"]", 1L), List.of("bob@x", "[\"A\",\"R1\"]", 2L));
    assertThat(rows("match { $a of $b } return { $b.id, count($a) }"))
        .containsExactly(List.of("2024", 2L));
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> mutate("insert Of { from: \"Bob@x\", to: \"2025\" }"))
        .withMessageContaining("2025");
  }

  @Test
  void conditionsFindWhatTheySayWhetherOrNotTheyNameTheKey() {
    mutate("insert Person { email: \"Bob@X\", age: 1 } insert Person { email: \"ann@x\", age: 2 }");
    for (int built = 0; built < 2; built++) {
      assertThat(emails("$p.email = \"Bob@X\"")).containsExactly("Bob@X");
      assertThat(emails("$p.email = \"bob@x\"")).isEmpty();
      assertThat(emails("lower(trim($p.email)) = \"bob@x\"")).containsExactly("Bob@X");
      assertThat(emails("lower(trim($p.email)) = \"Bob@X\"")).isEmpty();
      assertThat(emails("lower($p.email) = \"bob@x\"")).containsExactly("Bob@X");
      assertThat(emails("$p.id = \"bob@x\"")).containsExactly("Bob@X");
      graph.optimize(OPTIONS);
    }
    assertThat(mutate("delete Person where lower(trim(email)) = \"bob@x\"").affectedNodes())
        .isEqualTo(1);
    assertThat(mutate("delete Person where email = \"ANN@x\"").affectedNodes()).isZero();
  }

  @Test
  void whatAKeyIsMadeOfDoesNotChangeAndIsNeverNull() {
    mutate("insert Person { email: \"Bob@X\" }");

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> mutate("update Person set { email: \"BOB@X\" } where email = \"Bob@X\""));
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> mutate("insert Code { text: \"x\" }"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("null_key"))
        .withMessage("text: the key property `int(text)` has no value");
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> load(LoadMode.APPEND, "{\"type\":\"Code\",\"data\":{\"text\":\"x\"}}"))
        .withMessageContaining("text: the key property `int(text)` has no value");
    mutate("insert Code { text: \"007\" }");
    assertThat(rows("match { $c: Code } return { $c.id, $c.text }"))
        .containsExactly(List.of("7", "007"));
  }

  private List<Object> emails(String condition) {
    return rows("match { $p: Person  " + condition + " } return { $p.email }").stream()
        .map(row -> (Object) row.getFirst())
        .toList();
  }

  private List<List<@Nullable Object>> rows(String body) {
    return graph
        .query(
            new QueryRequest("query q() { " + body + " }", "q.gq", null, Map.of(), ReadAt.main()))
        .rows();
  }

  private MutationAnswer mutate(String statements) {
    return graph.mutate(
        new MutationRequest("query q() { " + statements + " }", "q.gq", null, Map.of(), OPTIONS));
  }

  private void load(LoadMode mode, String lines) {
    graph.load(
        new LoadRequest("d.jsonl", mode, OPTIONS, null),
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }
}
