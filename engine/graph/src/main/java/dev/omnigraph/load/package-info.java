/**
 * JSON Lines into commits: cut into chunks of whole lines, each read strictly and written as one
 * operation of the commit protocol. {@code docs/use/loading.md} is its page. Uses {@code schema},
 * {@code validate}, {@code write}, {@code commit}. Start at {@link dev.omnigraph.load.Loader}.
 */
@NullMarked
package dev.omnigraph.load;

import org.jspecify.annotations.NullMarked;
