package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.store.StoreLocation;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.Fault;
import dev.omnigraph.testkit.S3Clients;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** One way to a graph, wherever it is. */
class GraphStorageTest {
  private static final String SCHEMA = "node Person { name: String @key }";
  private static final S3Access.Credentials KEY =
      new S3Access.Credentials("my-key", "my-secret", Optional.of("my-token"));

  @Test
  void aGraphInAFolderIsAtItsPathAndAtItsAddress(@TempDir Path folder) {
    Path place = folder.resolve("a/b");
    Graph.create(
            GraphStorage.newAt(StoreLocation.parse(place.toString()), GraphAccess.local()),
            SCHEMA,
            "people.pg",
            "test")
        .close();

    try (Graph byPath = Graph.open(GraphStorage.at(place.toString(), GraphAccess.local()));
        Graph byAddress =
            Graph.open(GraphStorage.at(place.toUri().toString(), GraphAccess.local()))) {
      assertThat(byAddress.snapshot(ReadAt.main())).isEqualTo(byPath.snapshot(ReadAt.main()));
    }
  }

  @Test
  void controlObjectsAndTablesInABucketAreReachedInTheSameWay() {
    try (CountingS3 server = CountingS3.start("graphs")) {
      server.oppose(
          request ->
              request.accessKey().equals(Optional.of(KEY.accessKey()))
                      && request.header("x-amz-security-token").equals(KEY.sessionToken())
                  ? Optional.empty()
                  : Optional.of(Fault.accessDenied()));
      S3Access s3 =
          new S3Access(
              Optional.of(S3Clients.REGION),
              Optional.of(server.endpoint()),
              true,
              Optional.of(KEY));
      try (S3Client client =
          s3.configure(S3Client.builder().httpClientBuilder(ApacheHttpClient.builder())).build()) {
        GraphStorage storage = GraphStorage.at("s3://graphs/a/b", GraphAccess.s3(s3, () -> client));

        Graph.create(storage, SCHEMA, "people.pg", "test").close();
      }

      assertThat(server.objects("graphs").keySet())
          .allMatch(key -> key.startsWith("a/b/"))
          .anyMatch(key -> key.startsWith("a/b/__manifest/"))
          .anyMatch(key -> key.startsWith("a/b/nodes/"));
    }
  }

  @Test
  void anAccessPrintsNoSecret() {
    S3Access access = new S3Access(Optional.empty(), Optional.empty(), false, Optional.of(KEY));

    assertThat(access.toString()).contains("my-key").doesNotContain("my-secret", "my-token");
  }
}
