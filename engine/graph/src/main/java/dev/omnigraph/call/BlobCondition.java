package dev.omnigraph.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller knows of a blob's content, as digests; {@link #ANY} stands for every content, and
 * for none where the property has no value.
 *
 * @param match the content has to be one of these; null for no condition
 * @param noneMatch the content may be none of these; null for no condition
 */
public record BlobCondition(@Nullable List<String> match, @Nullable List<String> noneMatch) {
  public static final String ANY = "*";
  public static final BlobCondition NONE = new BlobCondition(null, null);

  public BlobCondition {
    match = match == null ? null : List.copyOf(match);
    noneMatch = noneMatch == null ? null : List.copyOf(noneMatch);
  }

  /**
   * Whether the content is one that has to be.
   *
   * @param digest null where there is no value
   */
  public boolean isMet(@Nullable String digest) {
    return match == null || contains(match, digest);
  }

  /** Whether the content is one that it may not be. */
  public boolean isKnown(@Nullable String digest) {
    return noneMatch != null && contains(noneMatch, digest);
  }

  private static boolean contains(List<String> digests, @Nullable String digest) {
    return digest != null && (digests.contains(ANY) || digests.contains(digest));
  }
}
