package dev.omnigraph.function;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the graphs of a process are: below a bucket's prefix or in a folder. */
public sealed interface Root {

  /**
   * @param prefix without slashes at its ends; empty for the whole bucket
   */
  record Bucket(String bucket, String prefix) implements Root {
    /** The prefix of one graph, without a slash at its end. */
    public String prefixOf(String graph) {
      return prefix.isEmpty() ? graph : prefix + "/" + graph;
    }
  }

  /** A folder, made when the first graph is. */
  record Folder(Path path) implements Root {}

  /**
   * Reads {@code s3://bucket/prefix}, {@code file:///folder} or a plain path.
   *
   * @throws IllegalArgumentException when it is none of them; the message is for people
   */
  static Root parse(String text) {
    String root = text.strip();
    if (root.startsWith("s3://")) {
      return bucket(root);
    }
    if (root.contains("://") && !root.startsWith("file://")) {
      throw new IllegalArgumentException(
          "\"%s\" is neither s3://bucket/prefix nor a folder".formatted(root));
    }
    try {
      Path path = root.startsWith("file:") ? Path.of(URI.create(root)) : Path.of(root);
      return new Folder(path.toAbsolutePath().normalize());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"%s\" is no valid folder".formatted(root), e);
    }
  }

  private static Root bucket(String root) {
    Pattern form = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/+(.*?))?/*");
    Matcher match = form.matcher(root);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" names no valid bucket: s3://bucket/prefix, the bucket of 3 to 63 characters a-z, 0-9, dot and hyphen"
              .formatted(root));
    }
    String prefix = match.group(2) == null ? "" : match.group(2);
    return new Bucket(match.group(1), prefix);
  }
}
