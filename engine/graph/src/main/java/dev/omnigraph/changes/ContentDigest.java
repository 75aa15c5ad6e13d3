package dev.omnigraph.changes;

import dev.omnigraph.id.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an image shows of content that it leaves out. */
public final class ContentDigest {
  private ContentDigest() {}

  /** How many {@code bytes} it has, and their {@code sha256}. */
  public static Map<String, Object> of(byte[] content) {
    Map<String, Object> digest = new LinkedHashMap<>();
    digest.put("bytes", content.length);
    digest.put("sha256", Sha256.hex(content));
    return digest;
  }
}
