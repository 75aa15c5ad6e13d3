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
      "Give a text with words."),
  EMBEDDING_SETTINGS(
      ErrorKind.INVALID,
      "The settings of the embedding model contradict each other, or one of them cannot be read.",
      "Correct the setting that the message names."),
  EMBEDDING_DIMENSION(
      ErrorKind.CONFLICT,
      "The embedding model makes vectors of another dimension than the property has.",
      "Give the property the dimension of the model, or choose another model."),
  EMBEDDING_REFUSED(
      ErrorKind.FORBIDDEN,
      "The server of the embedding model does not know the key or the model, or a right is"
          + " missing.",
      "Correct the key, the right, the address or the model that the message names."),
  EMBEDDING_UNAVAILABLE(
      ErrorKind.UNAVAILABLE,
      "The server of the embedding model is busy, slow or cannot be reached.",
      "Try again in a moment; if it stays, check the server and its limits."),
  EMBEDDING_FAILED(
      ErrorKind.INTERNAL,
      "The server of the embedding model refuses the texts, or its answer is not one vector of"
          + " finite numbers for each text.",
      "Look at the message of the server; check that the address is that of an embedding model.");

  private final Entry entry;

  EmbedError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
