/**
 * Who may do what, enforced at the front door: every call of a guarded graph is held to the
 * policies that main has while the call runs. Start at {@link dev.omnigraph.guard.Gate}.
 */
@NullMarked
package dev.omnigraph.guard;

import org.jspecify.annotations.NullMarked;
