@NullMarked
package dev.omnigraph.function;

import org.jspecify.annotations.NullMarked;
