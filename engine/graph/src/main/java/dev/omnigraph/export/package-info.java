/**
 * The rows of one state as files, read and written a batch at a time. {@code docs/use/export.md} is
 * its page; a load reads what is written here. Uses {@code call}, {@code row}, {@code view}, {@code
 * schema}, {@code value}, and {@code store} and {@code commit} to hand an export over as objects of
 * a bucket. Start at {@link dev.omnigraph.export.Export}.
 */
@NullMarked
package dev.omnigraph.export;

import org.jspecify.annotations.NullMarked;
