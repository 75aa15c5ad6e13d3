package dev.omnigraph.manifest;

import dev.omnigraph.id.TextsHash;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named texts that are in force together: the files of stored queries, or those of policies. What
 * they mean is not the protocol's business.
 *
 * @param files by name
 */
public record Texts(SortedMap<String, String> files) {
  public static final Texts NONE = new Texts(Collections.emptySortedMap());

  public Texts {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Of the stored form; {@link TextsHash#NONE} without any. */
  public TextsHash hash() {
    return isEmpty() ? TextsHash.NONE : TextsHash.of(encode());
  }

  /** The stored form: equal texts give equal bytes. */
  public byte[] encode() {
    return Json.object(
        out ->
            Json.member(
                out,
                "files",
                members -> {
                  for (Map.Entry<String, String> file : files.entrySet()) {
                    members.writeStringField(file.getKey(), file.getValue());
                  }
                }));
  }

  /**
   * Texts, proven by the hash that they bear.
   *
   * @throws UnreadableObject naming the object
   */
  public static Texts decode(TextsHash hash, byte[] body) {
    String key = ObjectKeys.texts(hash);
    Fields in = Json.parse(key, body);
    if (!TextsHash.of(body).equals(hash)) {
      throw UnreadableObject.corrupt(key, "its content has another hash than its name", null);
    }
    Fields members = in.object("files");
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : members.names()) {
      files.put(name, members.text(name));
    }
    in.end();
    return new Texts(files);
  }
}
