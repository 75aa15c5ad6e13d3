package dev.omnigraph.call;

import java.util.Optional;
import java.util.stream.Stream;

/** How entities are written, in an export and in the input of a load. */
public enum EntityFormat {
  /** One entity on each line, nodes before edges: all types are one file. */
  JSONL("jsonl", "application/x-ndjson"),
  /** A table of one type, whose header names its columns: each type is a file of its own. */
  CSV("csv", "text/csv");

  private final String text;
  private final String mediaType;

  EntityFormat(String text, String mediaType) {
    this.text = text;
    this.mediaType = mediaType;
  }

  /** The format that callers name so. */
  public static Optional<EntityFormat> of(String text) {
    return Stream.of(values()).filter(format -> format.text.equalsIgnoreCase(text)).findFirst();
  }

  /** Its name for callers, which is also how the names of its files end. */
  public String text() {
    return text;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Whether each type is a file of its own. */
  public boolean isByType() {
    return this != JSONL;
  }
}
