package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.SchemaPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reference says of evolving a schema is what happens. */
class EvolutionDocsTest {
  private static final String DATA =
      """
      {"type":"Person","data":{"name":"Ann","age":41,"kind":"staff","fax":"1"}}
      {"edge":"Knows","from":"Ann","to":"Ann","data":{"since":"2020-01-02"}}
      """;

  @TempDir private Path folder;

  @Test
  void theExamplesAreAppliedAndRefusedAsThePageSays() throws IOException {
    List<String> schemas = blocks("pg");
    List<String> plans = blocks("console");
    assertThat(schemas).hasSize(3);
    assertThat(plans).hasSize(2);
    try (Graph graph =
        Graph.create(GraphStorage.newFolder(folder.resolve("g")), schemas.get(0), "d", "ann")) {
      graph.load(
          new LoadRequest("d.jsonl", LoadRequest.Mode.APPEND, "main", "ann", null, null),
          new ByteArrayInputStream(DATA.getBytes(StandardCharsets.UTF_8)),
          read -> {});

      assertThat(printed(graph, schemas.get(1))).isEqualTo(plans.get(0));
      graph.applySchema(
          new SchemaRequest(schemas.get(1), "people.pg", false, "main", "ann", null, null));
      assertThat(printed(graph, schemas.get(2))).isEqualTo(plans.get(1));
    }
  }

  /** As the command line prints it. */
  private static String printed(Graph graph, String schema) {
    SchemaPlan plan = graph.planSchema(schema, "people.pg", false, ReadAt.main());
    return "$ omnigraph schema plan people.pg\n" + plan.text();
  }

  private static List<String> blocks(String language) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "schema-language.md"));
    int start = page.indexOf("## Evolving a schema");
    String section = page.substring(start, page.indexOf("\n## ", start + 1));
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(section)
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
