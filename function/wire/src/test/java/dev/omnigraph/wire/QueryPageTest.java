package dev.omnigraph.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.QueryReport;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.query.Window;
import dev.omnigraph.store.IoStats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPageTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String QUERY = "\"query\": \"q\", \"params\": {\"a\": 1, \"b\": [2, null]}";

  @Test
  void theFirstPageAsksForOneRowMoreThanItHas() throws IOException {
    QueryPage page = page(QUERY + ", \"limit\": 2");

    assertThat(page.request().window()).isEqualTo(new Window(0, 3, NOON));
    assertThat(page.request().at()).isEqualTo(new ReadAt.Head(BranchName.MAIN));
    assertThat(page.of(answer(3)).answer().rows()).hasSize(2);
    assertThat(page.of(answer(3)).next()).isNotNull();
    assertThat(page.of(answer(2)).answer().rows()).hasSize(2);
    assertThat(page.of(answer(2)).next()).isNull();
  }

  @Test
  void theNextPageIsOfTheCommitAndTheTimeOfTheFirst() throws IOException {
    String cursor = cursor(QUERY);

    QueryPage next =
        QueryPage.of("g", query(QUERY + sending(cursor)), NOON.plus(Duration.ofHours(1)));

    assertThat(next.request().at())
        .isEqualTo(new ReadAt.Commit(BranchName.MAIN, new CommitId("c")));
    assertThat(next.request().window()).isEqualTo(new Window(2, 3, NOON));
    assertThat(page(QUERY + sending(cursor) + ", \"limit\": 7").request().window())
        .as("each page may have a size of its own")
        .isEqualTo(new Window(2, 8, NOON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"query\": \"r\", \"params\": {\"a\": 1, \"b\": [2, null]}",
        "\"query\": \"q\", \"params\": {\"a\": 2, \"b\": [2, null]}",
        "\"query\": \"q\", \"params\": {\"a\": 1}",
        "\"query\": \"q\", \"params\": {\"a\": 1, \"b\": [2, null]}, \"name\": \"q\"",
        "\"query\": \"q\", \"params\": {\"a\": 1, \"b\": [2, null]}, \"branch\": \"draft\"",
        "\"query\": \"q\", \"params\": {\"a\": 1, \"b\": [2, null]}, \"commit\": \"c\"",
        "\"query\": \"q\", \"params\": {\"a\": 1, \"b\": [2, null]}, \"as_of\": \"2026-01-31T12:00:00Z\""
      })
  void aCursorOfSomethingElseIsRefused(String other) throws IOException {
    String cursor = cursor(QUERY);

    assertRefused(() -> page(other + sending(cursor)));
  }

  @Test
  void aCursorOfAnotherGraphIsRefused() throws IOException {
    RequestReader.Query next = query(QUERY + sending(cursor(QUERY)));

    assertRefused(() -> QueryPage.of("other", next, NOON));
  }

  @Test
  void theOrderOfArgumentsDoesNotMatter() throws IOException {
    String cursor = cursor(QUERY);
    String turned = "\"params\": {\"b\": [2, null], \"a\": 1}, \"query\": \"q\"";

    assertThat(page(turned + sending(cursor)).request().window()).isEqualTo(new Window(2, 3, NOON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!", "ZjE", "bnVsbA"})
  void whatIsNotACursorIsRefused(String text) {
    assertRefused(() -> page(QUERY + sending(text)));
  }

  @Test
  void aCursorThatWasChangedIsRefused() throws IOException {
    String plain = new String(Base64.getUrlDecoder().decode(cursor(QUERY)), StandardCharsets.UTF_8);
    String changed = plain.replace("\n2\n2", "\n3\n2");
    assertThat(changed).isNotEqualTo(plain);

    assertRefused(
        () ->
            page(
                QUERY
                    + sending(
                        Base64.getUrlEncoder()
                            .encodeToString(changed.getBytes(StandardCharsets.UTF_8)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_001, 999_999_999})
  void aCursorThatWasMadeUpHasNoOtherLimitThanARequest(int limit) throws IOException {
    QueryRequest request = query(QUERY).request();
    String made =
        new QueryCursor(new CommitId("c"), NOON, 2, limit).text(QueryCursor.binding("g", request));

    assertRefused(() -> page(QUERY + sending(made)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "99999999999999999999"})
  void aPageHasOneToTenThousandRows(String limit) {
    assertThatThrownBy(() -> query(QUERY + ", \"limit\": " + limit))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(HttpError.INVALID_PAGE_LIMIT)).isTrue());
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(HttpError.QUERY_CURSOR)).isTrue());
  }

  private static String cursor(String members) throws IOException {
    @Nullable String next = page(members + ", \"limit\": 2").of(answer(3)).next();
    return Objects.requireNonNull(next);
  }

  private static String sending(String text) {
    return ", \"cursor\": \"" + text + "\"";
  }

  private static QueryPage page(String members) throws IOException {
    return QueryPage.of("g", query(members), NOON);
  }

  private static RequestReader.Query query(String members) throws IOException {
    byte[] body = ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
    return RequestReader.query(new ByteArrayInputStream(body));
  }

  private static QueryAnswer answer(int rows) {
    List<List<@Nullable Object>> all =
        IntStream.range(0, rows).mapToObj(n -> List.<@Nullable Object>of(n)).toList();
    QueryReport report = new QueryReport("", List.of(), 0, IoStats.NONE, Duration.ZERO, 0);
    return new QueryAnswer("q", new CommitId("c"), List.of(), all, rows, report);
  }
}
