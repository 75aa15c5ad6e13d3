package dev.omnigraph.wire;

import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What headers of HTTP say of blobs, as RFC 9110 has it. An entity tag is the digest of the content
 * in quotes.
 */
public final class BlobHeaders {
  private static final Pattern RANGE =
      Pattern.compile(
          "bytes=(?:(?<first>[0-9]{1,18})-(?<last>[0-9]{1,18})?|-(?<count>[0-9]{1,18}))");
  private static final Pattern TAG = Pattern.compile("(?<weak>W/)?\"(?<tag>[!#-~\\x80-\\xff]*)\"");
  private static final Pattern TAGS = Pattern.compile("%s(?:\\s*,\\s*%s)*".formatted(any(), any()));

  private BlobHeaders() {}

  /** The entity tag of a content. */
  public static String tag(String digest) {
    return '"' + digest + '"';
  }

  /**
   * The part that {@code Range} asks for. What is no single range of bytes is to be ignored, and
   * asks for the whole.
   */
  public static BlobPart part(@Nullable String range) {
    Matcher one = RANGE.matcher(range == null ? "" : range.strip());
    if (!one.matches()) {
      return new BlobPart.Whole();
    }
    if (one.group("count") != null) {
      return new BlobPart.Last(Long.parseLong(one.group("count")));
    }
    long first = Long.parseLong(one.group("first"));
    if (one.group("last") == null) {
      return BlobPart.Span.from(first);
    }
    long last = Long.parseLong(one.group("last"));
    return last < first ? new BlobPart.Whole() : new BlobPart.Span(first, last);
  }

  /** {@code Content-Range} of a part. */
  public static String contentRange(long offset, int bytes, long length) {
    return "bytes %d-%d/%d".formatted(offset, offset + bytes - 1, length);
  }

  /**
   * The condition that {@code If-Match} and {@code If-None-Match} state.
   *
   * @throws GraphException {@code invalid_entity_tag}
   */
  public static BlobCondition condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    return new BlobCondition(
        digests("If-Match", ifMatch, false), digests("If-None-Match", ifNoneMatch, true));
  }

  /**
   * @param weak whether weak tags may match, as they do where nothing depends on single bytes
   */
  private static @Nullable List<String> digests(
      String header, @Nullable String value, boolean weak) {
    if (value == null) {
      return null;
    }
    if (value.strip().equals(BlobCondition.ANY)) {
      return List.of(BlobCondition.ANY);
    }
    if (!TAGS.matcher(value.strip()).matches()) {
      throw GraphException.of(
              HttpError.INVALID_ENTITY_TAG,
              "The header %s is not a list of entity tags.".formatted(header))
          .with("field", header)
          .build();
    }
    List<String> digests = new ArrayList<>();
    Matcher tags = TAG.matcher(value);
    while (tags.find()) {
      // A tag in quotes is never the star that stands for any.
      if ((weak || tags.group("weak") == null) && !tags.group("tag").equals(BlobCondition.ANY)) {
        digests.add(tags.group("tag"));
      }
    }
    return digests;
  }

  private static String any() {
    return "(?:W/)?\"[!#-~\\x80-\\xff]*\"";
  }
}
