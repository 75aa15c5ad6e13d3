package dev.omnigraph.benchmark;

import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.RequestLog;
import dev.omnigraph.testkit.S3Clients;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3Client;

/** Where the graph is while it is measured. */
public interface Place extends AutoCloseable {

  /** As a new process would reach it: nothing is cached. */
  GraphStorage storage();

  /** What was asked of it since the last reset. */
  RequestLog log();

  /** Where its server is, for other programs; empty for a folder. */
  default String endpoint() {
    return "";
  }

  /** The server's bucket, which is there; empty for a folder. */
  default String bucket() {
    return "";
  }

  /** Sets how long every request takes from now on; a folder takes what it takes. */
  void setLatency(Duration latency);

  @Override
  void close();

  /** A folder that exists. */
  static Place folder(Path folder) {
    RequestLog none = new RequestLog();
    return new Place() {
      @Override
      public GraphStorage storage() {
        return GraphStorage.folder(folder);
      }

      @Override
      public RequestLog log() {
        return none;
      }

      @Override
      public void setLatency(Duration latency) {}

      @Override
      public void close() {}
    };
  }

  /** A counting S3 server in this process. */
  static Place countingS3() {
    CountingS3 server = CountingS3.start("benchmark");
    S3Client client = server.client();
    S3Access s3 =
        S3Access.at(
            server.endpoint(), S3Clients.REGION, CountingS3.ACCESS_KEY, CountingS3.SECRET_KEY);
    GraphAccess access = GraphAccess.s3(s3, () -> client);
    return new Place() {
      @Override
      public String endpoint() {
        return server.endpoint().toString();
      }

      @Override
      public String bucket() {
        return "benchmark";
      }

      @Override
      public GraphStorage storage() {
        return GraphStorage.at("s3://benchmark/social", access);
      }

      @Override
      public RequestLog log() {
        return server.log();
      }

      @Override
      public void setLatency(Duration latency) {
        server.setLatency(latency);
      }

      @Override
      public void close() {
        client.close();
        server.close();
      }
    };
  }
}
