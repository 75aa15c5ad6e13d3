package dev.omnigraph.call;

import java.util.Optional;
import java.util.stream.Stream;

/** How an export, or the input of a load, is written. */
public enum ExportFormat {
  /** One entity on each line, nodes before edges: all types are one file. */
  JSONL("jsonl", "application/x-ndjson");

  private final String text;
  private final String mediaType;

  ExportFormat(String text, String mediaType) {
    this.text = text;
    this.mediaType = mediaType;
  }

  /** The format that callers name so. */
  public static Optional<ExportFormat> of(String text) {
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
