package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a function of one source file, which speaks the Runtime API by hand. */
class LambdaRuntimeEmulatorTest {
  @TempDir Path folder;

  @Test
  void aFunctionAnswersItsEventsInOrder() throws IOException {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      assertThat(lambda.invoke("Ada").success()).isEqualTo("Hello, Ada (1)");
      CompletableFuture<LambdaAnswer> second = lambda.submit("Bob".getBytes(UTF_8));
      CompletableFuture<LambdaAnswer> third = lambda.submit("Eve".getBytes(UTF_8));

      assertThat(second.join().success()).isEqualTo("Hello, Bob (2)");
      assertThat(third.join().success()).isEqualTo("Hello, Eve (3)");
      assertThat(lambda.ready().join()).isPositive();
      assertThat(lambda.output()).contains("got Ada").contains("got Eve");
    }
  }

  @Test
  void anErrorOfTheFunctionKeepsItsTypeAndTheProcess() throws IOException {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      LambdaAnswer failed = lambda.invoke("fail");

      assertThat(failed.errorType()).contains("Function.Refused");
      assertThat(failed.body()).contains("refused on request");
      assertThat(lambda.invoke("Ada").success()).isEqualTo("Hello, Ada (2)");
    }
  }

  @Test
  void aProcessThatEndsIsAnErrorWithItsOutput() throws IOException {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      LambdaAnswer ended = lambda.invoke("exit");

      assertThat(ended.errorType()).contains("Runtime.ExitError");
      assertThat(ended.body()).contains("got exit");
      assertThat(lambda.invoke("Ada").errorType()).contains("Runtime.ExitError");
    }
  }

  @Test
  void aFunctionThatCannotStartSaysWhy() throws IOException {
    try (LambdaRuntimeEmulator lambda = start(Map.of())) {
      assertThat(lambda.invoke("Ada").errorType()).contains("Runtime.ExitError");
      assertThat(lambda.initError().join()).contains("GREETING is not set");
    }
  }

  @Test
  void aKilledFunctionIsGone() throws Exception {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      lambda.invoke("Ada").success();
      CompletableFuture<LambdaAnswer> hanging = lambda.submit("hang".getBytes(UTF_8));

      lambda.kill();

      assertThat(lambda.process().isAlive()).isFalse();
      assertThat(hanging.get(60, TimeUnit.SECONDS).errorType()).contains("Runtime.ExitError");
    }
  }

  @Test
  void anEventAfterTheKillOfAnIdleFunctionIsAnError() throws Exception {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      lambda.ready().join();

      lambda.kill();

      assertThat(lambda.submit("Ada".getBytes(UTF_8)).get(60, TimeUnit.SECONDS).errorType())
          .contains("Runtime.ExitError");
    }
  }

  @Test
  void aFrozenFunctionAnswersOnceThawed() throws Exception {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      lambda.invoke("Ada").success();
      lambda.freeze();
      CompletableFuture<LambdaAnswer> answer = lambda.submit("Bob".getBytes(UTF_8));
      assertThat(answer).isNotDone();

      lambda.thaw();

      assertThat(answer.get(60, TimeUnit.SECONDS).success()).isEqualTo("Hello, Bob (2)");
    }
  }

  @Test
  void theProcessSeesNothingOfThisOne() throws IOException {
    try (LambdaRuntimeEmulator lambda = start(Map.of("GREETING", "Hello"))) {
      String environment = lambda.invoke("environment").success();

      assertThat(environment).contains("LAMBDA_TASK_ROOT=" + folder).contains("AWS_REGION=");
      assertThat(environment).doesNotContain("HOME=");
    }
  }

  private LambdaRuntimeEmulator start(Map<String, String> environment) throws IOException {
    Path source = Files.writeString(folder.resolve("Function.java"), FUNCTION);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = List.of(java, "-XX:TieredStopAtLevel=1", source.toString());
    return LambdaRuntimeEmulator.start(command, environment, folder, Duration.ofSeconds(60));
  }

  private static final String FUNCTION =
      """
      import java.net.URI;
      import java.net.http.HttpClient;
      import java.net.http.HttpRequest;
      import java.net.http.HttpRequest.BodyPublishers;
      import java.net.http.HttpResponse;
      import java.net.http.HttpResponse.BodyHandlers;

      class Function {
        static final HttpClient HTTP = HttpClient.newHttpClient();
        static final String API =
            "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

        public static void main(String[] args) throws Exception {
          if (System.getenv("GREETING") == null) {
            post("init/error", "GREETING is not set", "Function.Init");
            System.exit(1);
          }
          for (int count = 1; ; count++) {
            HttpResponse<String> next =
                HTTP.send(
                    HttpRequest.newBuilder(URI.create(API + "invocation/next")).build(),
                    BodyHandlers.ofString());
            String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
            System.out.println("got " + next.body());
            switch (next.body()) {
              case "fail" -> post("invocation/" + id + "/error", "refused on request", "Function.Refused");
              case "exit" -> System.exit(3);
              case "hang" -> new java.util.concurrent.Semaphore(0).acquire();
              case "environment" -> post("invocation/" + id + "/response", System.getenv().toString(), "");
              default ->
                  post(
                      "invocation/" + id + "/response",
                      System.getenv("GREETING") + ", " + next.body() + " (" + count + ")",
                      "");
            }
          }
        }

        static void post(String path, String body, String errorType) throws Exception {
          HttpRequest.Builder request =
              HttpRequest.newBuilder(URI.create(API + path)).POST(BodyPublishers.ofString(body));
          if (!errorType.isEmpty()) {
            request.header("Lambda-Runtime-Function-Error-Type", errorType);
          }
          HTTP.send(request.build(), BodyHandlers.ofString());
        }
      }
      """;
}
