package dev.omnigraph.call;

/**
 * An export that is handed over as objects of a bucket.
 *
 * @param packed whether each object is packed with gzip
 */
public record HandoverRequest(ExportRequest export, boolean packed) {}
