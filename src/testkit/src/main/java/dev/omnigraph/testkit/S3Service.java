package dev.omnigraph.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The S3 API in memory: what a request does and what S3 answers. Signatures are not checked. */
final class S3Service {
  /** Parameters that do not change what a request is about. */
  private static final Set<String> HARMLESS =
      Set.of(
          "x-id",
          "list-type",
          "prefix",
          "delimiter",
          "max-keys",
          "continuation-token",
          "start-after",
          "encoding-type",
          "fetch-owner",
          "uploads",
          "uploadId",
          "partNumber",
          "delete");

  private final Map<String, S3Bucket> buckets = new ConcurrentHashMap<>();
  private final S3Uploads uploads = new S3Uploads();
  private volatile InstantSource clock;

  S3Service(InstantSource clock) {
    this.clock = clock;
  }

  void setClock(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  void createBucket(String name) {
    buckets.putIfAbsent(name, new S3Bucket());
  }

  void dropBucket(String name) {
    buckets.remove(name);
  }

  Optional<S3Bucket> bucket(String name) {
    return Optional.ofNullable(buckets.get(name));
  }

  int openUploads() {
    return uploads.open();
  }

  S3Response answer(S3Request request) {
    for (String parameter : request.query().keySet()) {
      boolean signature = parameter.regionMatches(true, 0, "X-Amz-", 0, 6);
      if (!signature && !parameter.startsWith("response-") && !HARMLESS.contains(parameter)) {
        return S3Response.error(501, "NotImplemented", "This server does not know " + parameter);
      }
    }
    if (request.key().isEmpty() && request.method().equals("PUT")) {
      createBucket(request.bucket());
      return S3Response.empty(200);
    }
    S3Bucket bucket = buckets.get(request.bucket());
    if (bucket == null) {
      return S3Response.error(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    return request.key().isEmpty() ? ofBucket(request, bucket) : ofObject(request, bucket);
  }

  private static S3Response ofBucket(S3Request request, S3Bucket bucket) {
    if (request.method().equals("POST") && request.has("delete")) {
      List<String> keys = S3Xml.texts(request.body(), "Key");
      keys.forEach(bucket::delete);
      StringBuilder deleted = new StringBuilder();
      keys.forEach(key -> deleted.append("<Deleted>" + S3Xml.element("Key", key) + "</Deleted>"));
      return S3Response.xml("<DeleteResult>" + deleted + "</DeleteResult>");
    }
    return switch (request.method()) {
      case "HEAD" -> S3Response.empty(200);
      case "GET" ->
          request.parameter("list-type").orElse("").equals("2")
              ? S3Listing.list(request, bucket)
              : S3Response.error(501, "NotImplemented", "Only ListObjectsV2");
      default -> S3Response.error(501, "NotImplemented", request.method() + " of a bucket");
    };
  }

  private S3Response ofObject(S3Request request, S3Bucket bucket) {
    return switch (request.method()) {
      case "GET", "HEAD" -> read(request, bucket);
      case "PUT" -> {
        if (request.has("uploadId")) {
          yield request.header("x-amz-copy-source").isPresent()
              ? S3Response.error(501, "NotImplemented", "UploadPartCopy")
              : uploads.part(request);
        }
        yield request.header("x-amz-copy-source").isPresent()
            ? copy(request, bucket)
            : put(request, bucket);
      }
      case "POST" ->
          request.has("uploads")
              ? uploads.initiate(request, metadata(request))
              : complete(request, bucket);
      case "DELETE" -> {
        if (request.has("uploadId")) {
          yield uploads.abort(request);
        }
        bucket.delete(request.key());
        yield S3Response.empty(204);
      }
      default -> S3Response.error(501, "NotImplemented", request.method() + " of an object");
    };
  }

  private S3Response put(S3Request request, S3Bucket bucket) {
    byte[] body = request.body();
    S3Bucket.S3Object object =
        new S3Bucket.S3Object(body, S3Bucket.etag(body), now(), metadata(request));
    return store(request, bucket, object, S3Response.empty(200));
  }

  private S3Response copy(S3Request request, S3Bucket bucket) {
    String source = S3Request.decodePath(request.header("x-amz-copy-source").orElseThrow());
    String[] from = (source.startsWith("/") ? source.substring(1) : source).split("/", 2);
    Optional<S3Bucket.S3Object> found = bucket(from[0]).flatMap(b -> b.get(from[1]));
    if (found.isEmpty()) {
      return noSuchKey();
    }
    S3Bucket.S3Object old = found.get();
    S3Bucket.S3Object copy =
        new S3Bucket.S3Object(old.body(), S3Bucket.etag(old.body()), now(), old.metadata());
    String result =
        "<CopyObjectResult>"
            + S3Xml.element("LastModified", S3Dates.iso(copy.lastModified()))
            + S3Xml.element("ETag", "\"" + copy.etag() + "\"")
            + "</CopyObjectResult>";
    return store(request, bucket, copy, S3Response.xml(result));
  }

  private S3Response complete(S3Request request, S3Bucket bucket) {
    Optional<S3Uploads.Whole> whole = uploads.assemble(request);
    if (whole.isEmpty()) {
      return S3Uploads.noSuchUpload();
    }
    S3Bucket.S3Object object =
        new S3Bucket.S3Object(
            whole.get().body(), whole.get().etag(), now(), whole.get().metadata());
    String result =
        "<CompleteMultipartUploadResult>"
            + S3Xml.element("Bucket", request.bucket())
            + S3Xml.element("Key", request.key())
            + S3Xml.element("ETag", "\"" + object.etag() + "\"")
            + "</CompleteMultipartUploadResult>";
    S3Response response = store(request, bucket, object, S3Response.xml(result));
    if (response.status() == 200) {
      uploads.forget(request);
    }
    return response;
  }

  private static S3Response store(
      S3Request request, S3Bucket bucket, S3Bucket.S3Object object, S3Response success) {
    @Nullable String ifNoneMatch = request.headers().get("If-None-Match");
    if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
      return S3Response.error(501, "NotImplemented", "If-None-Match of a write takes * only");
    }
    return switch (bucket.put(
        request.key(), object, ifNoneMatch, request.headers().get("If-Match"))) {
      case MET -> success.with("ETag", "\"" + object.etag() + "\"");
      case FAILED ->
          S3Response.error(
              412, "PreconditionFailed", "At least one of the pre-conditions did not hold");
      case NO_SUCH_KEY -> noSuchKey();
    };
  }

  private static S3Response read(S3Request request, S3Bucket bucket) {
    Optional<S3Bucket.S3Object> found = bucket.get(request.key());
    if (found.isEmpty()) {
      return noSuchKey();
    }
    S3Bucket.S3Object object = found.get();
    Optional<String> ifMatch = request.header("If-Match").map(S3Bucket::unquote);
    if (ifMatch.isPresent() && !ifMatch.get().equals(object.etag())) {
      return S3Response.error(412, "PreconditionFailed", "The ETag is another");
    }
    Map<String, String> headers = new LinkedHashMap<>(object.metadata());
    headers.put("ETag", "\"" + object.etag() + "\"");
    headers.put("Last-Modified", S3Dates.http(object.lastModified()));
    headers.put("Accept-Ranges", "bytes");
    Optional<String> ifNoneMatch = request.header("If-None-Match").map(S3Bucket::unquote);
    if (ifNoneMatch.isPresent() && ifNoneMatch.get().equals(object.etag())) {
      return new S3Response(304, headers, new byte[0]);
    }
    Optional<String> range = request.header("Range");
    if (range.isPresent()) {
      return readRange(range.get(), object.body(), headers);
    }
    return new S3Response(200, headers, object.body());
  }

  private static S3Response readRange(String range, byte[] body, Map<String, String> headers) {
    String[] bounds = range.substring("bytes=".length()).split("-", 2);
    long size = body.length;
    long from =
        bounds[0].isEmpty()
            ? Math.max(0, size - Long.parseLong(bounds[1]))
            : Long.parseLong(bounds[0]);
    long to =
        bounds[0].isEmpty() || bounds[1].isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(bounds[1]));
    if (from >= size || from > to) {
      return S3Response.error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    headers.put("Content-Range", "bytes " + from + "-" + to + "/" + size);
    return new S3Response(206, headers, Arrays.copyOfRange(body, (int) from, (int) to + 1));
  }

  private static Map<String, String> metadata(S3Request request) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("Content-Type", request.header("Content-Type").orElse("binary/octet-stream"));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (name.regionMatches(true, 0, "x-amz-meta-", 0, 11)) {
                metadata.put(name, value);
              }
            });
    return metadata;
  }

  private static S3Response noSuchKey() {
    return S3Response.error(404, "NoSuchKey", "The specified key does not exist.");
  }
}
