/** Short runs of everything, and the checker against histories that must not pass. */
@NullMarked
package dev.omnigraph.soak;

import org.jspecify.annotations.NullMarked;
