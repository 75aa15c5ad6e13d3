package dev.omnigraph.wire;

import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.value.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;

/**
 * Where the pages of a query go on. It is bound to the graph, the query, its arguments and the
 * state that was named, and says nothing that a caller could not say as well: the commit, which a
 * request may name, and an offset. Whoever has it still has to be allowed the query.
 *
 * @param commitId that all pages are of
 * @param now what {@code now()} means in all of them
 * @param offset of the next page
 * @param limit of the page before it
 */
record QueryCursor(CommitId commitId, Instant now, long offset, int limit) {
  private static final String VERSION = "q1";
  private static final int BINDING = 16;
  private static final int PARTS = 6;

  /** What a cursor is bound to. */
  static String binding(String graph, QueryRequest request) {
    String at =
        switch (request.at()) {
          case ReadAt.Head head -> "head";
          case ReadAt.Commit commit -> "commit " + commit.commitId().text();
          case ReadAt.Time time -> "time " + time.time();
        };
    String bound =
        JsonText.of(
            Arrays.asList(
                graph,
                request.at().branch().text(),
                at,
                request.source(),
                request.name(),
                new TreeMap<>(request.arguments())));
    return Sha256.hex(bound).substring(0, BINDING);
  }

  String text(String binding) {
    String plain =
        String.join(
            "\n",
            VERSION,
            binding,
            commitId.text(),
            Long.toString(now.toEpochMilli()),
            Long.toString(offset),
            Integer.toString(limit));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((check(plain) + "\n" + plain).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws GraphException {@code query_cursor} for a text that is none, or of something else
   */
  static QueryCursor parse(String text, String binding) {
    String[] parts = parts(text);
    if (!parts[1].equals(binding)) {
      throw GraphException.of(
              HttpError.QUERY_CURSOR,
              "The cursor belongs to another query, other arguments, another state or another graph.")
          .with("field", "cursor")
          .build();
    }
    return new QueryCursor(
        new CommitId(parts[2]),
        Instant.ofEpochMilli(Long.parseLong(parts[3])),
        Long.parseLong(parts[4]),
        Integer.parseInt(parts[5]));
  }

  private static String[] parts(String text) {
    try {
      String sealed = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int end = sealed.indexOf('\n');
      String plain = sealed.substring(end + 1);
      String[] parts = plain.split("\n", -1);
      if (end > 0
          && sealed.substring(0, end).equals(check(plain))
          && parts.length == PARTS
          && parts[0].equals(VERSION)
          && parts[3].matches("[0-9]{1,15}")
          && parts[4].matches("[0-9]{1,18}")
          && parts[5].matches("[0-9]{1,9}")
          && isLimit(Integer.parseInt(parts[5]))) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: refused like any other text.
    }
    throw GraphException.of(HttpError.QUERY_CURSOR, "This is not a cursor of a query.")
        .with("field", "cursor")
        .build();
  }

  /** A cursor can be made up: none asks for more than a request may, nor for pages without rows. */
  private static boolean isLimit(int limit) {
    return limit >= 1 && limit <= Params.MAX_PAGE;
  }

  /** One that was cut or mistyped would skip rows. */
  private static String check(String plain) {
    return Sha256.hex(plain).substring(0, BINDING);
  }
}
