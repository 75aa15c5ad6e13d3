package dev.omnigraph.store;

import software.amazon.awssdk.services.s3.S3Client;

/** Gives the client of S3 to who needs one, so that a folder is opened without. */
@FunctionalInterface
public interface S3ClientSource {
  S3Client get();
}
