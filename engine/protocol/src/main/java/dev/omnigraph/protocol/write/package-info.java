/**
 * A commit: arming, staging, publishing, losing races, finishing. Uses {@code protocol.recover},
 * which opens the branch, and what that uses. Start at {@link
 * dev.omnigraph.protocol.write.Committer}.
 */
@NullMarked
package dev.omnigraph.protocol.write;

import org.jspecify.annotations.NullMarked;
