/**
 * Cleanup: the only one who deletes data. Finds what no state within the retention needs and what
 * dead writers have left. Uses {@code protocol.branch} and what that uses. Start at {@link
 * dev.omnigraph.protocol.reclaim.Cleanup}, whose steps are those of {@link
 * dev.omnigraph.protocol.reclaim.Collector}.
 */
@NullMarked
package dev.omnigraph.protocol.reclaim;

import org.jspecify.annotations.NullMarked;
