package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.TextsHash;
import java.io.IOException;
import java.util.List;

/**
 * The texts that are in force at a commit, beside its schema.
 *
 * @param queries the stored queries of the branch
 * @param policy who may do what with the graph; only what the main branch says counts
 */
public record TextsInForce(TextsHash queries, TextsHash policy) {
  public static final TextsInForce NONE = new TextsInForce(TextsHash.NONE, TextsHash.NONE);

  public TextsInForce withQueries(TextsHash others) {
    return new TextsInForce(others, policy);
  }

  public TextsInForce withPolicy(TextsHash other) {
    return new TextsInForce(queries, other);
  }

  /** Those that have an object. */
  public List<TextsHash> stored() {
    return List.of(queries, policy).stream().filter(hash -> !hash.equals(TextsHash.NONE)).toList();
  }

  void write(JsonGenerator out) throws IOException {
    write(out, "queries", queries);
    write(out, "policy", policy);
  }

  private static void write(JsonGenerator out, String name, TextsHash hash) throws IOException {
    if (!hash.equals(TextsHash.NONE)) {
      out.writeStringField(name, hash.text());
    }
  }

  static TextsInForce read(Fields in) {
    return new TextsInForce(read(in, "queries"), read(in, "policy"));
  }

  private static TextsHash read(Fields in, String name) {
    return in.has(name) ? in.id(name, TextsHash::new) : TextsHash.NONE;
  }
}
