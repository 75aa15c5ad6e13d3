/**
 * The one validator of every write, and the form in which writes hand it their rows: {@link
 * dev.omnigraph.validate.TableDelta}, what a write changes in one table. Rules are checked on the
 * rows that change, and beyond them by index lookups in the committed state. Uses {@code error},
 * {@code schema}, {@code table}, {@code commit}. Start at {@link dev.omnigraph.validate.Validator}.
 */
@NullMarked
package dev.omnigraph.validate;

import org.jspecify.annotations.NullMarked;
