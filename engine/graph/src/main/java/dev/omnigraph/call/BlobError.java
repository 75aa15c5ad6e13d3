package dev.omnigraph.call;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can go wrong with reading or writing a blob by itself. */
public enum BlobError implements ErrorCode {
  NOT_A_BLOB(
      ErrorKind.INVALID,
      "The property that is read or written as a blob is of another type.",
      "Read and write it with queries."),
  ENTITY_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The type has no entity of that id.",
      "Take the id of an entity that a query returns."),
  BLOB_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The property of the entity has no value; an empty blob is one.",
      "Write its content first."),
  RANGE_NOT_SATISFIABLE(
      ErrorKind.INVALID,
      "The range begins after the end of the blob; over HTTP the status is 416.",
      "Ask for a range that begins before the length that the message names."),
  BLOB_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The blob, or the part of it that is asked for, has more bytes than one answer may have.",
      "Ask for ranges of at most as many bytes as the message names."),
  BLOB_CHANGED(
      ErrorKind.PRECONDITION,
      "The content of the blob is not what the request expects.",
      "Read the blob again, and decide by its new content."),
  INVALID_CONTENT_TYPE(
      ErrorKind.INVALID, "A content type is not written as one.", "Write it like image/png.");

  private final Entry entry;

  BlobError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
