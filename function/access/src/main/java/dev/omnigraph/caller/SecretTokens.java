package dev.omnigraph.caller;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** The document of tokens as a secret of AWS Secrets Manager, read once a minute at most. */
public final class SecretTokens implements TokenSource {
  private static final Duration FRESH_FOR = Duration.ofMinutes(1);

  /** What the JDK sets itself, to the same values. */
  private static final Set<String> OWN = Set.of("host", "content-length");

  private static final JsonMapper JSON = new JsonMapper();

  private final String arn;
  private final URI endpoint;
  private final AwsCredentialsProvider credentials;
  private final Fetch fetch;

  /**
   * @param endpoint of the service in the secret's region
   */
  SecretTokens(String arn, URI endpoint, AwsCredentialsProvider credentials, Fetch fetch) {
    this.arn = arn;
    this.endpoint = endpoint;
    this.credentials = credentials;
    this.fetch = fetch;
  }

  /** The secret of an ARN, at AWS. */
  public static SecretTokens of(String arn, AwsCredentialsProvider credentials) {
    String region = region(arn);
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    URI endpoint = URI.create("https://secretsmanager.%s.%s/".formatted(region, domain));
    return new SecretTokens(arn, endpoint, credentials, new Fetch());
  }

  private static String region(String arn) {
    String[] parts = arn.split(":", 5);
    return parts.length == 5 ? parts[3] : "";
  }

  @Override
  public String read() throws IOException, InterruptedException {
    byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode().put("SecretId", arn));
    String answer = fetch.text(signed(body));
    return JSON.readTree(answer).path("SecretString").asText("");
  }

  private HttpRequest.Builder signed(byte[] body) throws IOException {
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "secretsmanager.GetSecretValue")
            .build();
    try {
      SdkHttpRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  request ->
                      request
                          .identity(credentials.resolveCredentials())
                          .request(plain)
                          .payload(ContentStreamProvider.fromByteArray(body))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region(arn)))
              .request();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(body));
      signed.forEachHeader(
          (name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
              values.forEach(value -> request.header(name, value));
            }
          });
      return request;
    } catch (SdkClientException e) {
      throw new IOException("there are no credentials of AWS", e);
    }
  }

  @Override
  public Duration freshFor() {
    return FRESH_FOR;
  }
}
