package dev.omnigraph.events;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with an event, and with the object that it is about. */
public enum EventError implements ErrorCode {
  UNKNOWN_EVENT(
      ErrorKind.INVALID,
      "The event is not one that this function knows.",
      "Send this function S3 notifications, directly, through SQS or through EventBridge."),
  INVALID_EVENT(
      ErrorKind.INVALID,
      "An event of S3 lacks what it must have, or its key cannot be decoded.",
      "Send the event as S3 made it."),
  UNKNOWN_KEY(
      ErrorKind.INVALID,
      "The key of an object does not say which graph, branch and mode it is loaded with.",
      "Put objects at {prefix}{graph}/{branch}/{append, merge or overwrite}/{any name}.jsonl, {type}.csv or"
          + " {type}.parquet."),
  OBJECT_GONE(
      ErrorKind.NOT_FOUND, "The object was deleted before it was loaded.", "Put the object again."),
  OBJECT_FORBIDDEN(
      ErrorKind.FORBIDDEN,
      "The function may not read the object.",
      "Allow its role s3:GetObject and s3:GetObjectVersion on the bucket, and s3:ListBucket to tell"
          + " missing from forbidden."),
  OBJECT_REFUSED(
      ErrorKind.INVALID,
      "S3 does not hand out the object for a reason that stays.",
      "Look at the bucket, its region and the event's version id."),
  OBJECT_UNREADABLE(
      ErrorKind.UNAVAILABLE,
      "S3 failed, or the object broke off while it was read.",
      "Delivered again, it is loaded from its start.");

  private final Entry entry;

  EventError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
