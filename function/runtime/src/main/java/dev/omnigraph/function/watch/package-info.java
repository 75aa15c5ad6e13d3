/**
 * What a function tells of each event that it works on: one line that is both a metric and a log
 * entry, and the refusal to write when the event's time is nearly over. Listens to the protocol;
 * knows no framework. Start at {@code Watch}.
 */
@NullMarked
package dev.omnigraph.function.watch;

import org.jspecify.annotations.NullMarked;
