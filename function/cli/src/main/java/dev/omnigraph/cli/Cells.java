package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.remote.Reading;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Values of JSON as cells of a table. */
final class Cells {
  private static final String BLOB = "base64:";

  private Cells() {}

  /**
   * For people.
   *
   * @param type of the column; a blob is told by its size
   */
  static @Nullable Object value(JsonNode node, String type) {
    if (node.isTextual() && type.startsWith("Blob") && node.asText().startsWith(BLOB)) {
      return Base64.getDecoder().decode(node.asText().substring(BLOB.length()));
    }
    return Reading.value(node);
  }

  /** For programs: a text as it is, what is not a single value as JSON. */
  static @Nullable Object whole(JsonNode node) {
    return node.isContainerNode() ? node.toString() : Reading.value(node);
  }
}
