/**
 * A commit, from opening the branch to finishing: arming, staging, publishing, losing races. Uses
 * {@code protocol.recover} and what that uses. Start at {@link
 * dev.omnigraph.protocol.write.Committer}.
 */
@NullMarked
package dev.omnigraph.protocol.write;

import org.jspecify.annotations.NullMarked;
