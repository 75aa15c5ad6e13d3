package dev.omnigraph.events;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.OmnigraphConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
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
  private final OwnGraphs graphs;
  private final S3Client s3;
  private final OmnigraphConfig.Ingest config;

  ObjectLoader(OwnGraphs graphs, S3Client s3, OmnigraphConfig config) {
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
            null,
            key.format(),
            key.type());
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(object.bucket())
            .key(object.key())
            .versionId(object.versionId())
            .ifMatch(object.versionId() == null ? quoted(object.etag()) : null)
            .build();
    try (InputStream content = s3.getObject(get)) {
      Graph graph = graphs.get(key.graph(), "ingest");
      CallMeter meter = graph.meter();
      LoadAnswer answer = graph.load(request, content, lines -> {});
      return Optional.of(new Loaded(answer, meter.report()));
    } catch (NoSuchKeyException e) {
      throw failure(EventError.OBJECT_GONE, object.uri() + " was deleted before it was loaded.", e);
    } catch (S3Exception e) {
      if (e.statusCode() == 412) {
        return Optional.empty();
      }
      throw s3Failure(object, e, e.statusCode());
    } catch (SdkException e) {
      throw s3Failure(object, e, 503);
    } catch (IOException e) {
      throw failure(
          EventError.OBJECT_UNREADABLE, object.uri() + " could not be read to its end.", e);
    }
  }

  private static GraphException s3Failure(S3Object object, Exception e, int status) {
    if (status == 403) {
      return failure(
          EventError.OBJECT_FORBIDDEN, "The function may not read " + object.uri() + ".", e);
    }
    EventError code = status >= 500 ? EventError.OBJECT_UNREADABLE : EventError.OBJECT_REFUSED;
    return GraphException.of(
            code, "S3 did not hand out %s (status %d).".formatted(object.uri(), status))
        .next(EventError.OBJECT_REFUSED.nextStep())
        .cause(e)
        .build();
  }

  private static GraphException failure(EventError code, String message, Exception cause) {
    return GraphException.of(code, message).cause(cause).build();
  }

  private static @Nullable String quoted(@Nullable String etag) {
    return etag == null || etag.startsWith("\"") ? etag : "\"" + etag + "\"";
  }
}
