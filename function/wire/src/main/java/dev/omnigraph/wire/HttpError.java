package dev.omnigraph.wire;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.exec.memory.ExecutionError;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a request before it reaches a graph, and with its answer. */
public enum HttpError implements ErrorCode {
  BAD_REQUEST(ErrorKind.INVALID, "The request is not one of HTTP that a server can read.", null),
  UNAUTHORIZED(
      401,
      ErrorKind.FORBIDDEN,
      "The request has no token, or one that is not accepted.",
      "Send the header Authorization: Bearer and a token."),
  FOREIGN_HOST(
      ErrorKind.FORBIDDEN,
      "The request to the local server is for a name that is not one of the server.",
      "Use localhost or an address, or name the host in OMNIGRAPH_LOCAL_HOSTS."),
  FOREIGN_ORIGIN(
      ErrorKind.FORBIDDEN,
      "The request to the local server comes from a web page of another server.",
      "Call the API from a program, or from a page that this server has sent."),
  NO_SUCH_ROUTE(
      ErrorKind.NOT_FOUND,
      "The API has nothing at this path.",
      "See /openapi.json for the routes."),
  METHOD_NOT_ALLOWED(
      405,
      ErrorKind.INVALID,
      "The path does not answer to this method.",
      "Use one of the methods that the header Allow names."),
  NOT_ACCEPTABLE(
      406,
      ErrorKind.INVALID,
      "The request accepts none of the types that the path answers with.",
      "Send Accept: application/json, or for a query one of the types that the message names, or"
          + " leave the header out."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      ErrorKind.INVALID,
      "The request does not say that its body is of a type that the path reads.",
      "Send Content-Type: application/json, or application/x-ndjson, text/csv or"
          + " application/vnd.apache.parquet to load."),
  BODY_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The body is larger than the server takes.",
      "Load large inputs in parts, or put them into the ingest bucket."),
  URI_TOO_LONG(
      414,
      ErrorKind.TOO_LARGE,
      "The URL is longer than the server takes.",
      "Send a query and its parameters in the body."),
  HEADERS_TOO_LARGE(
      431,
      ErrorKind.TOO_LARGE,
      "The headers are larger than the server takes.",
      "Send fewer or shorter headers."),
  UNSUPPORTED_HTTP_VERSION(
      505, ErrorKind.INVALID, "The request is of another version of HTTP.", "Use HTTP/1.1."),
  ANSWER_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The answer is larger than Lambda carries.",
      "Ask for pages with `limit`, or for fewer columns. POST /graphs/{graph}/query/handover hands"
          + " rows of any size over as an object with a link."),
  TOO_MANY_LOADS(
      429,
      ErrorKind.UNAVAILABLE,
      "The local server takes no more loads and exports at the same time.",
      "Send it again when another has ended."),
  TOO_MANY_QUERIES_AT_ONCE(
      429,
      ErrorKind.UNAVAILABLE,
      "The local server runs no more queries, mutations and messages of agents at the same time.",
      "Send it again in a moment."),
  TOO_MANY_FEEDS(
      429,
      ErrorKind.UNAVAILABLE,
      "At the local server no more feeds wait for commits at the same time.",
      "Read the feed without `wait`, or send it again in a moment."),
  MALFORMED_JSON(
      ErrorKind.INVALID,
      "The body is not one JSON object.",
      "Send one JSON object as application/json, in UTF-8."),
  MISSING_BODY(
      ErrorKind.INVALID,
      "The request has no body and needs one.",
      "Send a JSON object as application/json."),
  MISSING_FIELD(
      ErrorKind.INVALID,
      "The body lacks a field that it needs, or the field is empty.",
      "Send the field that the message names."),
  UNKNOWN_PARAMETER(
      ErrorKind.INVALID,
      "The URL has a parameter that the route does not have.",
      "Leave it out, or correct its name."),
  EMPTY_PARAMETER(
      ErrorKind.INVALID,
      "The URL has a parameter without a value.",
      "Give it a value, or leave it out."),
  REPEATED_PARAMETER(ErrorKind.INVALID, "The URL gives a parameter twice.", "Send it once."),
  COMMIT_AND_AS_OF(
      ErrorKind.INVALID, "`commit` and `as_of` both say which state to read.", "Send one of them."),
  INVALID_TIME(
      ErrorKind.INVALID,
      "A time cannot be read or has no offset.",
      "Write it like 2026-01-31T12:00:00Z; in a URL, write + as %2B."),
  INVALID_STATE(
      ErrorKind.INVALID,
      "A state to compare is not named.",
      "Name it as a branch, `branch@commit` or `branch@time`; in a URL, write + as %2B."),
  INVALID_CHANGE_FILTER(
      ErrorKind.INVALID,
      "A filter of changes has a word that is not a kind or an operation.",
      "Use node and edge, and insert, update and delete."),
  INVALID_FEED_START(
      ErrorKind.INVALID,
      "Where a feed begins cannot be read.",
      "Use `now`, `beginning`, or `after:` and a commit; or send the cursor of an answer alone."),
  INVALID_WAIT(
      ErrorKind.INVALID,
      "The time to wait for a commit cannot be read, or is too long.",
      "Use a number of seconds from 0 to 20."),
  DELETION_NOT_CONFIRMED(
      ErrorKind.INVALID,
      "A graph is to be deleted, and the request does not repeat its name.",
      "Add confirm and the name of the graph to the URL; all of the graph will be gone."),
  QUERY_CURSOR(
      ErrorKind.INVALID,
      "A cursor of a query cannot be read, or belongs to another query, other arguments, another"
          + " state or another graph.",
      "Send the request of the first page again, with the cursor of the page before; or begin"
          + " without one."),
  INVALID_PAGE_LIMIT(
      ErrorKind.INVALID,
      "The number of rows that a page is to have cannot be, or is too large.",
      "Use a number from 1 to 10000."),
  INVALID_ROW_FORMAT(
      ErrorKind.INVALID,
      "The format in which rows are to be handed over is unknown.",
      "Use `ndjson`, `csv` or `arrow`."),
  INVALID_MODE(
      ErrorKind.INVALID, "The mode of a load is unknown.", "Use append, merge or overwrite."),
  INVALID_FORMAT(
      ErrorKind.INVALID, "The format of an export is unknown.", "Use `jsonl`, `csv` or `parquet`."),
  ONE_TYPE(
      ErrorKind.INVALID,
      "An export in CSV or Parquet over HTTP holds one type, and the request names none or several.",
      "Name one: type=Person."),
  INVALID_BLOBS(
      ErrorKind.INVALID,
      "The request does not say whether an export has blobs.",
      "Use include or omit, or leave the parameter out."),
  INVALID_COMPRESSION(
      ErrorKind.INVALID,
      "The compression of an export is unknown.",
      "Use gzip or none, or leave the field out."),
  INVALID_IF_MATCH(
      ErrorKind.INVALID,
      "The header If-Match does not name one commit.",
      "Send If-Match: \"commit\", or * for any, or leave the header out."),
  INVALID_ENTITY_TAG(
      ErrorKind.INVALID,
      "If-Match or If-None-Match of a blob is not a list of entity tags.",
      "Send the ETag of an answer as it is, in its quotes, or * for any."),
  TWO_EXPECTED_HEADS(
      ErrorKind.INVALID,
      "If-Match and `expected_head` name different commits.",
      "Send one of them."),
  INVALID_IDEMPOTENCY_KEY(
      ErrorKind.INVALID,
      "The idempotency key is empty or too long.",
      "Send a key of your own, for example a UUID, or leave the header out.");

  private final int status;
  private final Entry entry;

  HttpError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    this(status(kind), kind, meaning, nextStep);
  }

  /** For what HTTP has a status of its own for. */
  HttpError(int status, ErrorKind kind, String meaning, @Nullable String nextStep) {
    this.status = status;
    entry = new Entry(kind, meaning, nextStep);
  }

  /** The status of an answer that tells of a failure with this code. */
  public static int status(ErrorCode code) {
    return switch (code) {
      case HttpError http -> http.status;
      case ExecutionError.TOO_MANY_QUERIES -> TOO_MANY_QUERIES_AT_ONCE.status;
      default -> status(code.kind());
    };
  }

  /**
   * Whether an answer of this status says when to come back: nothing was done, and the same request
   * may succeed later.
   */
  public static boolean mayComeBack(int status) {
    return status == 429 || status == 503;
  }

  /** The status of an answer that tells of a failure of this kind, unless its code has another. */
  public static int status(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case PRECONDITION -> 412;
      case TOO_LARGE -> 413;
      case UNAVAILABLE -> 503;
      case UNKNOWN_OUTCOME, INTERNAL -> 500;
    };
  }

  /** The status of an answer that tells of this failure. */
  public int status() {
    return status;
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
