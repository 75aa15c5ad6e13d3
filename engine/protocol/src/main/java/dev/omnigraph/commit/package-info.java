/**
 * The commit protocol: resolving a branch's head, arming, publishing, losing races, recovering.
 * {@code docs/build/commit-protocol.md} is its page. Knows pins but not rows: what is written is
 * behind {@link dev.omnigraph.commit.Proposal}. Uses {@code store}, {@code manifest}, {@code
 * table}, {@code schema}, {@code error}.
 */
@NullMarked
package dev.omnigraph.commit;

import org.jspecify.annotations.NullMarked;
