package dev.omnigraph.cli.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.cli.remote.Scripted.Received;
import dev.omnigraph.cli.remote.Scripted.Reply;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent again, and what is said when a server does not do what it was asked for. */
class ApiTest {
  private static final Reply DONE = Reply.json(200, "{\"done\":true}");
  private static final ApiRequest READ = ApiRequest.get("snapshot");
  private static final ApiRequest KEYED =
      ApiRequest.of("POST", Repetition.KEYED, "mutate").json(json -> {});
  private static final ApiRequest ONCE =
      ApiRequest.of("POST", Repetition.ONCE, "branches").json(json -> {});

  private final List<Duration> paused = new ArrayList<>();

  @Test
  void aReadIsSentAgainAfterTheTimeThatTheServerNames() throws IOException {
    Reply busy =
        Reply.json(503, "{\"error\":\"Busy.\",\"code\":\"busy\"}").with("Retry-After", "7");
    try (Scripted server = new Scripted(busy, Reply.json(502, "{}"), DONE)) {
      assertThat(api(server).json(READ)).isEqualTo("{\"done\":true}");

      assertThat(server.received())
          .extracting(Received::line)
          .hasSize(3)
          .containsOnly("GET /graphs/towns/snapshot");
    }
    assertThat(paused.getFirst()).isEqualTo(Duration.ofSeconds(7));
    assertThat(paused).hasSize(2);
  }

  @Test
  void aWriteIsSentAgainUnderOneKeyWhichItIsGiven() throws IOException {
    try (Scripted server = new Scripted(Scripted.HANG_UP, Reply.json(429, "{}"), DONE)) {
      api(server).json(KEYED);

      List<String> keys =
          server.received().stream().map(r -> r.header("Idempotency-key")).distinct().toList();
      assertThat(server.received()).hasSize(3);
      assertThat(keys).singleElement().asString().isNotEmpty();
    }
  }

  @Test
  void aWriteWithoutAKeyIsNeverSentTwice() throws IOException {
    try (Scripted server = new Scripted(Scripted.HANG_UP, DONE)) {
      GraphException failure = failure(api(server), ONCE);

      assertThat(failure.errorCode()).isEqualTo(RemoteError.WRITE_UNCERTAIN);
      assertThat(failure.kind()).isEqualTo(ErrorKind.UNKNOWN_OUTCOME);
      assertThat(server.received()).hasSize(1);
    }
    try (Scripted server = new Scripted(new Reply(504, Map.of(), "late"), DONE)) {
      assertThat(failure(api(server), ONCE).errorCode()).isEqualTo(RemoteError.WRITE_UNCERTAIN);
    }
    assertThat(paused).isEmpty();
  }

  @Test
  void aWriteWhoseAnswersAreAllLostNamesTheKeyToSendItAgainUnder() throws IOException {
    try (Scripted server = new Scripted()) {
      GraphException failure = failure(api(server), KEYED);

      String key = server.received().getFirst().header("Idempotency-key");
      assertThat(failure.errorCode()).isEqualTo(RemoteError.WRITE_UNCERTAIN);
      assertThat(failure.nextStep()).contains("--key " + key);
      assertThat(server.received()).hasSize(Tries.MOST);
    }
  }

  @Test
  void aServerThatIsBusyForLongIsNotWaitedFor() throws IOException {
    Reply busy = Reply.json(429, "{}").with("Retry-After", "3600");
    try (Scripted server = new Scripted(busy, DONE)) {
      assertThat(failure(api(server), READ).errorCode()).isEqualTo(RemoteError.TOO_MANY_REQUESTS);
    }
    assertThat(paused).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "401, ACCESS_REFUSED, FORBIDDEN",
    "403, ACCESS_REFUSED, FORBIDDEN",
    "404, NOT_THE_API, INVALID",
    "413, SENT_TOO_LARGE, TOO_LARGE",
    "429, TOO_MANY_REQUESTS, UNAVAILABLE",
    "500, SERVER_FAILED, UNAVAILABLE",
    "502, SERVER_FAILED, UNAVAILABLE",
    "302, NOT_THE_API, INVALID",
  })
  void whatStandsBeforeTheServerIsUnderstood(int status, RemoteError code, ErrorKind kind)
      throws IOException {
    Reply reply = Reply.json(status, "{\"message\":\"Forbidden\"}");
    try (Scripted server = new Scripted(reply, reply, reply, reply)) {
      GraphException failure = failure(api(server), READ);

      assertThat(failure.errorCode()).isEqualTo(code);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.nextStep()).isNotBlank();
    }
  }

  @Test
  void anAnswerThatIsNotJsonIsNotTheApis() throws IOException {
    Reply page = new Reply(200, Map.of("Content-Type", "text/html"), "<html>");
    try (Scripted server = new Scripted(page)) {
      assertThat(failure(api(server), READ).errorCode()).isEqualTo(RemoteError.NOT_THE_API);
    }
  }

  @Test
  void aFailureOfTheServerComesWithItsCodePlaceAndNextStep() throws IOException {
    String body =
        """
        {"error":"query:1:5: unknown_type: no `Twon`","code":"unknown_type",\
        "next_step":"Did you mean `Town`?","details":{"line":1,"names":["Town"]}}""";
    try (Scripted server = new Scripted(Reply.json(400, body))) {
      GraphException failure = failure(api(server), READ.from("query", "town.gq"));

      assertThat(failure).hasMessage("town.gq:1:5: unknown_type: no `Twon`");
      assertThat(failure.code()).isEqualTo("unknown_type");
      assertThat(failure.nextStep()).isEqualTo("Did you mean `Town`?");
      assertThat(failure.details())
          .containsEntry("line", 1)
          .containsEntry("names", List.of("Town"));
    }
  }

  @Test
  void aServerThatIsNotThereIsToldApartFromAHostThatIsNot() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    GraphException refused =
        failure(api(URI.create("http://127.0.0.1:" + free + "/graphs/g")), READ);
    GraphException unknown = failure(api(URI.create("http://no.such.host.invalid/graphs/g")), READ);

    assertThat(refused).hasMessage("No server listens at 127.0.0.1:" + free + ".");
    assertThat(unknown).hasMessage("There is no host no.such.host.invalid.");
    assertThat(unknown.errorCode()).isEqualTo(RemoteError.SERVER_UNREACHABLE);
  }

  @Test
  void plainHttpAtAPortOfHttpsIsNoSafeConnection() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> refuse(plain));
      URI https = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/graphs/g");

      assertThat(failure(api(https), READ).errorCode()).isEqualTo(RemoteError.CERTIFICATE_REFUSED);
    }
  }

  @Test
  void silenceEndsWithTheTimeThatItMayTake() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI graph = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/graphs/g");
      Api api = new Api(graph, new Proof.None(), Duration.ofMillis(50), paused::add);

      assertThat(failure(api, READ).errorCode()).isEqualTo(RemoteError.ANSWER_LOST);
      assertThat(failure(api, ONCE).errorCode()).isEqualTo(RemoteError.WRITE_UNCERTAIN);
    }
  }

  @Test
  void aTokenIsSentAndNeverShown() throws IOException {
    Proof proof = new Proof.Token("s3cret");
    try (Scripted server = new Scripted(DONE, Reply.json(401, "{}"))) {
      Api api = new Api(server.graph(), proof, Duration.ofSeconds(10), paused::add);

      api.json(READ);

      assertThat(server.received().getFirst().header("Authorization")).isEqualTo("Bearer s3cret");
      assertThat(failure(api, READ).nextStep()).contains("token").doesNotContain("s3cret");
    }
    assertThat(proof.toString()).doesNotContain("s3cret");
  }

  @Test
  void namesAreEscapedAndTheSlashesOfABranchSeparateSegments() throws IOException {
    try (Scripted server = new Scripted(DONE, DONE)) {
      api(server).json(ApiRequest.get("blobs", "Town", "a/b c?", "map").parameter("branch", "a+b"));
      api(server).json(ApiRequest.ofBranch("GET", Repetition.SAFE, "agent/7"));

      assertThat(server.received())
          .extracting(Received::line)
          .containsExactly(
              "GET /graphs/towns/blobs/Town/a%2Fb%20c%3F/map?branch=a%2Bb",
              "GET /graphs/towns/branches/agent/7");
    }
  }

  @Test
  void whatIsAboutTheWholeGraphGoesToItsUrl() throws IOException {
    try (Scripted server = new Scripted(DONE, DONE)) {
      api(server).json(ApiRequest.of("POST", Repetition.ONCE));
      api(server).json(ApiRequest.of("DELETE", Repetition.ONCE).parameter("confirm", "towns"));

      assertThat(server.received())
          .extracting(Received::line)
          .containsExactly("POST /graphs/towns", "DELETE /graphs/towns?confirm=towns");
    }
  }

  private static void refuse(ServerSocket plain) {
    while (!plain.isClosed()) {
      try (Socket connection = plain.accept()) {
        connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        connection.shutdownOutput();
        // What was not read would end the connection before its answer is there.
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The caller has gone, or the test has ended.
      }
    }
  }

  private Api api(Scripted server) {
    return api(server.graph());
  }

  private Api api(URI graph) {
    return new Api(graph, new Proof.None(), Duration.ofSeconds(10), paused::add);
  }

  private static GraphException failure(Api api, ApiRequest request) {
    return catchThrowableOfType(GraphException.class, () -> api.json(request));
  }
}
