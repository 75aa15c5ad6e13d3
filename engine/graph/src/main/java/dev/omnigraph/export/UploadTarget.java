package dev.omnigraph.export;

import dev.omnigraph.call.ExportError;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.S3Upload;
import dev.omnigraph.store.S3Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Files that become objects of a bucket, all at the end or none. */
final class UploadTarget implements ExportTarget {
  private static final int BUFFER = 64 << 10;

  private final S3Uploads uploads;
  private final Deadline deadline;
  private final String suffix;
  private final String mediaType;
  private final String keyStart;
  private final boolean packed;
  private final List<TypeFile> files = new ArrayList<>();

  /** The object of a type, or of {@link ExportTarget#ALL}. */
  record TypeFile(String type, S3Upload upload) {}

  /**
   * @param suffix how the names of all objects end
   * @param keyStart what the keys of all objects begin with
   */
  UploadTarget(
      S3Uploads uploads,
      Deadline deadline,
      String suffix,
      String mediaType,
      String keyStart,
      boolean packed) {
    this.uploads = uploads;
    this.deadline = deadline;
    this.suffix = suffix;
    this.mediaType = mediaType;
    this.keyStart = keyStart;
    this.packed = packed;
  }

  @Override
  public OutputStream open(String type) throws IOException {
    endLast();
    requireTime();
    String name = keyStart + (type.equals(ALL) ? "" : "-" + type) + "." + suffix;
    S3Upload upload =
        packed ? uploads.begin(name + ".gz", "application/gzip") : uploads.begin(name, mediaType);
    files.add(new TypeFile(type, upload));
    OutputStream out = new Sent(upload);
    return packed ? new GZIPOutputStream(out, BUFFER) : out;
  }

  List<TypeFile> files() {
    return files;
  }

  /** Makes the objects, when all that belongs into them was written. */
  void complete() {
    endLast();
    requireTime();
    uploads.complete(uploads());
  }

  /** Takes back what is not an object yet. */
  void abort() {
    uploads.abort(uploads());
  }

  boolean isTimeLeft() {
    Optional<Duration> left = deadline.left().get();
    return left.isEmpty() || left.get().compareTo(deadline.reserve()) >= 0;
  }

  /**
   * @param cause what failed for that reason, if anything did
   */
  GraphException tooLong(@Nullable Exception cause) {
    if (cause instanceof GraphException told && told.is(ExportError.EXPORT_TOO_LONG)) {
      return told;
    }
    long bytes = uploads().stream().mapToLong(S3Upload::size).sum();
    GraphException.Builder failure =
        GraphException.of(
                ExportError.EXPORT_TOO_LONG,
                "The time of the function ran out after %d bytes of the export; nothing was handed over."
                    .formatted(bytes))
            .with("bytes", bytes);
    if (!files.isEmpty() && !files.getLast().type().equals(ALL)) {
      failure.with("type", files.getLast().type());
    }
    return failure.cause(cause).build();
  }

  /** A file has all of its bytes when the next one begins. */
  private void endLast() {
    if (!files.isEmpty()) {
      files.getLast().upload().end();
    }
  }

  private void requireTime() {
    if (!isTimeLeft()) {
      throw tooLong(null);
    }
  }

  private List<S3Upload> uploads() {
    return files.stream().map(TypeFile::upload).toList();
  }

  /** Looks at the clock with each block. Its end is not that of the file, which may have failed. */
  private final class Sent extends OutputStream {
    private final S3Upload upload;

    Sent(S3Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      requireTime();
      upload.write(block, offset, length);
    }
  }
}
