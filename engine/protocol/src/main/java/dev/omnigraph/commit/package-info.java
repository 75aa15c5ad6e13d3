/**
 * The contract of the commit protocol: what an operation is, what it proposes, under which
 * conditions it is committed, and how that ends. {@code docs/build/commit-protocol.md} is its page.
 * Knows pins but not rows: what is written is behind {@link dev.omnigraph.commit.Proposal}. Uses
 * {@code store}, {@code manifest}, {@code table}, {@code view}, {@code schema}, {@code error}; the
 * machinery, {@code protocol}, uses it and not the other way round. Start at {@link
 * dev.omnigraph.commit.Operation}.
 */
@NullMarked
package dev.omnigraph.commit;

import org.jspecify.annotations.NullMarked;
