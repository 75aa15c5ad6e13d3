package dev.omnigraph.call;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How entities are written, in an export and in the input of a load. */
public enum EntityFormat {
  /** One entity on each line, nodes before edges: all types are one file. */
  JSONL("jsonl", "JSON Lines", "application/x-ndjson"),
  /** A table of one type, whose header names its columns: each type is a file of its own. */
  CSV("csv", "CSV", "text/csv"),
  /** Columns of one type, which the file names and types: each type is a file of its own. */
  PARQUET("parquet", "Parquet", "application/vnd.apache.parquet");

  private final String text;
  private final String title;
  private final String mediaType;

  EntityFormat(String text, String title, String mediaType) {
    this.text = text;
    this.title = title;
    this.mediaType = mediaType;
  }

  /** The format that callers name so. */
  public static Optional<EntityFormat> of(String text) {
    return Stream.of(values()).filter(format -> format.text.equalsIgnoreCase(text)).findFirst();
  }

  /** The format that the end of a file's name tells, {@code .gz} aside. */
  public static Optional<EntityFormat> ofFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    return of(plain.substring(plain.lastIndexOf('.') + 1));
  }

  /**
   * The type of the entities in a file, where the format does not say it and nobody else does.
   *
   * @param name of the file alone: {@code Person.csv}, {@code Person.2.parquet}
   */
  public static String typeOfFile(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Its name for callers, which is also how the names of its files end. */
  public String text() {
    return text;
  }

  /** Its name in sentences. */
  public String title() {
    return title;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Whether it is UTF-8, and not bytes. */
  public boolean isText() {
    return this != PARQUET;
  }

  /** What its entities are numbered by in messages. */
  public String unit() {
    return this == PARQUET ? "row" : "line";
  }

  /** Whether each type is a file of its own. */
  public boolean isByType() {
    return this != JSONL;
  }
}
