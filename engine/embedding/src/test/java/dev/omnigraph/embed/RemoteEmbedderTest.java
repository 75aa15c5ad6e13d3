package dev.omnigraph.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.embed.StubServer.Answer;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class RemoteEmbedderTest {
  private static final String KEY = "sk-1234567890-secret";
  private static final AwsCredentialsProvider AWS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", KEY));
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:embedding-AbCdEf";

  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong();
  private StubServer server;

  /** Every pause is as long as it can be, and takes no time but on the clock. */
  private final Pace pace =
      new Pace(
          5,
          Duration.ofMillis(200),
          bound -> bound - 1,
          pause -> {
            pauses.add(pause);
            now.addAndGet(pause.toNanos());
          },
          now::get);

  @BeforeEach
  void start() throws IOException {
    server = new StubServer().usually(request -> StubServer.openAi(request.texts(), 3));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void textsAreAskedForAndVectorsComeInTheirOrderWithLengthOne() {
    server.then(
        new Answer(
            200,
            "{\"data\":[{\"index\":1,\"embedding\":[0,0,2]},{\"index\":0,\"embedding\":[3,4,0]}]}"));

    List<float[]> vectors = openAi("openai/tiny").embed(List.of("one", "two"), 3);

    assertThat(vectors.get(0)).containsExactly(new float[] {0.6f, 0.8f, 0}, within(1e-6f));
    assertThat(vectors.get(1)).containsExactly(0, 0, 1);
    StubServer.Request request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/v1/embeddings");
    assertThat(request.body()).hasToString("{\"model\":\"tiny\",\"input\":[\"one\",\"two\"]}");
    assertThat(request.headers())
        .containsEntry("Authorization", "Bearer " + KEY)
        .doesNotContainKey("Upgrade");
  }

  @Test
  void theDimensionIsAskedForWhereTheModelAllowsIt() {
    openAi("openai/text-embedding-3-large").embed(List.of("one"), 3);

    assertThat(server.requests().getFirst().body().path("dimensions").asInt()).isEqualTo(3);
  }

  @Test
  void aServerMayWantTheKeyInAHeaderOfItsOwnAndAQueryInItsAddress() {
    EmbedSettings settings =
        settings(
            "azure/tiny", server.url("/openai/?api-version=1"), Optional.of(KEY), Optional.empty());
    EmbedSettings withHeader =
        new EmbedSettings(
            settings.model(),
            settings.url(),
            settings.key(),
            settings.keySecret(),
            Optional.of("api-key"),
            settings.region(),
            settings.sendDimension(),
            settings.timeout(),
            settings.time());

    new RemoteEmbedders(withHeader, pace, null, AWS).openAi().embed(List.of("one"), 3);

    StubServer.Request request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/openai/embeddings?api-version=1");
    assertThat(request.headers()).containsEntry("Api-key", KEY).doesNotContainKey("Authorization");
  }

  @Test
  void manyTextsGoInBatchesAndComeBackInOrder() {
    List<String> texts = new ArrayList<>(Collections.nCopies(250, "text"));

    List<float[]> vectors = openAi("openai/tiny").embed(texts, 3);

    assertThat(server.requests())
        .extracting(StubServer.Request::texts)
        .containsExactlyInAnyOrder(100, 100, 50);
    assertThat(vectors).hasSize(250);
    assertThat(vectors.get(100)).containsExactly(vectors.get(0));
    assertThat(vectors.get(249)).containsExactly(vectors.get(49));
  }

  @Test
  void longTextsMakeSmallBatchesAndOnlyTheirBeginningIsSent() {
    String large = "x".repeat(RemoteEmbedder.LONGEST_TEXT - 1) + "👩" + "y".repeat(1_000);

    openAi("openai/tiny").embed(Collections.nCopies(50, large), 3);

    assertThat(server.requests())
        .extracting(StubServer.Request::texts)
        .containsExactlyInAnyOrder(25, 25);
    assertThat(server.requests().getFirst().body().path("input").path(0).asText())
        .isEqualTo("x".repeat(RemoteEmbedder.LONGEST_TEXT - 1));
  }

  @Test
  void ofATextWhoseCharactersAreManyTokensLessIsSent() {
    openAi("openai/tiny").embed(Collections.nCopies(30, "漢".repeat(5_000)), 3);

    assertThat(server.requests())
        .extracting(StubServer.Request::texts)
        .containsExactlyInAnyOrder(25, 5);
    assertThat(server.requests().getFirst().body().path("input").path(0).asText())
        .isEqualTo("漢".repeat(RemoteEmbedder.LONGEST_TEXT / 3));
  }

  @Test
  void anAccountThatIsUsedUpIsNotAskedAgain() {
    server.then(
        new Answer(
            429,
            "{\"error\":{\"message\":\"You exceeded your quota.\",\"code\":\"insufficient_quota\"}}"));

    GraphException e = failure("openai/tiny");

    assertThat(e.is(EmbedError.EMBEDDING_REFUSED)).isTrue();
    assertThat(e).hasMessageContainingAll("429", "You exceeded your quota.");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 503})
  void aBusyServerIsAskedAgainAfterLongerAndLongerPauses(int status) {
    server
        .then(new Answer(status, "{}"))
        .then(new Answer(status, "not JSON"))
        .then(new Answer(status, ""));

    assertThat(openAi("openai/tiny").embed(List.of("one"), 3)).hasSize(1);

    assertThat(pauses)
        .containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
  }

  @Test
  void aServerThatSaysWhenIsNotAskedBefore() {
    server.then(new Answer(429, "{}", Map.of("Retry-After", "7")));

    openAi("openai/tiny").embed(List.of("one"), 3);

    assertThat(pauses).containsExactly(Duration.ofMillis(7_200));
  }

  @Test
  void aServerThatSaysLaterThanThereIsTimeIsNotWaitedFor() {
    server.then(new Answer(429, "{}", Map.of("Retry-After", "60")));

    GraphException e = failure("openai/tiny");

    assertThat(e.is(EmbedError.EMBEDDING_UNAVAILABLE)).isTrue();
    assertThat(e.nextStep()).isEqualTo("Try again in 60 seconds.");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    server.usually(
        request ->
            new Answer(503, "{\"error\":{\"message\":\"overloaded with \\u0007 " + KEY + "\"}}"));

    GraphException e = failure("openai/tiny");

    assertThat(e.is(EmbedError.EMBEDDING_UNAVAILABLE)).isTrue();
    assertThat(e)
        .hasMessage(
            "The embedding model at localhost answers 503: overloaded with   …, after 5 attempts.");
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void aServerThatDoesNotAnswerInTimeIsAskedAgain() {
    server.then(StubServer.SILENCE);

    Embedder embedder = openAi("openai/tiny", Duration.ofMillis(300));

    assertThat(embedder.embed(List.of("one"), 3)).hasSize(1);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    URI url = server.url("/v1");
    server.close();

    assertThatThrownBy(
            () ->
                new RemoteEmbedders(
                        settings("openai/tiny", url, Optional.of(KEY), Optional.empty()),
                        pace,
                        null,
                        AWS)
                    .openAi()
                    .embed(List.of("one"), 3))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(EmbedError.EMBEDDING_UNAVAILABLE)).isTrue());
    assertThat(pauses).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "401,EMBEDDING_REFUSED",
    "403,EMBEDDING_REFUSED",
    "404,EMBEDDING_REFUSED",
    "400,EMBEDDING_FAILED"
  })
  void aRefusalIsToldAtOnceAndWithoutTheKey(int status, EmbedError code) {
    server.then(
        new Answer(
            status, "{\"error\":{\"message\":\"the key " + KEY + " " + "x".repeat(999) + "\"}}"));

    GraphException e = failure("openai/tiny");

    assertThat(e.is(code)).isTrue();
    assertThat(e.getMessage()).contains(Integer.toString(status)).hasSizeLessThan(400);
    assertThat(e.getMessage() + e.details() + e.nextStep()).doesNotContain(KEY);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "[]",
        "{}",
        "{\"data\":[]}",
        "{\"data\":[{\"embedding\":[1,2,3]},{\"embedding\":[1,2,3]}]}",
        "{\"data\":[{\"index\":1,\"embedding\":[1,2,3]}]}",
        "{\"data\":[{\"embedding\":\"AAAA\"}]}",
        "{\"data\":[{\"embedding\":[1,\"2\",3]}]}",
        "{\"data\":[{\"embedding\":[1,null,3]}]}",
        "{\"data\":[{\"embedding\":[1,NaN,3]}]}",
        "{\"data\":[{\"embedding\":[1,1e999,3]}]}",
        "{\"data\":[{\"embedding\":[0,0,0]}]}"
      })
  void anAnswerThatIsNotOneFiniteVectorForEachTextIsRefused(String body) {
    server.then(new Answer(200, body));

    assertThat(failure("openai/tiny").is(EmbedError.EMBEDDING_FAILED)).isTrue();
  }

  @Test
  void vectorsOfAnotherDimensionAreRefusedWithBoth() {
    server.then(StubServer.openAi(1, 4));

    GraphException e = failure("openai/tiny");

    assertThat(e.is(EmbedError.EMBEDDING_DIMENSION)).isTrue();
    assertThat(e).hasMessageContainingAll("\"openai/tiny\"", "of 4 numbers", "has 3");
  }

  @Test
  void aModelOfAmazonIsAskedForEachTextWithASignature() {
    server.usually(request -> new Answer(200, "{\"embedding\":[0,2,0],\"inputTextTokenCount\":1}"));

    List<float[]> vectors =
        bedrock("bedrock/amazon.titan-embed-text-v2:0").embed(List.of("one", "two"), 3);

    assertThat(vectors).allSatisfy(vector -> assertThat(vector).containsExactly(0, 1, 0));
    assertThat(server.requests())
        .extracting(request -> request.body().toString())
        .containsExactlyInAnyOrder(
            "{\"inputText\":\"one\",\"dimensions\":3}", "{\"inputText\":\"two\",\"dimensions\":3}");
    StubServer.Request request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/model/amazon.titan-embed-text-v2%3A0/invoke");
    assertThat(request.headers().get("Authorization"))
        .matches(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-west-1/bedrock/aws4_request,"
                + " SignedHeaders=.*host;.*, Signature=[0-9a-f]{64}");
  }

  @Test
  void aModelOfCohereKnowsWhatIsSearchedFromWhatIsStored() {
    server.usually(request -> new Answer(200, "{\"embeddings\":{\"float\":[[0,2,0]]}}"));
    Embedder embedder = bedrock("bedrock/cohere.embed-multilingual-v3");

    embedder.embed(List.of("one"), 3);
    float[] vector = embedder.embedQuery("one", 3);

    assertThat(vector).containsExactly(0, 1, 0);
    assertThat(server.requests())
        .extracting(request -> request.body().path("input_type").asText())
        .containsExactly("search_document", "search_query");
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock/cohere.embed-english-v3,2048",
    "bedrock/eu.cohere.embed-multilingual-v3,2048",
    "bedrock/us.cohere.embed-v4:0,8000"
  })
  void ofALongTextAModelOfCohereIsSentWhatBedrockTakes(String model, int characters) {
    server.usually(request -> new Answer(200, "{\"embeddings\":{\"float\":[[0,2,0]]}}"));

    bedrock(model).embed(List.of("x".repeat(10_000)), 3);

    assertThat(server.requests().getFirst().body().path("texts").path(0).asText())
        .hasSize(characters);
  }

  @Test
  void whatAmazonSaysIsToldHoweverItIsSpelled() {
    server.then(new Answer(403, "{\"Message\":\"not allowed to invoke\"}"));

    assertThatThrownBy(() -> bedrock("bedrock/amazon.titan-embed-text-v2:0").embed(List.of("a"), 3))
        .hasMessageContainingAll("403", "not allowed to invoke");
  }

  @Test
  void theKeyIsReadFromItsSecretOnce() {
    server.then(new Answer(200, "{\"SecretString\":\"{\\\"key\\\":\\\"" + KEY + "\\\"}\"}"));
    Embedder embedder = withSecret();

    embedder.embed(List.of("one"), 3);
    embedder.embed(List.of("two"), 3);

    assertThat(server.requests())
        .extracting(StubServer.Request::path)
        .containsExactly("/secrets", "/v1/embeddings", "/v1/embeddings");
    assertThat(server.requests().get(0).headers())
        .containsEntry("X-amz-target", "secretsmanager.GetSecretValue");
    assertThat(server.requests().get(0).body()).hasToString("{\"SecretId\":\"" + ARN + "\"}");
    assertThat(server.requests().get(2).headers()).containsEntry("Authorization", "Bearer " + KEY);
  }

  @Test
  void aSecretThatHasSeveralMembersIsRefusedWithoutThem() {
    server.then(
        new Answer(
            200, "{\"SecretString\":\"{\\\"a\\\":\\\"" + KEY + "\\\",\\\"b\\\":\\\"\\\"}\"}"));

    assertThatThrownBy(() -> withSecret().embed(List.of("one"), 3))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.is(EmbedError.EMBEDDING_REFUSED)).isTrue();
              assertThat(e.getMessage() + e.details()).doesNotContain(KEY);
            });
  }

  private Embedder withSecret() {
    return new RemoteEmbedders(
            settings("openai/tiny", server.url("/v1"), Optional.empty(), Optional.of(ARN)),
            pace,
            server.url("/secrets"),
            AWS)
        .openAi();
  }

  private GraphException failure(String model) {
    try {
      openAi(model).embed(List.of("one"), 3);
    } catch (GraphException e) {
      return e;
    }
    throw new AssertionError("it succeeded");
  }

  private Embedder openAi(String model) {
    return openAi(model, Duration.ofSeconds(20));
  }

  private Embedder openAi(String model, Duration timeout) {
    EmbedSettings usual = settings(model, server.url("/v1"), Optional.of(KEY), Optional.empty());
    EmbedSettings settings =
        new EmbedSettings(
            usual.model(),
            usual.url(),
            usual.key(),
            usual.keySecret(),
            usual.keyHeader(),
            usual.region(),
            usual.sendDimension(),
            timeout,
            usual.time());
    return new RemoteEmbedders(settings, pace, null, AWS).openAi();
  }

  private Embedder bedrock(String model) {
    return new RemoteEmbedders(
            settings(model, server.url("/"), Optional.empty(), Optional.empty()), pace, null, AWS)
        .bedrock();
  }

  private static EmbedSettings settings(
      String model, URI url, Optional<String> key, Optional<String> secret) {
    return new EmbedSettings(
        model,
        Optional.of(url),
        key,
        secret,
        Optional.empty(),
        Optional.of("eu-west-1"),
        Optional.empty(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30));
  }
}
