/**
 * Runs plans on one view: operators over Arrow vectors, in a memory budget per query. Rows between
 * operators are entity numbers; properties are fetched once per variable and only for entities that
 * are still there. Uses {@code plan} and what it uses, and {@code view}. Start at {@link
 * dev.omnigraph.exec.QueryRunner}; writers find {@link dev.omnigraph.exec.RowEvaluator} and {@link
 * dev.omnigraph.exec.ConditionScan} here.
 */
@NullMarked
package dev.omnigraph.exec;

import org.jspecify.annotations.NullMarked;
