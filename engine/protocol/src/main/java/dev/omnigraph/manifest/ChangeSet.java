package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Which entities of one table a commit changed, by id. */
public sealed interface ChangeSet {
  /** How many, wherever the ids are. */
  Counts counts();

  /** Numbers of entities. */
  record Counts(long inserted, long updated, long deleted) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts plus(Counts other) {
      return new Counts(
          inserted + other.inserted, updated + other.updated, deleted + other.deleted);
    }

    public long total() {
      return inserted + updated + deleted;
    }
  }

  /**
   * The ids themselves, each in exactly one list.
   *
   * @param minted how many entities were inserted beside those listed, with ids that the commit
   *     made for them: nobody can have named one before, so no writer needs to know them
   */
  record Inline(List<String> inserted, List<String> updated, List<String> deleted, long minted)
      implements ChangeSet {
    public Inline {
      inserted = List.copyOf(inserted);
      updated = List.copyOf(updated);
      deleted = List.copyOf(deleted);
    }

    public static final Inline NONE = new Inline(List.of(), List.of(), List.of(), 0);

    @Override
    public Counts counts() {
      return new Counts(inserted.size() + minted, updated.size(), deleted.size());
    }

    /** An object of its own. */
    public byte[] encode() {
      return Json.object(this::write);
    }

    /**
     * @throws UnreadableObject naming the key
     */
    public static Inline decode(String key, byte[] body) {
      Fields in = Json.parse(key, body);
      Inline changes = read(in);
      in.end();
      return changes;
    }

    void write(JsonGenerator out) throws IOException {
      Json.texts(out, "inserted", inserted);
      Json.texts(out, "updated", updated);
      Json.texts(out, "deleted", deleted);
      if (minted != 0) {
        out.writeNumberField("minted", minted);
      }
    }

    static Inline read(Fields in) {
      return new Inline(
          in.texts("inserted"),
          in.texts("updated"),
          in.texts("deleted"),
          in.optionalCount("minted"));
    }
  }

  /**
   * The same, in an object of its own because it is too large for the record.
   *
   * @param key below the graph root
   */
  record Spilled(String key, Counts counts) implements ChangeSet {
    void write(JsonGenerator out) throws IOException {
      out.writeStringField("spill", key);
      out.writeNumberField("inserted_count", counts.inserted());
      out.writeNumberField("updated_count", counts.updated());
      out.writeNumberField("deleted_count", counts.deleted());
    }

    static Spilled read(Fields in) {
      return new Spilled(
          in.text("spill"),
          new Counts(
              in.count("inserted_count"), in.count("updated_count"), in.count("deleted_count")));
    }
  }
}
