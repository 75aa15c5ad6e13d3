package dev.omnigraph.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Requests that are signed for IAM. */
class SignerTest {
  private static final AwsCredentialsProvider ADA =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDADA", "secret"));

  @Test
  void theAddressOfAnApiOrAFunctionNamesRegionAndService() {
    assertThat(signer("https://a1.execute-api.eu-central-1.amazonaws.com/graphs/g", null))
        .contains(new Signer("execute-api", "eu-central-1", ADA));
    assertThat(signer("https://a1.lambda-url.us-east-1.on.aws/graphs/g", "eu-west-1"))
        .contains(new Signer("lambda", "us-east-1", ADA));
    assertThat(signer("https://api.example.com/graphs/g", "eu-west-1"))
        .contains(new Signer("execute-api", "eu-west-1", ADA));
    assertThat(signer("https://api.example.com/graphs/g", null)).isEmpty();
  }

  @Test
  void aRequestIsSignedWithItsBodyAndNotWithTheSecret() {
    Signer signer = new Signer("execute-api", "eu-west-1", ADA);
    URI uri = URI.create("https://api.example.com/graphs/g/query");

    Map<String, String> one = signer.sign(request(uri, "{\"a\":1}"));
    Map<String, String> other = signer.sign(request(uri, "{\"a\":2}"));

    assertThat(one.get("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDADA/")
        .contains("/eu-west-1/execute-api/aws4_request", "SignedHeaders=content-type;host;")
        .doesNotContain("secret");
    assertThat(one).containsKey("X-Amz-Date").doesNotContainKeys("Host", "Content-Length");
    assertThat(one.get("x-amz-content-sha256")).isNotEqualTo(other.get("x-amz-content-sha256"));
  }

  private static Unsigned request(URI uri, String body) {
    return new Unsigned(
        "POST", uri, Map.of("Content-Type", "application/json"), Content.json(body));
  }

  private static Optional<Signer> signer(String url, @Nullable String region) {
    return Signer.of(URI.create(url), region, ADA);
  }
}
