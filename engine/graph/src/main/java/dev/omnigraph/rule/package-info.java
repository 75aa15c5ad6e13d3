/**
 * The one validator of every write. Rules are checked on the rows that change, and beyond them by
 * lookups in the committed state; what passed is a {@link dev.omnigraph.rule.PreparedWrite}. Rules
 * that a change of the schema brings are held for the rows that are there by {@link
 * dev.omnigraph.rule.StateCheck}. Uses {@code error}, {@code schema}, {@code row}, {@code commit}.
 * Start at {@link dev.omnigraph.rule.Validator}.
 */
@NullMarked
package dev.omnigraph.rule;

import org.jspecify.annotations.NullMarked;
