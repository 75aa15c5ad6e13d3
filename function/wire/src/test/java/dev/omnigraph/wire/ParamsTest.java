package dev.omnigraph.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.omnigraph.call.LoadMode;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParamsTest {
  private static final String NO_HEAD = "The header If-Match does not name one commit.";

  @Test
  void whatIsReadIsTheNewestStateACommitOrATime() {
    BranchName draft = new BranchName("draft");

    assertThat(Params.readAt(null, null, null)).isEqualTo(ReadAt.main());
    assertThat(Params.readAt("draft", null, null)).isEqualTo(new ReadAt.Head(draft));
    assertThat(Params.readAt("draft", "c", null))
        .isEqualTo(new ReadAt.Commit(draft, new CommitId("c")));
    assertThat(Params.readAt(null, null, "2026-01-31T12:00:00+02:00"))
        .isEqualTo(new ReadAt.Time(BranchName.MAIN, Instant.parse("2026-01-31T10:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "        |   |",
        "        | c | c",
        "*      |   |",
        "*      | c | c",
        "\"c\"  |   | c",
        "c      |   | c",
        "` \"c\" ` | c | c",
      })
  void theExpectedHeadComesFromTheHeaderOrTheField(
      @Nullable String header, @Nullable String field, @Nullable String head) {
    assertThat(Params.expectedHead(header, field))
        .isEqualTo(head == null ? null : new CommitId(head));
  }

  @Test
  void anIdempotencyKeyIsTakenWithoutTheBlanksAroundIt() {
    assertThat(Params.idempotencyKey(null)).isNull();
    assertThat(Params.idempotencyKey(" k 1 ")).isEqualTo("k 1");
    assertThat(Params.idempotencyKey("k".repeat(512))).hasSize(512);
  }

  @ParameterizedTest
  @CsvSource({", MERGE", "merge, MERGE", "Append, APPEND", "OVERWRITE, OVERWRITE"})
  void aLoadMergesUnlessItSaysOtherwise(@Nullable String text, LoadMode mode) {
    assertThat(Params.mode(text)).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({", 20", "1, 1", "007, 7", "1000, 1000"})
  void aLimitIsTheOneGivenOrTheUsualOne(@Nullable String text, int limit) {
    assertThat(Params.limit(text, 20)).isEqualTo(limit);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("refusals")
  void whatCouldMeanTwoThingsOrNoneIsRefused(
      String code, String field, String message, ThrowingCallable read) {
    GraphException refusal = catchThrowableOfType(GraphException.class, read);

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.details()).containsEntry("field", field);
    assertThat(refusal.nextStep()).isNotBlank();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "commit_and_as_of",
            "as_of",
            "\"commit\" and \"as_of\" both say which state to read.",
            () -> Params.readAt(null, "c", "2026-01-31T12:00:00Z")),
        refusal(
            "invalid_time",
            "as_of",
            "\"2026-01-31T12:00:00\" is not a time with an offset.",
            () -> Params.readAt(null, null, "2026-01-31T12:00:00")),
        refusal("invalid_if_match", "If-Match", NO_HEAD, () -> Params.expectedHead("", null)),
        refusal("invalid_if_match", "If-Match", NO_HEAD, () -> Params.expectedHead("\"c", null)),
        refusal("invalid_if_match", "If-Match", NO_HEAD, () -> Params.expectedHead("\"\"", "c")),
        refusal(
            "invalid_if_match", "If-Match", NO_HEAD, () -> Params.expectedHead("W/\"c\"", null)),
        refusal(
            "invalid_if_match",
            "If-Match",
            NO_HEAD,
            () -> Params.expectedHead("\"c\", \"d\"", null)),
        refusal(
            "two_expected_heads",
            "expected_head",
            "If-Match and \"expected_head\" name different commits.",
            () -> Params.expectedHead("\"c\"", "d")),
        refusal(
            "invalid_idempotency_key",
            "Idempotency-Key",
            "The idempotency key has 0 characters; it must have 1 to 512.",
            () -> Params.idempotencyKey("  ")),
        refusal(
            "invalid_idempotency_key",
            "Idempotency-Key",
            "The idempotency key has 513 characters; it must have 1 to 512.",
            () -> Params.idempotencyKey("k".repeat(513))),
        refusal(
            "invalid_mode", "mode", "Unknown load mode \"replace\".", () -> Params.mode("replace")),
        refusal("invalid_limit", "limit", "\"0\" is not a limit.", () -> Params.limit("0", 20)),
        refusal("invalid_limit", "limit", "\"-1\" is not a limit.", () -> Params.limit("-1", 20)),
        refusal(
            "invalid_limit", "limit", "\"1001\" is not a limit.", () -> Params.limit("1001", 20)),
        refusal(
            "invalid_limit",
            "limit",
            "\"9999999999\" is not a limit.",
            () -> Params.limit("9999999999", 20)));
  }

  private static Arguments refusal(
      String code, String field, String message, ThrowingCallable read) {
    return arguments(code, field, message, read);
  }
}
