/**
 * The rows of one state as files, read and written a batch at a time. {@code docs/use/export.md} is
 * its page; a load reads what is written here. Uses {@code call}, {@code row}, {@code view}, {@code
 * schema}, {@code value}. Start at {@link dev.omnigraph.export.Export}.
 */
@NullMarked
package dev.omnigraph.export;

import org.jspecify.annotations.NullMarked;
