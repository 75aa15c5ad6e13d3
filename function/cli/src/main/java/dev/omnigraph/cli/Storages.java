package dev.omnigraph.cli;

import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.store.StoreLocation;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Roots into stores. S3 is reached as by other tools: {@code AWS_REGION}, {@code AWS_ENDPOINT_URL}
 * and credentials come from the environment, and what is not there from the profile or the host.
 */
final class Storages {
  private Storages() {}

  /** The place of a graph that exists. */
  static GraphStorage open(String root, Map<String, String> environment) {
    return GraphStorage.at(root, access(environment));
  }

  /** A place for a new graph. */
  static GraphStorage make(String root, Map<String, String> environment) {
    StoreLocation location = StoreLocation.parse(root);
    try {
      return GraphStorage.newAt(location, access(environment));
    } catch (UncheckedIOException e) {
      throw misplaced(
          "The folder %s cannot be made: %s".formatted(Path.of(location.uri()), TextFile.reason(e)),
          "Name a folder that you may write to.",
          e);
    }
  }

  private static GraphAccess access(Map<String, String> environment) {
    Optional<URI> endpoint = value(environment, "AWS_ENDPOINT_URL").map(Storages::endpoint);
    S3Access s3 =
        new S3Access(
            value(environment, "AWS_REGION"),
            endpoint,
            endpoint.isPresent(),
            credentials(environment));
    return GraphAccess.s3(s3, () -> client(s3, environment));
  }

  private static Optional<S3Access.Credentials> credentials(Map<String, String> environment) {
    return value(environment, "AWS_ACCESS_KEY_ID")
        .flatMap(
            key ->
                value(environment, "AWS_SECRET_ACCESS_KEY")
                    .map(
                        secret ->
                            new S3Access.Credentials(
                                key, secret, value(environment, "AWS_SESSION_TOKEN"))));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name));
  }

  private static S3Client client(S3Access s3, Map<String, String> environment) {
    try {
      return s3.configure(S3Client.builder()).httpClientBuilder(ApacheHttpClient.builder()).build();
    } catch (SdkClientException e) {
      throw environment.containsKey("AWS_REGION")
          ? misplaced(
              "The S3 client cannot be made with this configuration.",
              "Look at AWS_REGION, AWS_ENDPOINT_URL and the AWS profile.",
              e)
          : misplaced(
              "The region of the bucket is not known.", "Set AWS_REGION, or use a profile.", e);
    }
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw misplaced(
        "AWS_ENDPOINT_URL is \"%s\", which is not an address of a store.".formatted(text),
        "Write it like https://s3.example.com:9000, or leave it out for AWS.",
        null);
  }

  private static GraphException misplaced(String message, String next, @Nullable Exception e) {
    return new StoreException.Configuration(message, next, e);
  }
}
