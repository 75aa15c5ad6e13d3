package dev.omnigraph.store;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One object on its way into a bucket. Holds two parts at most: one that is filled, and one that is
 * sent meanwhile. Used by one thread at a time: {@link #write} any number of times, {@link #end},
 * and {@link #complete}; or {@link #abort} at any of these points.
 *
 * <p>Every method that sends throws {@link StoreException} after a bounded number of attempts; then
 * the object is not there, unless it was {@link #complete} that failed.
 */
public final class S3Upload {
  /** S3 takes 10,000 parts, of 5 MiB at least: with this, objects have 78 GiB at most. */
  public static final int PART = 8 << 20;

  private static final int FIRST = 64 << 10;
  private static final byte[] NONE = {};

  private final S3Uploads uploads;
  private final String key;
  private final String contentType;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] filling = NONE;
  private byte[] spare = NONE;
  private int filled;
  private long size;
  private @Nullable String uploadId;
  private boolean ended;
  private boolean complete;
  private CompletableFuture<@Nullable CompletedPart> underWay =
      CompletableFuture.completedFuture(null);

  S3Upload(S3Uploads uploads, String key, String contentType) {
    this.uploads = uploads;
    this.key = key;
    this.contentType = contentType;
  }

  public String key() {
    return key;
  }

  public String contentType() {
    return contentType;
  }

  /** What a link saves it as: the last part of its key. */
  public String fileName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** Bytes that were written to it so far. */
  public long size() {
    return size;
  }

  /** The next bytes of the object, which are sent when they are a part. */
  public void write(byte[] block, int offset, int length) {
    size += length;
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int count = Math.min(end - at, PART - filled);
      if (filled + count > filling.length) {
        int twice = Math.max(FIRST, 2 * filling.length);
        filling = Arrays.copyOf(filling, Math.min(PART, Math.max(twice, filled + count)));
      }
      System.arraycopy(block, at, filling, filled, count);
      filled += count;
      at += count;
      if (filled == PART) {
        send();
      }
    }
  }

  /** Nothing follows: sends the rest, and gives up its memory. */
  public void end() {
    if (filled > 0 || parts.isEmpty() && uploadId == null) {
      // An object without bytes is one part without bytes.
      send();
    }
    await();
    filling = NONE;
    spare = NONE;
    ended = true;
  }

  /** Makes the object of its parts. What fails after this was sent may have happened. */
  public void complete() {
    if (!ended) {
      throw new IllegalStateException("the upload of " + key + " has not ended");
    }
    uploads.repeatedly(
        key,
        0,
        () -> {
          try {
            return uploads
                .client()
                .completeMultipartUpload(
                    request ->
                        request
                            .bucket(uploads.location().bucket())
                            .key(uploads.location().name(key))
                            .uploadId(uploadId)
                            .multipartUpload(
                                CompletedMultipartUpload.builder().parts(parts).build())
                            .overrideConfiguration(uploads.once()));
          } catch (S3Exception e) {
            // Where an earlier attempt was done and its answer lost, there is no such upload.
            if (S3Errors.isAbsentObject(e) && isThere()) {
              return "";
            }
            throw e;
          }
        });
    complete = true;
  }

  private boolean isThere() {
    uploads.countOne();
    try {
      return uploads
              .client()
              .headObject(
                  request ->
                      request
                          .bucket(uploads.location().bucket())
                          .key(uploads.location().name(key))
                          .overrideConfiguration(uploads.once()))
              .contentLength()
          == size;
    } catch (S3Exception e) {
      if (S3Errors.isAbsentObject(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Takes back what was sent, as far as that is possible; says nothing if it is not. */
  public void abort() {
    try {
      await();
    } catch (StoreException e) {
      // The part has failed: it is not there.
    }
    if (uploadId == null || complete) {
      return;
    }
    try {
      uploads.countOne();
      uploads
          .client()
          .abortMultipartUpload(
              request ->
                  request
                      .bucket(uploads.location().bucket())
                      .key(uploads.location().name(key))
                      .uploadId(uploadId)
                      .overrideConfiguration(uploads.once()));
    } catch (SdkException e) {
      // The bucket's lifecycle ends it.
    }
  }

  /** Hands the filled part over to be sent, when the one before has arrived. */
  private void send() {
    await();
    String id = uploadId == null ? create() : uploadId;
    uploadId = id;
    byte[] full = filling;
    int length = filled;
    int number = parts.size() + 1;
    underWay =
        CompletableFuture.supplyAsync(() -> sent(id, number, full, length), uploads.executor());
    filling = spare;
    spare = full;
    filled = 0;
  }

  private void await() {
    try {
      CompletedPart part = underWay.join();
      if (part != null) {
        parts.add(part);
      }
    } catch (CompletionException e) {
      // And again at the next call: without this part there is no object.
      throw S3Uploads.cause(e);
    }
    underWay = CompletableFuture.completedFuture(null);
  }

  private String create() {
    return uploads.repeatedly(
        key,
        0,
        () ->
            uploads
                .client()
                .createMultipartUpload(
                    request ->
                        request
                            .bucket(uploads.location().bucket())
                            .key(uploads.location().name(key))
                            .contentType(contentType)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                            .overrideConfiguration(uploads.once()))
                .uploadId());
  }

  private CompletedPart sent(String id, int number, byte[] bytes, int length) {
    String checksum = checksum(bytes, length);
    UploadPartResponse answer =
        uploads.repeatedly(
            key,
            length,
            () ->
                uploads
                    .client()
                    .uploadPart(
                        request ->
                            request
                                .bucket(uploads.location().bucket())
                                .key(uploads.location().name(key))
                                .uploadId(id)
                                .partNumber(number)
                                .checksumCRC32(checksum)
                                .overrideConfiguration(uploads.once()),
                        RequestBody.fromContentProvider(
                            () -> new ByteArrayInputStream(bytes, 0, length),
                            length,
                            contentType)));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(checksum)
        .build();
  }

  /** As S3 writes it; the store compares it with what has arrived. */
  private static String checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }
}
