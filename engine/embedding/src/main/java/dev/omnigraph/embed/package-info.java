/**
 * Texts become vectors, by a model that somebody else runs: the clients of such models, and one
 * that needs none. Start at {@link dev.omnigraph.embed.Embedder}; {@link
 * dev.omnigraph.embed.Embedders} makes them. Knows nothing of graphs; uses {@code error}.
 */
@NullMarked
package dev.omnigraph.embed;

import org.jspecify.annotations.NullMarked;
