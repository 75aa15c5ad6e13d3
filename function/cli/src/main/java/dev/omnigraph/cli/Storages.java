package dev.omnigraph.cli;

import dev.omnigraph.GraphStorage;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.store.StoreLocation;
import dev.omnigraph.table.TableOptions;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Roots into stores. S3 is reached as by other tools: {@code AWS_REGION}, {@code AWS_ENDPOINT_URL}
 * and credentials come from the environment, and what is not there from the profile or the host.
 */
final class Storages {
  private Storages() {}

  /** The place of a graph that exists. */
  static GraphStorage open(String root, Map<String, String> environment) {
    return switch (StoreLocation.parse(root)) {
      case FolderLocation folder -> GraphStorage.folder(folder.folder());
      case S3Location bucket -> s3(bucket, environment);
    };
  }

  /** A place for a new graph. */
  static GraphStorage make(String root, Map<String, String> environment) {
    return switch (StoreLocation.parse(root)) {
      case FolderLocation folder -> newFolder(folder.folder());
      case S3Location bucket -> s3(bucket, environment);
    };
  }

  private static GraphStorage newFolder(Path folder) {
    try {
      return GraphStorage.newFolder(folder);
    } catch (UncheckedIOException e) {
      throw misplaced(
          "The folder %s cannot be made: %s".formatted(folder, TextFile.reason(e)),
          "Name a folder that you may write to.",
          e);
    }
  }

  private static S3Client client(S3ClientBuilder client, Map<String, String> environment) {
    try {
      return client.build();
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
    return new GraphException(ErrorKind.INVALID, "store_configuration", message, next, Map.of(), e);
  }

  private static GraphStorage s3(S3Location location, Map<String, String> environment) {
    S3ClientBuilder client = S3Client.builder().httpClientBuilder(ApacheHttpClient.builder());
    Map<String, String> tables = new TreeMap<>();
    String region = environment.get("AWS_REGION");
    if (region != null) {
      client.region(Region.of(region));
      tables.put("aws_region", region);
    }
    String endpoint = environment.get("AWS_ENDPOINT_URL");
    if (endpoint != null) {
      client.endpointOverride(endpoint(endpoint)).forcePathStyle(true);
      tables.put("aws_endpoint", endpoint);
      tables.put("allow_http", Boolean.toString(endpoint.startsWith("http:")));
      tables.put("aws_virtual_hosted_style_request", "false");
    }
    String key = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (key != null && secret != null) {
      String token = environment.get("AWS_SESSION_TOKEN");
      AwsCredentials credentials =
          token == null
              ? AwsBasicCredentials.create(key, secret)
              : AwsSessionCredentials.create(key, secret, token);
      client.credentialsProvider(StaticCredentialsProvider.create(credentials));
      tables.put("aws_access_key_id", key);
      tables.put("aws_secret_access_key", secret);
      if (token != null) {
        tables.put("aws_session_token", token);
      }
    }
    return GraphStorage.of(
        new S3ObjectStore(client(client, environment), location), tables, TableOptions.DEFAULT);
  }
}
