package dev.omnigraph.call;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can go wrong with an export that is handed over. */
public enum ExportError implements ErrorCode {
  EXPORT_TOO_LONG(
      ErrorKind.TOO_LARGE,
      "The export needs more time than the function has. Nothing was handed over.",
      "Export single types, leave out blobs, or use the command line; where the function has a URL"
          + " of its own, it may be given more time."),
  LINKS_NEED_A_BUCKET(
      ErrorKind.INVALID,
      "A link to rows or to an export was asked for of a graph in a folder.",
      "Ask for the rows themselves, of any size: `GET export`, or `POST query` with `Accept: application/x-ndjson`.");

  private final Entry entry;

  ExportError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
