@NullMarked
package dev.omnigraph.function.watch;

import org.jspecify.annotations.NullMarked;
