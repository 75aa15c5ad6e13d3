/**
 * Recovery: settles what crashed writers left, of one branch or of all. Uses {@code protocol.log}
 * and what that uses. Start at {@link dev.omnigraph.protocol.recover.Sweep}.
 */
@NullMarked
package dev.omnigraph.protocol.recover;

import org.jspecify.annotations.NullMarked;
