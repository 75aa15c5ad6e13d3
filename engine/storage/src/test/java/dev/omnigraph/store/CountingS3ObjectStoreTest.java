package dev.omnigraph.store;

import dev.omnigraph.testkit.CountingS3;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on the S3 store and the project's own server. */
class CountingS3ObjectStoreTest extends ObjectStoreContract {
  private static CountingS3 server;
  private static S3Client client;
  private final S3Location location = new S3Location("graphs", UUID.randomUUID().toString());

  @BeforeAll
  static void startTheServer() {
    server = CountingS3.start("graphs");
    client = server.client();
  }

  @AfterAll
  static void stopTheServer() {
    client.close();
    server.close();
  }

  @Override
  ObjectStore open() {
    return new S3ObjectStore(client, location);
  }

  @Override
  ObjectStore reopen() {
    return new S3ObjectStore(client, location);
  }
}
