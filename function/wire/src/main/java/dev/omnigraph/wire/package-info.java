/**
 * The requests and answers of a graph as JSON, for every door: HTTP, events, command line. Reads
 * and writes them token by token, without reflection. Uses the engine's requests and answers. Start
 * at {@link dev.omnigraph.wire.RequestReader} and {@link dev.omnigraph.wire.WriteJson}.
 */
@NullMarked
package dev.omnigraph.wire;

import org.jspecify.annotations.NullMarked;
