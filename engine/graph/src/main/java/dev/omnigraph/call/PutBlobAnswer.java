package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;

/**
 * What became of a blob.
 *
 * @param length of its content in bytes
 * @param digest of its content, as {@link BlobAnswer#digest}
 * @param commitId the commit published, or the branch's head when the content was there already
 * @param replayed whether an earlier delivery of the same idempotency key did the work
 */
public record PutBlobAnswer(long length, String digest, CommitId commitId, boolean replayed) {}
