package dev.omnigraph.changes;

import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.id.TableId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The last change of a page: what follows it is the next one. It is good for the two commits and
 * the filters of that page alone, since in others something else would follow.
 */
record DiffCursor(TableId table, String id) {
  private static final String VERSION = "1";
  private static final int PARTS = 4;

  /** What a cursor is bound to. */
  static String binding(CommitId from, CommitId to, ChangeFilter filter) {
    return Sha256.hex(from + "\n" + to + "\n" + filter.text()).substring(0, 32);
  }

  String text(String binding) {
    String plain = String.join("\n", VERSION, binding, table.text(), id);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws GraphException {@code changes_cursor}
   */
  static @Nullable DiffCursor parse(@Nullable String text, String binding) {
    if (text == null) {
      return null;
    }
    String[] parts;
    DiffCursor cursor;
    try {
      byte[] plain = Base64.getUrlDecoder().decode(text);
      parts = new String(plain, StandardCharsets.UTF_8).split("\n", PARTS);
      if (parts.length != PARTS || !parts[0].equals(VERSION)) {
        throw refused("This is not a cursor of a diff: \"" + text + "\".");
      }
      cursor = new DiffCursor(new TableId(parts[2]), parts[3]);
    } catch (IllegalArgumentException e) {
      throw refused("This is not a cursor of a diff: \"" + text + "\".");
    }
    if (!parts[1].equals(binding)) {
      throw refused("The cursor belongs to a diff of other commits, or with other filters.");
    }
    return cursor;
  }

  private static GraphException refused(String reason) {
    return GraphException.of(ChangesError.CHANGES_CURSOR, reason).build();
  }
}
