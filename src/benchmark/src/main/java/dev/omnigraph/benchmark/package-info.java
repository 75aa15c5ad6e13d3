/**
 * Nine queries on a generated social graph, from cold and warm: times, requests and memory; and a
 * load of such a graph. Not part of the product. Start at {@link dev.omnigraph.benchmark.Benchmark}
 * or {@link dev.omnigraph.benchmark.Loading}.
 */
@NullMarked
package dev.omnigraph.benchmark;

import org.jspecify.annotations.NullMarked;
