/**
 * What every function needs: the configuration of a process, checked at start, and the graphs it
 * has open. May use the engine; knows no protocol. Start at {@code Graphs}.
 */
@NullMarked
package dev.omnigraph.function;

import org.jspecify.annotations.NullMarked;
