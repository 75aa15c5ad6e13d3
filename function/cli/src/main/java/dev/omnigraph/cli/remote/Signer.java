package dev.omnigraph.cli.remote;

import dev.omnigraph.error.GraphException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Signs requests for IAM, with the signer of the AWS SDK.
 *
 * @param service as signatures name it: {@code execute-api} or {@code lambda}
 */
public record Signer(String service, String region, AwsCredentialsProvider credentials) {
  /** What the HTTP client sets itself, to the same values. */
  private static final Set<String> OWN = Set.of("host", "content-length");

  private static final Pattern API =
      Pattern.compile(".+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern FUNCTION =
      Pattern.compile(".+\\.lambda-url\\.([a-z0-9-]+)\\.on\\.aws");

  /**
   * For the host of a URL: an API's or a function's address names its region.
   *
   * @param region for a domain of one's own
   * @return empty when the region is not known
   */
  public static Optional<Signer> of(
      URI url, @Nullable String region, AwsCredentialsProvider credentials) {
    Matcher function = FUNCTION.matcher(url.getHost());
    if (function.matches()) {
      return Optional.of(new Signer("lambda", function.group(1), credentials));
    }
    Matcher api = API.matcher(url.getHost());
    return Optional.ofNullable(api.matches() ? api.group(1) : region)
        .map(known -> new Signer("execute-api", known, credentials));
  }

  /** The headers to send. */
  Map<String, String> sign(Unsigned request) {
    SdkHttpRequest.Builder plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(request.uri());
    request.headers().forEach(plain::putHeader);
    Content content = request.content();
    AwsCredentials identity = identity();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                signing -> {
                  signing
                      .identity(identity)
                      .request(plain.build())
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                      .putProperty(AwsV4HttpSigner.REGION_NAME, region);
                  if (content != null) {
                    signing.payload(ContentStreamProvider.fromInputStreamSupplier(content.open()));
                  }
                })
            .request();
    Map<String, String> headers = new LinkedHashMap<>();
    signed.forEachHeader(
        (name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, String.join(",", values));
          }
        });
    return headers;
  }

  private AwsCredentials identity() {
    try {
      return credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw GraphException.of(
              RemoteError.NO_AWS_CREDENTIALS, "There are no AWS credentials to sign requests with.")
          .cause(e)
          .build();
    }
  }
}
