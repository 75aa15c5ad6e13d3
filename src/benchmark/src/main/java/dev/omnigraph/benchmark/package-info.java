/**
 * Nine queries on a generated social graph, from cold and warm: times, requests and memory. Not
 * part of the product. Start at {@link dev.omnigraph.benchmark.Benchmark}.
 */
@NullMarked
package dev.omnigraph.benchmark;

import org.jspecify.annotations.NullMarked;
