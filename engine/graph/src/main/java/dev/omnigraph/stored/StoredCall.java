package dev.omnigraph.stored;

import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.PreparedQuery;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a stored query, which is found as soon as a state is known: once for each text and
 * schema, however often the state of the branch is read again.
 */
public final class StoredCall {
  private final InvokeRequest request;
  private @Nullable Texts texts;
  private @Nullable Catalog catalog;
  private @Nullable StoredQuery found;
  private @Nullable PreparedQuery prepared;

  public StoredCall(InvokeRequest request) {
    this.request = request;
  }

  /**
   * The query in a state.
   *
   * @throws GraphException {@code stored_query_not_found}
   */
  public synchronized StoredQuery in(BranchView view) {
    StoredQuery known = found;
    if (known == null || !view.queries().equals(texts) || !view.catalog().equals(catalog)) {
      StoredQueries all = StoredQueries.of(view.queries(), view.catalog());
      known = all.find(request.name()).orElseThrow(() -> notFound(request.name(), all.all()));
      texts = view.queries();
      catalog = view.catalog();
      found = known;
      prepared = new PreparedQuery(known.source(), known.file(), known.name(), request.arguments());
    }
    return known;
  }

  /** The query in a state, to be run; it reads. */
  public synchronized PreparedQuery prepared(BranchView view) {
    in(view);
    return Objects.requireNonNull(prepared);
  }

  /** The types whose tables it reads; none when it writes. */
  public Collection<EntityType> types(BranchView view) {
    return in(view).writes() ? List.of() : prepared(view).types(view);
  }

  /**
   * @param known those that the caller may know of
   */
  public static GraphException notFound(String name, List<StoredQuery> known) {
    List<String> names = known.stream().map(StoredQuery::name).toList();
    return GraphException.of(
            StoredError.STORED_QUERY_NOT_FOUND, "There is no stored query `%s`.".formatted(name))
        .next(
            Suggestions.closest(name, names)
                .map("Did you mean `%s`?"::formatted)
                .orElse(StoredError.STORED_QUERY_NOT_FOUND.nextStep()))
        .with("query", name)
        .build();
  }
}
