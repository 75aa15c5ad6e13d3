package dev.omnigraph.embed;

import dev.omnigraph.error.GraphException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** The signature of AWS, version 4, by the signer of its SDK. */
final class AwsProof implements Proof {
  /** What the JDK sets itself, to the same values. */
  private static final Set<String> OWN = Set.of("host", "content-length");

  private final String service;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /**
   * @param service as its signatures name it
   */
  AwsProof(String service, String region, AwsCredentialsProvider credentials) {
    this.service = service;
    this.region = region;
    this.credentials = credentials;
  }

  @Override
  public HttpRequest.Builder of(Message message) {
    SdkHttpRequest.Builder plain =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(message.to());
    message.headers().forEach(plain::putHeader);
    AwsCredentials identity = credentials();
    SdkHttpRequest signed =
        signer
            .sign(
                request ->
                    request
                        .identity(identity)
                        .request(plain.build())
                        .payload(ContentStreamProvider.fromByteArray(message.body()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
            .request();
    HttpRequest.Builder request = message.builder();
    signed.forEachHeader(
        (name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.setHeader(name, value));
          }
        });
    return request;
  }

  private AwsCredentials credentials() {
    try {
      return credentials.resolveCredentials();
    } catch (SdkClientException e) {
      throw GraphException.of(
              EmbedError.EMBEDDING_REFUSED,
              "There are no AWS credentials to call %s with.".formatted(service))
          .next("Give this process a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
          .cause(e)
          .build();
    }
  }
}
