package dev.omnigraph.rule;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.view.View;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Who writes.
 *
 * @param known the part of a view's schema that the writer may know: what is written is compiled
 *     against nothing else
 * @param mayWrite told of each type that is to be written, before anything is looked up; throws
 *     what stands against it
 */
public record Writer(Function<View, Catalog> known, BiConsumer<View, EntityType> mayWrite) {
  /** Who may know and write everything. */
  public static final Writer OWNER = new Writer(View::catalog, (view, type) -> {});
}
