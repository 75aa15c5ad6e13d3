/**
 * Objects of the protocol and the requests for them: each has the name of its seam, a conditional
 * write finds out what became of it, and what never changes is read once. Uses {@code commit},
 * {@code manifest}, {@code store}. Start at {@link
 * dev.omnigraph.protocol.object.ConditionalObject}.
 */
@NullMarked
package dev.omnigraph.protocol.object;

import org.jspecify.annotations.NullMarked;
