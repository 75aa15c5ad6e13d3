package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.EmbeddedS3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Links to objects, on a server of others that checks signatures. */
class S3LinkTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static EmbeddedS3 server;
  private static S3Client client;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    server = EmbeddedS3.start("exports");
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void whoeverHasALinkReadsTheObjectWithoutCredentials() throws Exception {
    S3Uploads uploads = uploads(client, true);
    S3Upload upload = put(uploads, "01J/flights-Airport.csv", "id\nLAS\n");

    S3Uploads.Link link = uploads.link(upload, HOUR);
    HttpResponse<String> answer = get(link.url());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("id\nLAS\n");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"flights-Airport.csv\"");
    assertThat(link.expires()).isBetween(Instant.now().plusSeconds(3500), Instant.now().plus(HOUR));
  }

  @Test
  void withoutItsSignatureOrForAnotherObjectTheStoreRefusesIt() throws Exception {
    S3Uploads uploads = uploads(client, true);
    URI link = uploads.link(put(uploads, "01J/a.csv", "a"), HOUR).url();
    put(uploads, "01J/b.csv", "b");
    String unsigned = link.toString().replaceAll("X-Amz-Signature=[0-9a-f]+", "X-Amz-Signature=0");

    assertThat(get(URI.create(link.toString().replaceAll("\\?.*", ""))).statusCode())
        .isEqualTo(403);
    assertThat(get(URI.create(unsigned)).statusCode()).isEqualTo(403);
    assertThat(get(URI.create(link.toString().replace("a.csv?", "b.csv?"))).statusCode())
        .isEqualTo(403);
    assertThat(get(link).statusCode()).isEqualTo(200);
  }

  @Test
  void aLinkEnds() throws Exception {
    S3Uploads uploads = uploads(client, true);
    S3Upload upload = put(uploads, "01J/short.csv", "a");

    URI link = uploads.link(upload, Duration.ofSeconds(1)).url();
    int status = get(link).statusCode();
    while (status == 200) {
      status = get(link).statusCode();
    }

    assertThat(status).isEqualTo(403);
  }

  @Test
  void credentialsOfARoleAreInTheLinkAndEndItWhenTheyEnd() {
    Instant end = Instant.now().plusSeconds(600);
    AwsSessionCredentials role =
        AwsSessionCredentials.builder()
            .accessKeyId("ASIA")
            .secretAccessKey("secret")
            .sessionToken("token/of+it")
            .expirationTime(end)
            .build();
    try (S3Client ofRole =
        S3Client.builder()
            .region(Region.of("eu-central-1"))
            .credentialsProvider(StaticCredentialsProvider.create(role))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build()) {
      S3Uploads uploads = uploads(ofRole, false);

      S3Uploads.Link link = uploads.link(uploads.begin("01J/a.csv", "text/csv"), HOUR);

      assertThat(link.expires()).isEqualTo(end);
      assertThat(link.url().getHost()).isEqualTo("exports.s3.eu-central-1.amazonaws.com");
      assertThat(link.url().getPath()).isEqualTo("/graphs/__exports/01J/a.csv");
      assertThat(List.of(link.url().getRawQuery().split("&")))
          .contains(
              "X-Amz-Algorithm=AWS4-HMAC-SHA256",
              "X-Amz-Expires=3600",
              "X-Amz-SignedHeaders=host",
              "X-Amz-Security-Token=token%2Fof%2Bit")
          .noneMatch(parameter -> parameter.contains("secret"));
    }
  }

  private static S3Uploads uploads(S3Client client, boolean pathStyle) {
    return new S3Uploads(
        client,
        new S3Location("exports", "graphs/__exports"),
        pathStyle,
        S3Retries.usual(),
        () -> Duration.ofSeconds(30),
        Runnable::run);
  }

  private static S3Upload put(S3Uploads uploads, String key, String text) {
    S3Upload upload = uploads.begin(key, "text/csv");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    upload.write(bytes, 0, bytes.length);
    upload.end();
    upload.complete();
    return upload;
  }

  private HttpResponse<String> get(URI link) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString());
  }
}
