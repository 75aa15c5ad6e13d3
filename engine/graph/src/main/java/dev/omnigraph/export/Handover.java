package dev.omnigraph.export;

import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.HandoverAnswer;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.S3Upload;
import dev.omnigraph.store.S3Uploads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    UploadTarget target =
        new UploadTarget(uploads, deadline, export.format(), ids.get() + "/" + name, packed);
    try {
      ExportAnswer written = export.writeTo(target);
      target.complete();
      return answer(export, written, target.files());
    } catch (IOException | RuntimeException e) {
      target.abort();
      if (!target.isTimeLeft()) {
        throw target.tooLong(e);
      }
      throw e instanceof RuntimeException failure
          ? failure
          : new UncheckedIOException((IOException) e);
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
