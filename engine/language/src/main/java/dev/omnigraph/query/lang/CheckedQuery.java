package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.query.TypedQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of a source, checked by itself.
 *
 * @param query null when there are mistakes
 * @param mistakes of names and types
 */
public record CheckedQuery(String name, @Nullable TypedQuery query, List<Diagnostic> mistakes) {
  public CheckedQuery {
    mistakes = List.copyOf(mistakes);
  }
}
