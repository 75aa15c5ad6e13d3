/**
 * Recovery: settles what crashed writers left, of a branch that is opened to be written, or of all.
 * Uses {@code protocol.log} and what that uses. Start at {@link
 * dev.omnigraph.protocol.recover.Sweep}.
 */
@NullMarked
package dev.omnigraph.protocol.recover;

import org.jspecify.annotations.NullMarked;
