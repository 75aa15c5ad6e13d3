package dev.omnigraph.wire;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.query.QueryError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what requests have in common, from bodies, query parameters and headers alike. */
public final class Params {
  private static final int MAX_LIMIT = 1000;
  static final int MAX_PAGE = 10_000;
  private static final int MAX_KEY_LENGTH = 512;

  /** Weak tags and lists have no meaning for a commit. */
  private static final Pattern ENTITY_TAG =
      Pattern.compile("(?<quote>\"?)(?<commit>[^\"\\s,*/]+)\\k<quote>");

  private Params() {}

  /**
   * @param field that the body must have
   */
  static GraphException missingBody(String field) {
    return invalid(
        HttpError.MISSING_BODY,
        field,
        "The request has no body.",
        "Send a JSON object, {\"%s\": \"…\"}, as application/json.".formatted(field));
  }

  static String required(String field, @Nullable String value) {
    if (value == null) {
      throw invalid(
          HttpError.MISSING_FIELD,
          field,
          "The request has no \"%s\".".formatted(field),
          "Send {\"%s\": \"…\"} as application/json.".formatted(field));
    }
    if (value.isBlank()) {
      throw invalid(
          HttpError.MISSING_FIELD,
          field,
          "The request's \"%s\" is empty.".formatted(field),
          "Send its text: {\"%s\": \"…\"}.".formatted(field));
    }
    return value;
  }

  public static BranchName branch(@Nullable String branch) {
    return branch == null ? BranchName.MAIN : new BranchName(branch);
  }

  public static ReadAt readAt(
      @Nullable String branch, @Nullable String commit, @Nullable String asOf) {
    if (commit != null && asOf != null) {
      throw invalid(
          HttpError.COMMIT_AND_AS_OF,
          "as_of",
          "\"commit\" and \"as_of\" both say which state to read.");
    }
    if (commit != null) {
      return new ReadAt.Commit(branch(branch), new CommitId(commit));
    }
    return asOf == null
        ? new ReadAt.Head(branch(branch))
        : new ReadAt.Time(branch(branch), time(asOf));
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw invalid(
          HttpError.INVALID_TIME, "as_of", "\"%s\" is not a time with an offset.".formatted(text));
    }
  }

  /**
   * From {@code If-Match}, with or without quotes, or the field; they may not differ. {@code *}
   * asks for nothing, as there is always a newest commit.
   */
  public static @Nullable CommitId expectedHead(@Nullable String ifMatch, @Nullable String field) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return field == null ? null : new CommitId(field);
    }
    Matcher one = ENTITY_TAG.matcher(ifMatch.strip());
    if (!one.matches()) {
      throw invalid(
          HttpError.INVALID_IF_MATCH, "If-Match", "The header If-Match does not name one commit.");
    }
    String head = one.group("commit");
    if (field != null && !field.equals(head)) {
      throw invalid(
          HttpError.TWO_EXPECTED_HEADS,
          "expected_head",
          "If-Match and \"expected_head\" name different commits.");
    }
    return new CommitId(head);
  }

  public static @Nullable String idempotencyKey(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String key = header.strip();
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw GraphException.of(
              HttpError.INVALID_IDEMPOTENCY_KEY,
              "The idempotency key has %d characters; it must have 1 to %d."
                  .formatted(key.length(), MAX_KEY_LENGTH))
          .with("field", "Idempotency-Key")
          .with("limit", MAX_KEY_LENGTH)
          .build();
    }
    return key;
  }

  public static LoadMode mode(@Nullable String text) {
    if (text == null) {
      return LoadMode.MERGE;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "append" -> LoadMode.APPEND;
      case "merge" -> LoadMode.MERGE;
      case "overwrite" -> LoadMode.OVERWRITE;
      default ->
          throw invalid(
              HttpError.INVALID_MODE, "mode", "Unknown load mode \"%s\".".formatted(text));
    };
  }

  /** The format of an export. */
  public static EntityFormat format(@Nullable String text) {
    if (text == null) {
      return EntityFormat.JSONL;
    }
    return EntityFormat.of(text)
        .orElseThrow(
            () ->
                invalid(
                    HttpError.INVALID_FORMAT, "format", "Unknown format \"%s\".".formatted(text)));
  }

  /** Names of types, separated by commas; none for all. */
  public static List<String> types(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(",", -1));
  }

  /** Whether an export has the contents of blobs. */
  public static boolean withBlobs(@Nullable String text) {
    return switch (text) {
      case null -> true;
      case "include" -> true;
      case "omit" -> false;
      default ->
          throw invalid(HttpError.INVALID_BLOBS, "blobs", "Unknown choice \"%s\".".formatted(text));
    };
  }

  /** Whether the objects of an export are packed. */
  static boolean packed(@Nullable String text) {
    return switch (text) {
      case null -> false;
      case "none" -> false;
      case "gzip" -> true;
      default ->
          throw invalid(
              HttpError.INVALID_COMPRESSION,
              "compression",
              "Unknown compression \"%s\".".formatted(text));
    };
  }

  /** The rows of a page; null where nothing is said. */
  static @Nullable Integer pageLimit(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_PAGE) {
      throw GraphException.of(
              HttpError.INVALID_PAGE_LIMIT, "A page cannot have %s rows.".formatted(text))
          .with("field", "limit")
          .with("limit", MAX_PAGE)
          .build();
    }
    return limit;
  }

  /** The format of rows that are handed over: any that is rows alone. */
  static RowFormat rowFormat(@Nullable String text) {
    return RowFormat.of(text == null ? RowFormat.NDJSON.text() : text)
        .filter(format -> format != RowFormat.JSON)
        .orElseThrow(
            () ->
                invalid(
                    HttpError.INVALID_ROW_FORMAT,
                    "format",
                    "Rows are not handed over as \"%s\".".formatted(text)));
  }

  public static int limit(@Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw GraphException.of(QueryError.INVALID_LIMIT, "\"%s\" is not a limit.".formatted(text))
          .next("Use a number from 1 to %d.".formatted(MAX_LIMIT))
          .with("field", "limit")
          .with("limit", MAX_LIMIT)
          .build();
    }
    return limit;
  }

  private static GraphException invalid(HttpError code, String field, String message) {
    return invalid(code, field, message, code.nextStep());
  }

  private static GraphException invalid(
      ErrorCode code, String field, String message, @Nullable String next) {
    return GraphException.of(code, message).next(next).with("field", field).build();
  }
}
