package dev.omnigraph.store;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with object stores and with tables in them. */
public enum StorageError implements ErrorCode {
  STORE_UNAVAILABLE(
      ErrorKind.UNAVAILABLE,
      "The store is slow, throttles requests, or cannot be reached.",
      "Try again in a moment; if it stays, check the store's health and its request limits."),
  STORE_FULL(
      ErrorKind.UNAVAILABLE,
      "There is no room left for what was to be written.",
      "Make room on the disk or raise the quota, then try again."),
  STORE_CONFIGURATION(
      ErrorKind.FORBIDDEN,
      "The endpoint, the region, the credentials or the rights are wrong or missing.",
      "Correct what the message names."),
  STORE_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The bucket or folder that holds the graph does not exist.",
      "Check the graph's address."),
  STORE_UNSUITABLE(
      ErrorKind.INTERNAL,
      "The store cannot do what the commit protocol needs, or gave an answer that no store may"
          + " give.",
      "Use a store that has conditional writes and consistent listings."),
  OUTCOME_UNKNOWN(
      ErrorKind.UNKNOWN_OUTCOME,
      "The store did not say whether a write happened. It may be visible now or later, or never.",
      "Read the state before writing again."),
  INVALID_OBJECT_KEY(
      ErrorKind.INVALID,
      "A name would become the key of an object that no store can keep.",
      "Use names without '/', '.' and '..' as segments."),
  INVALID_LOCATION(
      ErrorKind.INVALID,
      "The address of a graph cannot be read.",
      "Write s3://bucket/prefix or file:///folder."),
  TABLE_EXISTS(ErrorKind.CONFLICT, "A table is created where there already is one.", null),
  TABLE_DATA_MISSING(
      ErrorKind.GONE,
      "Data of a table that a commit names is not in the store.",
      "If the commit is an old one, cleanup has removed its data; read a newer one. If it is the"
          + " newest, run repair."),
  TABLE_FAILURE(
      ErrorKind.INTERNAL,
      "The table library failed for a reason that it does not tell apart, such as a damaged file.",
      "Run repair --deep, which reads every file and names those that are damaged. If there are"
          + " none, this is a defect; the log has the cause."),
  TABLE_MISUSE(ErrorKind.INTERNAL, "A defect: the engine asks for what tables do not do.", null),
  NATIVE_LIBRARY(
      ErrorKind.INTERNAL,
      "The native library of tables cannot be loaded on this machine.",
      "See the requirements on the operating system; glibc 2.28 or newer is needed.");

  private final Entry entry;

  StorageError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
