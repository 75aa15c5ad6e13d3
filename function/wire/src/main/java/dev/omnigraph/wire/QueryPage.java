package dev.omnigraph.wire;

import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.query.Window;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A page of the answer to a query. All pages are of the state that the first of them read, whatever
 * is written meanwhile, and of the time at which it did.
 */
public final class QueryPage {
  private final String binding;
  private final QueryRequest request;
  private final Window window;

  private QueryPage(String binding, QueryRequest request, Window window) {
    this.binding = binding;
    this.request = request;
    this.window = window;
  }

  /**
   * The page that a request asks for.
   *
   * @param graph the name of the graph, to which cursors are bound
   * @param query with a limit or a cursor
   * @throws dev.omnigraph.error.GraphException {@code query_cursor}
   */
  public static QueryPage of(String graph, RequestReader.Query query, Instant now) {
    QueryRequest request = query.request();
    String binding = QueryCursor.binding(graph, request);
    String text = query.cursor();
    Integer limit = query.limit();
    if (text == null) {
      Window first = new Window(0, limit == null ? 0 : limit, now.truncatedTo(ChronoUnit.MILLIS));
      return new QueryPage(binding, request, first);
    }
    QueryCursor cursor = QueryCursor.parse(text, binding);
    Window next = new Window(cursor.offset(), limit == null ? cursor.limit() : limit, cursor.now());
    ReadAt state = new ReadAt.Commit(request.at().branch(), cursor.commitId());
    return new QueryPage(binding, request.within(state, next), next);
  }

  /** Asks for one row more, which tells whether there is another page. */
  public QueryRequest request() {
    return request.within(
        request.at(), new Window(window.offset(), window.limit() + 1, window.now()));
  }

  /**
   * What belongs to the page of the answer to {@link #request}, and the cursor of the page after
   * it.
   */
  public Answered of(QueryAnswer answer) {
    int limit = (int) window.limit();
    if (answer.rows().size() <= limit) {
      return new Answered(answer, null);
    }
    QueryCursor next =
        new QueryCursor(
            answer.commitId(), window.now(), window.offset() + limit, (int) window.limit());
    return new Answered(answer.first(limit), next.text(binding));
  }

  /**
   * A page.
   *
   * @param next the cursor of the page after it; null after the last
   */
  public record Answered(QueryAnswer answer, @Nullable String next) {}
}
