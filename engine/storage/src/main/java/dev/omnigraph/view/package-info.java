/**
 * What readers and operations see of a graph: one coherent state of one branch, with its open
 * tables. The protocol makes views; execution and operations use them and know nothing of the
 * protocol. Uses {@code table} and {@code schema}. Start at {@link dev.omnigraph.view.View}.
 */
@NullMarked
package dev.omnigraph.view;

import org.jspecify.annotations.NullMarked;
