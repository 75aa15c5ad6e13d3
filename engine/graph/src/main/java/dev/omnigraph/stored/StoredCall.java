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
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call of a stored query, which is found as soon as a state is known: once for each text and
 * schema, however often the state of the branch is read again.
 */
public final class StoredCall {
  private final InvokeRequest request;
  private final BiPredicate<BranchView, String> mayCall;
  private final Consumer<BranchView> mayCallNone;
  private @Nullable Texts texts;
  private @Nullable Catalog catalog;
  private @Nullable StoredQuery found;
  private @Nullable PreparedQuery prepared;

  /**
   * @param mayCall whether the caller may know of a query of a state; asked each time
   * @param mayCallNone told of a state of which it may know of none; throws, if it may not know of
   *     that either
   */
  public StoredCall(
      InvokeRequest request,
      BiPredicate<BranchView, String> mayCall,
      Consumer<BranchView> mayCallNone) {
    this.request = request;
    this.mayCall = mayCall;
    this.mayCallNone = mayCallNone;
  }

  /**
   * The query in a state.
   *
   * @throws GraphException {@code stored_query_not_found}
   */
  public synchronized StoredQuery in(BranchView view) {
    if (!mayCall.test(view, request.name())) {
      throw notFound(view, StoredQueries.of(view.queries(), view.catalog()));
    }
    StoredQuery known = found;
    if (known == null || !view.queries().equals(texts) || !view.catalog().equals(catalog)) {
      StoredQueries all = StoredQueries.of(view.queries(), view.catalog());
      known = all.find(request.name()).orElseThrow(() -> notFound(view, all));
      texts = view.queries();
      catalog = view.catalog();
      found = known;
      prepared =
          new PreparedQuery(known.source(), known.file(), known.name(), request.arguments(), null);
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

  /** The same whether it is not there or the caller may not know of it. */
  private GraphException notFound(BranchView view, StoredQueries all) {
    String name = request.name();
    List<String> names =
        all.all().stream().map(StoredQuery::name).filter(each -> mayCall.test(view, each)).toList();
    if (names.isEmpty()) {
      mayCallNone.accept(view);
    }
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
