package dev.omnigraph.embed;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong where texts become vectors. */
public enum EmbedError implements ErrorCode {
  EMBEDDER_MISSING(
      ErrorKind.INVALID,
      "A text is to become a vector, and no embedding model is configured.",
      "Set OMNIGRAPH_EMBED_MODEL where this runs, or give a vector."),
  EMBEDDING_MODEL_MISMATCH(
      ErrorKind.CONFLICT,
      "The configured embedding model is not the one that the schema names for the property.",
      "Configure the model that the schema names, or change the schema."),
  EMBEDDING_BLANK(
      ErrorKind.INVALID,
      "A text without anything but white space was to become a vector.",
      "Give a text with words.");

  private final Entry entry;

  EmbedError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
