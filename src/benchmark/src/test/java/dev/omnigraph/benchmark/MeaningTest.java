package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sentences are found by what they mean, with vectors of a real model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeaningTest {
  private static final String SCHEMA =
      """
      node Note {
        topic: String
        text: String @index
        meaning: Vector(384)? @embed("text", model="test/all-minilm-l6-v2-q")
      }
      """;

  private static final Map<String, List<String>> NOTES =
      Map.of(
          "cooking",
          List.of(
              "Let the dough rise for an hour before it goes into the oven.",
              "Fry the onions gently in butter until they are golden.",
              "A pinch of salt brings out the taste of chocolate.",
              "Simmer the soup on a low flame and skim off the fat.",
              "Whisk the egg whites until they form stiff peaks."),
          "astronomy",
          List.of(
              "The telescope photographed a galaxy two billion light years away.",
              "Jupiter has dozens of moons, and the largest is bigger than Mercury.",
              "A comet grows a tail when the sun heats its ice.",
              "Neutron stars are what is left after a supernova.",
              "The rover found traces of water on Mars."),
          "money",
          List.of(
              "The central bank raised its interest rate by half a point.",
              "Shareholders receive a dividend of two euros a share.",
              "Her mortgage is paid back over thirty years.",
              "Inflation has eaten up most of our savings.",
              "The auditor found a mistake in the balance sheet."),
          "sport",
          List.of(
              "The goalkeeper saved a penalty in the last minute.",
              "She ran the marathon in under three hours.",
              "The cyclists climbed the mountain pass in heavy rain.",
              "He won the final set of the tennis match in a tie-break.",
              "The swimmer broke the world record over two hundred metres."),
          "medicine",
          List.of(
              "The patient was given antibiotics against pneumonia.",
              "A vaccine protects children from measles.",
              "The surgeon replaced the worn-out hip joint.",
              "High blood pressure damages the vessels over time.",
              "The nurse bandaged the wound and took her temperature."),
          "gardens",
          List.of(
              "Plant tulip bulbs in autumn so that they flower in spring.",
              "Prune the roses before the first buds open.",
              "Slugs have eaten all the young lettuce.",
              "The compost heap turns leaves into rich soil.",
              "Water tomatoes early in the morning, and not at noon."));

  private final Embedder model = new MiniLm();
  private Graph graph;

  @BeforeAll
  void fill(@TempDir Path folder) {
    Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "notes.pg", "test").close();
    graph = Graph.open(GraphStorage.folder(folder.resolve("g")), model);
    Runner.load(graph, new ByteArrayInputStream(lines().getBytes(StandardCharsets.UTF_8)));
    EmbedAnswer answer =
        graph.embed(
            new EmbedRequest(
                WriteOptions.on(BranchName.MAIN, "test"), 1_000, Duration.ofMinutes(10)),
            embedded -> {});
    assertThat(answer.embedded()).isEqualTo(30);
  }

  @AfterAll
  void close() {
    graph.close();
  }

  @Test
  void aQuestionInOtherWordsFindsTheNoteThatAnswersIt() {
    assertThat(nearest("how do I bake bread", 1)).containsExactly(note("cooking", 0));
    assertThat(nearest("the collapsed core of a dead star", 1))
        .containsExactly(note("astronomy", 3));
    assertThat(nearest("prices go up and my cash is worth less", 1))
        .containsExactly(note("money", 3));
    assertThat(nearest("long distance jogging race", 1)).containsExactly(note("sport", 1));
    assertThat(nearest("immunization of kids", 1)).containsExactly(note("medicine", 1));
    assertThat(nearest("snails in the vegetable bed", 1)).containsExactly(note("gardens", 2));
  }

  @Test
  void theNearestNotesAreOfTheTopicOfTheQuestion() {
    assertThat(nearest("objects in outer space", 4)).isSubsetOf(NOTES.get("astronomy"));
    assertThat(nearest("what a hospital does", 3)).isSubsetOf(NOTES.get("medicine"));
  }

  @Test
  void meaningAndWordsTogetherPreferWhatHasBoth() {
    String both =
        """
        query q($meant: String, $words: String) {
          match { $n: Note }
          return { $n.text }
          order { rrf(nearest($n.meaning, $meant), bm25($n.text, $words)) desc }
          limit 2
        }
        """;

    assertThat(ask(both, Map.of("meant", "liquid on other planets", "words", "water")))
        .first()
        .isEqualTo(note("astronomy", 4));
    assertThat(ask(both, Map.of("meant", "how to care for vegetables", "words", "water")))
        .first()
        .isEqualTo(note("gardens", 4));
  }

  private List<String> nearest(String question, int limit) {
    return ask(
        """
        query q($question: String) {
          match { $n: Note }
          return { $n.text }
          order { nearest($n.meaning, $question) }
          limit %d
        }
        """
            .formatted(limit),
        Map.of("question", question));
  }

  private List<String> ask(String query, Map<String, Object> arguments) {
    return graph
        .query(new QueryRequest(query, "notes.gq", null, arguments, ReadAt.main()))
        .rows()
        .stream()
        .map(row -> String.valueOf(row.getFirst()))
        .toList();
  }

  private static String note(String topic, int number) {
    return NOTES.getOrDefault(topic, List.of()).get(number);
  }

  private static String lines() {
    return NOTES.entrySet().stream()
        .flatMap(
            topic ->
                topic.getValue().stream()
                    .map(
                        text ->
                            "{\"type\":\"Note\",\"data\":{\"topic\":\"%s\",\"text\":\"%s\"}}"
                                .formatted(topic.getKey(), text)))
        .collect(Collectors.joining("\n"));
  }
}
