package dev.omnigraph.store;

import dev.omnigraph.error.GraphException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/** Where the root of a graph is, parsed but not opened. */
public sealed interface StoreLocation permits S3Location, FolderLocation {

  /** As a person would write it; {@link #parse} of it gives an equal location. */
  URI uri();

  /**
   * The location that {@code s3://bucket/prefix}, {@code file:///folder} or a plain path of a
   * folder names.
   *
   * @throws GraphException INVALID, saying what is wrong with the text and how it should look
   */
  static StoreLocation parse(String text) {
    if (text.isBlank()) {
      throw invalid(text, "it is empty");
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("s3://")) {
      return S3Location.parse(text);
    }
    if (lower.startsWith("file:")) {
      return new FolderLocation(folder(text));
    }
    if (text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw invalid(text, "'" + text.substring(0, text.indexOf(':')) + "' is not a known scheme");
    }
    return new FolderLocation(Path.of(text));
  }

  private static Path folder(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getAuthority() != null && !uri.getAuthority().equals("localhost")) {
        throw invalid(
            text,
            "a file address has three slashes; '" + uri.getAuthority() + "' is read as a host");
      }
      if (uri.getPath() == null || uri.getPath().isEmpty() || uri.getQuery() != null) {
        throw invalid(text, "it names no folder");
      }
      return Path.of(uri.getPath());
    } catch (URISyntaxException e) {
      throw invalid(text, "it is not a valid address (" + e.getReason() + ")");
    }
  }

  /** How every malformed location is reported. */
  static GraphException invalid(String text, String why) {
    return GraphException.of(
            StorageError.INVALID_LOCATION,
            "'" + text + "' is not a place for a graph: " + why + ".")
        .with("location", text)
        .build();
  }
}
