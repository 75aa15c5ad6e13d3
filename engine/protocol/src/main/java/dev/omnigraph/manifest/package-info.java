/**
 * The objects of the commit protocol as data, and their JSON: records, branch objects, checkpoints,
 * sidecars, audit entries. Each writes and reads itself, but for the record and the state, whose
 * forms are long. Pure: no I/O. Uses {@code error}, pins of {@code table} with names of {@code
 * derived} objects, fingerprints of {@code store}. Start at {@link
 * dev.omnigraph.manifest.ManifestRecord}.
 */
@NullMarked
package dev.omnigraph.manifest;

import org.jspecify.annotations.NullMarked;
