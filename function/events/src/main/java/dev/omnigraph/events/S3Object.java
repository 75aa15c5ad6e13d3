package dev.omnigraph.events;

import org.jspecify.annotations.Nullable;

/**
 * An object that landed in a bucket, as its event names it.
 *
 * @param key decoded
 * @param versionId only in versioned buckets
 * @param sequencer orders the events of one key; equal means the same event again
 * @param etag of the content that the event is about
 * @param principal who put it there
 */
record S3Object(
    String bucket,
    String key,
    @Nullable String versionId,
    @Nullable String sequencer,
    @Nullable String etag,
    @Nullable String principal) {

  String uri() {
    return "s3://" + bucket + "/" + key;
  }

  /**
   * The same for every delivery of the same event, and another when the object is written again.
   */
  String idempotencyKey() {
    String revision = versionId != null ? versionId : sequencer != null ? sequencer : etag;
    return revision == null ? uri() : uri() + "#" + revision;
  }
}
