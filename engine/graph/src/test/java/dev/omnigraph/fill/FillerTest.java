package dev.omnigraph.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.embed.EmbedError;
import dev.omnigraph.embed.Embedder;
import dev.omnigraph.embed.HashEmbedder;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.TableOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FillerTest {
  private static final String SCHEMA =
      """
      node Doc {
        name: String @key
        text: String?
        made: Vector(4)? @embed("text", model="test/words")
      }
      node Note {
        text: String
        other: Vector(2)? @embed("text", model="openai/other")
      }
      """;

  private static final WriteOptions ON_MAIN = WriteOptions.on(BranchName.MAIN, "test");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ListeningEmbedder embedder = new ListeningEmbedder();
  private volatile Duration ahead = Duration.ZERO;
  private Runnable beforePublishing = () -> {};
  private Graph graph;

  @BeforeEach
  void make() {
    Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "test.pg", "test").close();
    InstantSource clock = () -> Instant.now().plus(ahead);
    Environment environment =
        Environment.system(executor)
            .withClock(clock)
            .withSeams(
                (seam, subject) -> {
                  if (seam == Seam.PUBLISH) {
                    beforePublishing.run();
                  }
                });
    graph =
        Graph.open(
            GraphStorage.of(
                new FileObjectStore(folder.resolve("g"), clock), Map.of(), TableOptions.DEFAULT),
            environment,
            MemoryBudget.usual(),
            embedder);
  }

  @AfterEach
  void close() {
    graph.close();
    executor.shutdown();
  }

  @Test
  void everyTextGetsTheVectorOfItsModelOnce() {
    load(doc("a", "\"one\""), doc("b", "\"two\""), doc("c", "null"), doc("d", "\"  \""));

    EmbedAnswer answer = embed(1_000);
    EmbedAnswer again = embed(1_000);

    assertThat(answer.properties())
        .containsExactly(
            new EmbedAnswer.Property("Doc", "made", "test/words", 2, 0, 0),
            new EmbedAnswer.Property("Note", "other", "openai/other", 0, 0, 0));
    assertThat(answer.commits()).isEqualTo(1);
    assertThat(vectors()).containsOnlyKeys("a", "b");
    assertThat(vectors().get("a"))
        .isEqualTo(numbers(new HashEmbedder().embed(List.of("one"), 4).getFirst()));
    assertThat(again.embedded() + again.left() + again.commits()).isZero();
    assertThat(embedder.texts).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aGivenVectorStays() {
    load("{\"type\":\"Doc\",\"data\":{\"name\":\"a\",\"text\":\"one\",\"made\":[1,0,0,0]}}");

    assertThat(embed(1_000).embedded()).isZero();
    assertThat(embedder.texts).isEmpty();
  }

  @Test
  void textsOfAnotherModelAreLeft() {
    load(doc("a", "\"one\""), "{\"type\":\"Note\",\"data\":{\"text\":\"two\"}}");

    assertThat(embed(1_000).properties())
        .extracting(EmbedAnswer.Property::left)
        .containsExactly(0L, 1L);
  }

  @Test
  void aModelThatIsThatOfNoPropertyIsRefused() {
    embedder.model = "openai/third";
    load(doc("a", "\"one\""));

    GraphException e = catchThrowableOfType(GraphException.class, () -> embed(1_000));

    assertThat(e.is(EmbedError.EMBEDDING_MODEL_MISMATCH)).isTrue();
    assertThat(e).hasMessageContainingAll("Doc.made", "test/words", "openai/third");
  }

  @Test
  void aTextThatChangesWhileItIsEmbeddedGetsItsVectorTheNextTime() {
    load(doc("a", "\"one\""), doc("b", "\"two\""));
    embedder.meanwhile = texts -> mutate("update Doc set { text: \"new\" } where name = \"a\"");

    EmbedAnswer answer = embed(1_000);
    assertThat(answer.embedded()).isEqualTo(1);
    assertThat(vectors()).containsOnlyKeys("b");

    embedder.meanwhile = texts -> {};
    embed(1_000);
    assertThat(vectors().get("a"))
        .isEqualTo(numbers(new HashEmbedder().embed(List.of("new"), 4).getFirst()));
  }

  @Test
  void aVectorThatSomebodyGivesMeanwhileStays() {
    load(doc("a", "\"one\""));
    embedder.meanwhile =
        texts -> mutate("update Doc set { made: [0, 0, 0, 1] } where name = \"a\"");

    assertThat(embed(1_000).embedded()).isZero();
    assertThat(vectors()).containsEntry("a", List.of(0.0f, 0.0f, 0.0f, 1.0f));
  }

  @Test
  void aLostRaceIsSettledByTheRowsThatAreThereThen() {
    load(doc("a", "\"one\""), doc("b", "\"two\""));
    AtomicBoolean once = new AtomicBoolean();
    beforePublishing =
        () -> {
          if (once.compareAndSet(false, true)) {
            mutate("update Doc set { text: \"new\" } where name = \"a\"");
          }
        };

    assertThat(embed(1_000).embedded()).isEqualTo(1);
    assertThat(vectors()).containsOnlyKeys("b");
  }

  @Test
  void underASchemaWithAnotherModelNothingIsWritten() {
    load(doc("a", "\"one\""));
    embedder.meanwhile =
        texts ->
            graph.applySchema(
                new SchemaRequest(
                    SCHEMA.replace("test/words", "openai/new"), "new.pg", false, false, ON_MAIN));

    assertThat(embed(1_000).embedded()).isZero();
    assertThat(vectors()).isEmpty();
  }

  @Test
  void aLimitIsKeptAndWhatIsLeftIsCounted() {
    load(doc("a", "\"one\""), doc("b", "\"two\""), doc("c", "\"three\""));

    EmbedAnswer answer = embed(2);

    assertThat(answer.embedded()).isEqualTo(2);
    assertThat(answer.left()).isEqualTo(1);
    assertThat(embed(2).left()).isZero();
  }

  @Test
  void afterItsTimeNoFurtherTextIsSent() {
    load(many(1_200));
    embedder.meanwhile = texts -> ahead = ahead.plus(HOUR);

    EmbedAnswer answer = embed(10_000);

    assertThat(answer.embedded()).isEqualTo(500);
    assertThat(answer.left()).isEqualTo(700);
  }

  @Test
  void aTextThatTheModelRefusesDoesNotKeepOthersFromHavingVectors() {
    load(doc("a", "\"one\""), doc("b", "\"bad\""), doc("c", "\"three\""), doc("d", "\"four\""));
    embedder.meanwhile =
        texts -> {
          if (texts.contains("bad")) {
            throw GraphException.of(EmbedError.EMBEDDING_FAILED, "No.").build();
          }
        };

    EmbedAnswer answer = embed(1_000);

    assertThat(answer.refused()).isEqualTo(1);
    assertThat(vectors()).containsOnlyKeys("a", "c", "d");
  }

  @Test
  void aModelThatRefusesEveryTextIsGivenUp() {
    load(many(100));
    embedder.meanwhile =
        texts -> {
          throw GraphException.of(EmbedError.EMBEDDING_FAILED, "No.").build();
        };

    GraphException e = catchThrowableOfType(GraphException.class, () -> embed(1_000));

    assertThat(e.is(EmbedError.EMBEDDING_FAILED)).isTrue();
    assertThat(embedder.calls).isLessThan(60);
  }

  @Test
  void whatWasCommittedBeforeAFailureStaysAndTheNextRunGoesOn() {
    load(many(1_200));
    embedder.meanwhile =
        texts -> {
          if (embedder.calls == 2) {
            throw GraphException.of(EmbedError.EMBEDDING_UNAVAILABLE, "Busy.").build();
          }
        };

    GraphException e = catchThrowableOfType(GraphException.class, () -> embed(10_000));

    assertThat(e.is(EmbedError.EMBEDDING_UNAVAILABLE)).isTrue();
    assertThat(e.details()).containsEntry("embedded", 500L);
    assertThat(vectors()).hasSize(500);
    assertThat(embed(10_000).embedded()).isEqualTo(700);
  }

  private EmbedAnswer embed(long limit) {
    return graph.embed(new EmbedRequest(ON_MAIN, limit, HOUR), embedded -> {});
  }

  private void load(String... lines) {
    graph.load(
        new LoadRequest("t.jsonl", LoadMode.MERGE, ON_MAIN, null),
        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
        read -> {});
  }

  private void mutate(String statement) {
    graph.mutate(
        new MutationRequest("query q() { " + statement + " }", "t.gq", "q", Map.of(), ON_MAIN));
  }

  /** The vectors that are there, by name. */
  private Map<Object, Object> vectors() {
    return graph
        .query(
            new QueryRequest(
                "query q() { match { $d: Doc } return { $d.name, $d.made } }",
                "t.gq",
                "q",
                Map.of(),
                new ReadAt.Head(BranchName.MAIN)))
        .rows()
        .stream()
        .filter(row -> row.get(1) != null)
        .collect(
            Collectors.toMap(
                row -> String.valueOf(row.get(0)), row -> numbers((float[]) row.get(1))));
  }

  private static List<Float> numbers(float @Nullable [] vector) {
    List<Float> numbers = new ArrayList<>();
    for (float number : vector == null ? new float[0] : vector) {
      numbers.add(number);
    }
    return numbers;
  }

  private static String doc(String name, String text) {
    return "{\"type\":\"Doc\",\"data\":{\"name\":\"%s\",\"text\":%s}}".formatted(name, text);
  }

  private static String[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> doc("n" + i, "\"text " + i + "\""))
        .toArray(String[]::new);
  }

  /** Lets something happen while texts are embedded. */
  private static final class ListeningEmbedder implements Embedder {
    private final Embedder hash = new HashEmbedder();
    private final List<String> texts = new ArrayList<>();
    private String model = "test/words";
    private Consumer<List<String>> meanwhile = texts -> {};
    private int calls;

    @Override
    public String model() {
      return model;
    }

    @Override
    public List<float[]> embed(List<String> some, int dimension) {
      calls++;
      meanwhile.accept(some);
      texts.addAll(some);
      return hash.embed(some, dimension);
    }

    @Override
    public void close() {}
  }
}
