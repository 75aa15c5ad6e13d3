@NullMarked
package dev.omnigraph.stack;

import org.jspecify.annotations.NullMarked;
