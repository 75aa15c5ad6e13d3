/**
 * Repair: checks everything that is stored against the log, and writes again what is derived from
 * it. Uses {@code protocol.reclaim} and what that uses. Start at {@link
 * dev.omnigraph.protocol.check.Repair}.
 */
@NullMarked
package dev.omnigraph.protocol.check;

import org.jspecify.annotations.NullMarked;
