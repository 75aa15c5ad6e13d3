package dev.omnigraph.testkit;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Multipart uploads that are neither completed nor aborted. */
final class S3Uploads {
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  private record Upload(
      String bucket,
      String key,
      Map<String, String> metadata,
      NavigableMap<Integer, byte[]> parts) {}

  /** The whole of an upload and its ETag. */
  record Whole(byte[] body, String etag, Map<String, String> metadata) {}

  S3Response initiate(S3Request request, Map<String, String> metadata) {
    String id = UUID.randomUUID().toString();
    uploads.put(id, new Upload(request.bucket(), request.key(), metadata, new TreeMap<>()));
    return S3Response.xml(
        "<InitiateMultipartUploadResult>"
            + S3Xml.element("Bucket", request.bucket())
            + S3Xml.element("Key", request.key())
            + S3Xml.element("UploadId", id)
            + "</InitiateMultipartUploadResult>");
  }

  S3Response part(S3Request request) {
    Optional<Upload> upload = find(request);
    if (upload.isEmpty()) {
      return noSuchUpload();
    }
    int number = Integer.parseInt(request.parameter("partNumber").orElseThrow());
    synchronized (upload.get()) {
      upload.get().parts().put(number, request.body());
    }
    return S3Response.empty(200).with("ETag", quoted(S3Bucket.etag(request.body())));
  }

  S3Response abort(S3Request request) {
    if (find(request).isEmpty()) {
      return noSuchUpload();
    }
    uploads.remove(request.query().get("uploadId"));
    return S3Response.empty(204);
  }

  /** What completing the upload makes; empty when there is no such upload or part. */
  Optional<Whole> assemble(S3Request request) {
    return find(request).flatMap(upload -> assemble(upload, request.body()));
  }

  int open() {
    return uploads.size();
  }

  void forget(S3Request request) {
    uploads.remove(request.query().get("uploadId"));
  }

  static S3Response noSuchUpload() {
    return S3Response.error(
        404, "NoSuchUpload", "The upload does not exist, or not all its parts.");
  }

  private static Optional<Whole> assemble(Upload upload, byte[] list) {
    List<String> numbers = S3Xml.texts(list, "PartNumber");
    List<String> etags = S3Xml.texts(list, "ETag");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    synchronized (upload) {
      for (int i = 0; i < numbers.size(); i++) {
        byte[] part = upload.parts().get(Integer.parseInt(numbers.get(i)));
        if (part == null || !S3Bucket.etag(part).equals(S3Bucket.unquote(etags.get(i)))) {
          return Optional.empty();
        }
        body.writeBytes(part);
        digests.writeBytes(S3Bucket.md5(part));
      }
    }
    String etag =
        HexFormat.of().formatHex(S3Bucket.md5(digests.toByteArray())) + "-" + numbers.size();
    return Optional.of(new Whole(body.toByteArray(), etag, upload.metadata()));
  }

  private Optional<Upload> find(S3Request request) {
    return request
        .parameter("uploadId")
        .map(uploads::get)
        .filter(u -> u.bucket().equals(request.bucket()) && u.key().equals(request.key()));
  }

  private static String quoted(String etag) {
    return "\"" + etag + "\"";
  }
}
