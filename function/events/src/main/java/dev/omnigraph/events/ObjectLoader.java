package dev.omnigraph.events;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.Graphs;
import dev.omnigraph.function.OmnigraphConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Streams one object into the graph that its key names. */
@ApplicationScoped
class ObjectLoader {
  private final Graphs graphs;
  private final S3Client s3;
  private final OmnigraphConfig.Ingest config;

  ObjectLoader(Graphs graphs, S3Client s3, OmnigraphConfig config) {
    this.graphs = graphs;
    this.s3 = s3;
    this.config = config.ingest();
  }

  /**
   * Loads it, once: another delivery of the same event gives the first one's answer.
   *
   * @return empty when the object has been written again since; the event of that write loads it
   */
  Optional<Loaded> load(S3Object object) {
    IngestKey key = IngestKey.parse(config.prefix(), object.key());
    LoadRequest request =
        new LoadRequest(
            object.uri(),
            key.mode(),
            WriteOptions.on(
                    key.branch(), object.principal() == null ? "s3" : "s3:" + object.principal())
                .keyed(object.idempotencyKey()),
            null);
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(object.bucket())
            .key(object.key())
            .versionId(object.versionId())
            .ifMatch(object.versionId() == null ? quoted(object.etag()) : null)
            .build();
    try (InputStream content = s3.getObject(get)) {
      Graph graph = graphs.get(key.graph());
      CallMeter meter = graph.meter();
      LoadAnswer answer = graph.load(request, content, lines -> {});
      return Optional.of(new Loaded(answer, meter.report()));
    } catch (NoSuchKeyException e) {
      throw failure(
          ErrorKind.NOT_FOUND,
          "object_gone",
          object.uri() + " was deleted before it was loaded.",
          "Put the object again.",
          e);
    } catch (S3Exception e) {
      if (e.statusCode() == 412) {
        return Optional.empty();
      }
      throw s3Failure(object, e, e.statusCode());
    } catch (SdkException e) {
      throw s3Failure(object, e, 503);
    } catch (IOException e) {
      throw failure(
          ErrorKind.UNAVAILABLE,
          "object_unreadable",
          object.uri() + " could not be read to its end.",
          "Delivered again, it is loaded from its start.",
          e);
    }
  }

  private static GraphException s3Failure(S3Object object, Exception e, int status) {
    return status == 403
        ? failure(
            ErrorKind.FORBIDDEN,
            "object_forbidden",
            "The function may not read " + object.uri() + ".",
            "Allow its role s3:GetObject and s3:GetObjectVersion on the bucket, and s3:ListBucket"
                + " to tell missing from forbidden.",
            e)
        : failure(
            status >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID,
            "object_unreadable",
            "S3 did not hand out %s (status %d).".formatted(object.uri(), status),
            "Look at the bucket, its region and the event's version id.",
            e);
  }

  private static GraphException failure(
      ErrorKind kind, String code, String message, String next, Exception cause) {
    return new GraphException(kind, code, message, next, Map.of(), cause);
  }

  private static @Nullable String quoted(@Nullable String etag) {
    return etag == null || etag.startsWith("\"") ? etag : "\"" + etag + "\"";
  }
}
