/**
 * JSON Lines and tables into commits: unpacked, cut into chunks of whole lines, each read strictly
 * and written as one operation of the commit protocol. {@code docs/use/loading.md} is its page.
 * Uses {@code parquet}, {@code schema}, {@code row}, {@code rule}, {@code commit}. Start at {@link
 * dev.omnigraph.jsonl.Loader}.
 */
@NullMarked
package dev.omnigraph.jsonl;

import org.jspecify.annotations.NullMarked;
