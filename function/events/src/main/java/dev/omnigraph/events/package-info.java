/**
 * The functions that no person calls: {@code ingest} loads objects as they land in a bucket, {@code
 * optimize} and {@code cleanup} run on a schedule. One package; {@code QUARKUS_LAMBDA_HANDLER}
 * picks. Start at {@code IngestHandler}.
 */
@NullMarked
package dev.omnigraph.events;

import org.jspecify.annotations.NullMarked;
