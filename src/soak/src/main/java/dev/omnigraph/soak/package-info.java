/**
 * The protocol under fire: many short-lived writers on one S3 server that are killed and frozen, a
 * server that fails, and writers that contend, on branches that are made, merged and deleted
 * meanwhile; the recorded history is then explained by one linear order, or the run fails. Uses the
 * engine's front door like any other program, and its manifest to read the log. Start at {@link
 * dev.omnigraph.soak.Soak} and {@link dev.omnigraph.soak.Replay}.
 */
@NullMarked
package dev.omnigraph.soak;

import org.jspecify.annotations.NullMarked;
