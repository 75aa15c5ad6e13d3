package dev.omnigraph.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of a local S3 server. */
public final class S3Clients {
  public static final String REGION = "us-east-1";

  private S3Clients() {}

  /** An AWS SDK client with all defaults, the SDK's retries included; the caller closes it. */
  public static S3Client connect(URI endpoint, String accessKey, String secretKey) {
    return connect(endpoint, accessKey, secretKey, Duration.ofMinutes(10));
  }

  /** As above; connections are reused for so long. */
  static S3Client connect(
      URI endpoint, String accessKey, String secretKey, Duration connectionLife) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .forcePathStyle(true)
        .httpClientBuilder(
            ApacheHttpClient.builder().maxConnections(200).connectionTimeToLive(connectionLife))
        .build();
  }

  /** The storage options of Lance for the same server. */
  public static Map<String, String> storageOptions(
      URI endpoint, String accessKey, String secretKey) {
    return Map.of(
        "aws_endpoint",
        endpoint.toString(),
        "aws_region",
        REGION,
        "aws_access_key_id",
        accessKey,
        "aws_secret_access_key",
        secretKey,
        "allow_http",
        "true",
        "aws_virtual_hosted_style_request",
        "false");
  }
}
