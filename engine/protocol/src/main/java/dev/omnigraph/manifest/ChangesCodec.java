package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** {@link ChangeSet} as JSON, inside a record or as a spilled object of its own. */
public final class ChangesCodec {
  private ChangesCodec() {}

  /** A spilled object. */
  public static byte[] encode(ChangeSet.Inline changes) {
    return Json.object(out -> write(out, changes));
  }

  /**
   * @throws UnreadableObject naming the key
   */
  public static ChangeSet.Inline decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
    ChangeSet.Inline changes = readInline(in);
    in.end();
    return changes;
  }

  static void write(JsonGenerator out, ChangeSet changes) throws IOException {
    switch (changes) {
      case ChangeSet.Inline inline -> {
        Json.texts(out, "inserted", inline.inserted());
        Json.texts(out, "updated", inline.updated());
        Json.texts(out, "deleted", inline.deleted());
      }
      case ChangeSet.Spilled spilled -> {
        out.writeStringField("spill", spilled.key());
        out.writeNumberField("inserted_count", spilled.counts().inserted());
        out.writeNumberField("updated_count", spilled.counts().updated());
        out.writeNumberField("deleted_count", spilled.counts().deleted());
      }
    }
  }

  static ChangeSet read(Fields in) {
    ChangeSet changes =
        in.has("spill")
            ? new ChangeSet.Spilled(
                in.text("spill"),
                new ChangeSet.Counts(
                    in.count("inserted_count"),
                    in.count("updated_count"),
                    in.count("deleted_count")))
            : readInline(in);
    in.end();
    return changes;
  }

  private static ChangeSet.Inline readInline(Fields in) {
    return new ChangeSet.Inline(in.texts("inserted"), in.texts("updated"), in.texts("deleted"));
  }
}
