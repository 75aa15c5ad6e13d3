/** The front door of the engine: open a graph, read it, write it. Start at {@code Graph}. */
@NullMarked
package dev.omnigraph;

import org.jspecify.annotations.NullMarked;
