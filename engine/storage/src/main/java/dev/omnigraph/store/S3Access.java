package dev.omnigraph.store;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How an S3 server is reached, said once for the two that reach it: the AWS SDK for control
 * objects, and the table library for tables. What is absent each of them takes from where it always
 * does: variables, the profile, the host.
 *
 * @param pathStyle whether the bucket is in the path, and not in the host's name
 */
public record S3Access(
    Optional<String> region,
    Optional<URI> endpoint,
    boolean pathStyle,
    Optional<Credentials> credentials) {

  /** AWS, with what the environment says. */
  public static final S3Access ENVIRONMENT =
      new S3Access(Optional.empty(), Optional.empty(), false, Optional.empty());

  /** A key; prints without its secrets. */
  public record Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
    @Override
    public String toString() {
      return "Credentials[" + accessKey + "]";
    }
  }

  /** A server at an address, such as one of tests. */
  public static S3Access at(URI endpoint, String region, String accessKey, String secretKey) {
    return new S3Access(
        Optional.of(region),
        Optional.of(endpoint),
        true,
        Optional.of(new Credentials(accessKey, secretKey, Optional.empty())));
  }

  /** Tells it to the AWS SDK. */
  public S3ClientBuilder configure(S3ClientBuilder client) {
    region.ifPresent(name -> client.region(Region.of(name)));
    endpoint.ifPresent(client::endpointOverride);
    credentials.ifPresent(
        key -> client.credentialsProvider(StaticCredentialsProvider.create(forSdk(key))));
    return client.forcePathStyle(pathStyle);
  }

  /** The same for the table library, in its terms. */
  public Map<String, String> tableStore() {
    Map<String, String> options = new TreeMap<>();
    region.ifPresent(name -> options.put("aws_region", name));
    endpoint.ifPresent(
        uri -> {
          options.put("aws_endpoint", uri.toString());
          options.put("allow_http", Boolean.toString(uri.getScheme().equals("http")));
        });
    options.put("aws_virtual_hosted_style_request", Boolean.toString(!pathStyle));
    credentials.ifPresent(
        key -> {
          options.put("aws_access_key_id", key.accessKey());
          options.put("aws_secret_access_key", key.secretKey());
          key.sessionToken().ifPresent(token -> options.put("aws_session_token", token));
        });
    return options;
  }

  private static AwsCredentials forSdk(Credentials key) {
    return key.sessionToken()
        .<AwsCredentials>map(
            token -> AwsSessionCredentials.create(key.accessKey(), key.secretKey(), token))
        .orElseGet(() -> AwsBasicCredentials.create(key.accessKey(), key.secretKey()));
  }
}
