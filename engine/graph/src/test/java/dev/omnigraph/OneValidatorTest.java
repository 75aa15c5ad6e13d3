package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mutation and a load that would leave the same wrong state are told the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneValidatorTest {
  private static final String SCHEMA =
      """
      node Person {
        name: String @key   age: I32?   email: String? @unique   kind: enum(a, b)?   marks: [enum(a, b)]?
        ratio: F64    code: String?   desk: I32?   floor: I32?
        @range(age, 0..200)   @range(ratio, ..1)   @check(code, "[A-Z]+")   @unique(desk, floor)
      }
      node Town { name: String @key }
      edge Lives: Person -> Town @card(0..1)
      edge Rules: Town -> Person @card(1..2)
      edge Knows: Person -> Person { since: Date  @key(src, dst, since) }
      """;
  private static final String SEED =
      """
      {"type":"Person","data":{"name":"Ann","ratio":0,"email":"a@x","desk":1,"floor":2}}
      {"type":"Person","data":{"name":"Bob","ratio":0}}
      {"type":"Person","data":{"name":"Cid","ratio":0}}
      {"type":"Town","data":{"name":"Ulm"}}
      {"edge":"Rules","from":"Ulm","to":"Ann"}
      {"edge":"Lives","from":"Ann","to":"Ulm"}
      """;

  private Graph graph;

  @BeforeAll
  void make(@TempDir Path folder) {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "p.pg", "ann");
    load(SEED);
  }

  @AfterAll
  void close() {
    graph.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          range | insert Person { name: "Z", ratio: 0, age: 201 } | {"type":"Person","data":{"name":"Z","ratio":0,"age":201}}
          range | insert Person { name: "Z", ratio: 1.5 } | {"type":"Person","data":{"name":"Z","ratio":1.5}}
          check | insert Person { name: "Z", ratio: 0, code: "aB" } | {"type":"Person","data":{"name":"Z","ratio":0,"code":"aB"}}
          enum_value | insert Person { name: "Z", ratio: 0, kind: $text } | {"type":"Person","data":{"name":"Z","ratio":0,"kind":"wr\\"ong"}}
          unique_violation | insert Person { name: "Z", ratio: 0, email: "a@x" } | {"type":"Person","data":{"name":"Z","ratio":0,"email":"a@x"}}
          unique_violation | insert Person { name: "Z", ratio: 0, desk: 1, floor: 2 } | {"type":"Person","data":{"name":"Z","ratio":0,"desk":1,"floor":2}}
          endpoint_missing | insert Lives { from: "Bob", to: "Bonn" } | {"edge":"Lives","from":"Bob","to":"Bonn"}
          endpoint_missing | insert Knows { from: "Nobody", to: "Bob", since: date("2024-01-01") } | {"edge":"Knows","from":"Nobody","to":"Bob","data":{"since":"2024-01-01"}}
          cardinality | insert Lives { from: "Ann", to: "Ulm" } | {"edge":"Lives","from":"Ann","to":"Ulm"}
          cardinality | insert Town { name: "Bonn" } | {"type":"Town","data":{"name":"Bonn"}}
          cardinality | insert Rules { from: "Ulm", to: "Bob" } insert Rules { from: "Ulm", to: "Cid" } | {"edge":"Rules","from":"Ulm","to":"Bob"}¶{"edge":"Rules","from":"Ulm","to":"Cid"}
          range | insert Person { name: "Z", ratio: 2, age: -1, email: "a@x" } insert Lives { from: "Z", to: "Bonn" } | {"type":"Person","data":{"name":"Z","ratio":2,"age":-1,"email":"a@x"}}¶{"edge":"Lives","from":"Z","to":"Bonn"}
          """)
  void theSameMistakeHasTheSameCodeAndTheSameWords(String code, String statements, String lines) {
    GraphException written = failure(() -> mutate(statements));
    GraphException loaded = failure(() -> load(lines.replace('¶', '\n')));

    assertThat(written.code()).isEqualTo(code).isEqualTo(loaded.code());
    assertThat(written.kind()).isEqualTo(loaded.kind());
    assertThat(found(written)).isNotEmpty().isSubsetOf(found(loaded));
  }

  /**
   * A load that finds mistakes in lines by themselves does not look further, nor does it say id.
   */
  private static List<Map<String, Object>> found(GraphException e) {
    List<Map<String, Object>> found = new ArrayList<>();
    if (e.details().get("violations") instanceof List<?> violations) {
      for (Object violation : violations) {
        if (violation instanceof Map<?, ?> members) {
          Map<String, Object> told = new LinkedHashMap<>();
          for (String part : List.of("code", "type", "field", "reason")) {
            told.put(part, String.valueOf(members.get(part)));
          }
          found.add(told);
        }
      }
    }
    return found;
  }

  private static GraphException failure(ThrowingCallable call) {
    return catchThrowableOfType(GraphException.class, call);
  }

  private void mutate(String statements) {
    graph.mutate(
        new MutationRequest(
            "query q($text: String) { " + statements + " }",
            "q.gq",
            null,
            Map.of("text", "wr\"ong"),
            WriteOptions.on(BranchName.MAIN, "ann")));
  }

  private void load(String lines) {
    graph.load(
        new LoadRequest("p.jsonl", LoadMode.APPEND, WriteOptions.on(BranchName.MAIN, "ann"), null),
        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }
}
