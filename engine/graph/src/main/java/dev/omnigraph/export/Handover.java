package dev.omnigraph.export;

import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.HandoverAnswer;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.S3Upload;
import dev.omnigraph.store.S3Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes exports into a bucket, and gives links to them: for whoever asks a function, whose own
 * answer is small and whose time is short.
 *
 * <p>The objects of an export are made at its end, when all of it has arrived. One that fails is
 * taken back; what a process leaves that dies in the middle is for the bucket's lifecycle, as are
 * all objects when their links have ended.
 */
public final class Handover {
  /** Long enough to begin a download with, or to hand the link on. */
  public static final Duration LINK_LIFE = Duration.ofHours(1);

  private final S3Uploads uploads;
  private final Deadline deadline;
  private final Supplier<String> ids;
  private final Duration linkLife;

  /**
   * @param ids fresh ones, which keep the objects of each export apart
   * @param linkLife of the links; they end with the credentials that signed them, if that is sooner
   */
  public Handover(S3Uploads uploads, Deadline deadline, Supplier<String> ids, Duration linkLife) {
    this.uploads = uploads;
    this.deadline = deadline;
    this.ids = ids;
    this.linkLife = linkLife;
  }

  /**
   * Writes all of the export, which stays the caller's to close.
   *
   * @param name what the names of the objects begin with
   * @param packed whether each of them is packed with gzip
   * @throws GraphException {@code export_too_long} when the time runs out; then no object is there
   */
  public HandoverAnswer run(Export export, String name, boolean packed) {
    UploadTarget target = target(export.format().text(), export.format().mediaType(), name, packed);
    ExportAnswer written = whole(target, () -> export.writeTo(target));
    return answer(export, written, target.files());
  }

  /**
   * Writes one object.
   *
   * @param name of the object, without its end
   * @param suffix how that ends
   * @param packed whether it is packed with gzip
   * @throws GraphException {@code export_too_long} when the time runs out, or what the content
   *     throws; then no object is there
   */
  public Linked run(String name, String suffix, String mediaType, boolean packed, Content content) {
    UploadTarget target = target(suffix, mediaType, name, packed);
    long rows =
        whole(
            target,
            () -> {
              try (OutputStream out = target.open(ExportTarget.ALL)) {
                return content.writeTo(out);
              }
            });
    S3Upload upload = target.files().getFirst().upload();
    S3Uploads.Link link = uploads.link(upload, linkLife);
    return new Linked(
        new HandoverAnswer.Item(upload.fileName(), null, link.url(), upload.size(), rows),
        link.expires());
  }

  /** What is written into an object. */
  @FunctionalInterface
  public interface Content {
    /** Gives the number of rows that it has. */
    long writeTo(OutputStream out) throws IOException;
  }

  /** An object that lies ready, and when its link ends. */
  public record Linked(HandoverAnswer.Item item, Instant expires) {}

  private UploadTarget target(String suffix, String mediaType, String name, boolean packed) {
    return new UploadTarget(uploads, deadline, suffix, mediaType, ids.get() + "/" + name, packed);
  }

  /** Writes all of it, or takes back what there is. */
  private static <T> T whole(UploadTarget target, Callable<T> writing) {
    try {
      T written = writing.call();
      target.complete();
      return written;
    } catch (Exception e) {
      target.abort();
      if (!target.isTimeLeft()) {
        throw target.tooLong(e);
      }
      throw switch (e) {
        case RuntimeException failure -> failure;
        case IOException failure -> new UncheckedIOException(failure);
        default -> new IllegalStateException(e);
      };
    }
  }

  private HandoverAnswer answer(
      Export export, ExportAnswer written, List<UploadTarget.TypeFile> files) {
    @Nullable Instant expires = null;
    List<HandoverAnswer.Item> items = new ArrayList<>();
    for (UploadTarget.TypeFile file : files) {
      S3Upload upload = file.upload();
      S3Uploads.Link link = uploads.link(upload, linkLife);
      expires = expires == null || link.expires().isBefore(expires) ? link.expires() : expires;
      boolean isOfAll = file.type().equals(ExportTarget.ALL);
      long rows =
          isOfAll
              ? written.rows().values().stream().mapToLong(Long::longValue).sum()
              : written.rows().getOrDefault(file.type(), 0L);
      items.add(
          new HandoverAnswer.Item(
              upload.fileName(), isOfAll ? null : file.type(), link.url(), upload.size(), rows));
    }
    return new HandoverAnswer(written.commitId(), export.cursor(), export.format(), expires, items);
  }
}
