package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.manifest.ManifestState.UsedKey;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.SegmentRef;
import dev.omnigraph.table.VersionManifest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@link ManifestState} as JSON: a checkpoint by itself, and a part of a branch object. */
public final class StateCodec {
  private StateCodec() {}

  /** A checkpoint. */
  public static byte[] encode(ManifestState state) {
    return Json.object(out -> write(out, state));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws UnreadableObject naming the key
   */
  public static ManifestState decode(String key, byte[] body) {
    ManifestState state = read(Json.parse(key, body));
    if (!ObjectKeys.checkpoint(state.branchId(), state.seq()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another branch or seq", null);
    }
    return state;
  }

  static void write(JsonGenerator out, ManifestState state) throws IOException {
    out.writeStringField("branch_id", state.branchId().text());
    out.writeNumberField("seq", state.seq());
    out.writeStringField("commit_id", state.commitId().toString());
    out.writeStringField("logical_commit_id", state.logicalCommitId().toString());
    out.writeStringField("authored_at", state.authoredAt().toString());
    out.writeStringField("schema", state.schema().toString());
    state.texts().write(out);
    Json.member(
        out,
        "pins",
        pins -> {
          for (Map.Entry<TableId, Pin> e : state.pins().entrySet()) {
            writePin(pins, e.getKey().toString(), e.getValue());
          }
        });
    if (!state.keys().isEmpty()) {
      out.writeArrayFieldStart("keys");
      for (UsedKey key : state.keys()) {
        out.writeStartObject();
        key.write(out);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (state.keysSpilled() != 0) {
      out.writeNumberField("keys_spilled", state.keysSpilled());
    }
    if (!state.known().equals(Knowledge.NONE)) {
      Json.member(out, "known", known -> state.known().write(known));
    }
    if (!state.purged().isEmpty()) {
      Json.member(
          out,
          "purged",
          purged -> {
            for (Map.Entry<TableId, Long> e : state.purged().entrySet()) {
              purged.writeNumberField(e.getKey().toString(), e.getValue());
            }
          });
    }
  }

  static ManifestState read(Fields in) {
    ManifestState state =
        new ManifestState(
            in.id("branch_id", BranchId::new),
            in.count("seq"),
            in.id("commit_id", CommitId::new),
            in.id("logical_commit_id", CommitId::new),
            in.instant("authored_at"),
            in.id("schema", SchemaHash::new),
            TextsInForce.read(in),
            readPins(in.object("pins")),
            in.objects("keys", UsedKey::read),
            in.optionalCount("keys_spilled"),
            readPurged(in.optionalObject("purged")),
            Knowledge.read(in.optionalObject("known")));
    in.end();
    return state;
  }

  static void writePin(JsonGenerator out, String name, Pin pin) throws IOException {
    Json.member(
        out,
        name,
        p -> {
          p.writeStringField("path", pin.path());
          p.writeNumberField("version", pin.version());
          p.writeStringField("transaction", pin.transaction());
          p.writeNumberField("rows", pin.rows());
          p.writeNumberField("generation", pin.generation());
          if (pin.manifest() != null) {
            p.writeStringField("manifest", pin.manifest().packed());
          }
          writeLookups(p, pin.lookups());
          writeSegments(p, pin.segments());
          if (!pin.values().isEmpty()) {
            Json.member(
                p,
                "values",
                values -> {
                  for (Map.Entry<String, Long> e : pin.values().entrySet()) {
                    values.writeNumberField(e.getKey(), e.getValue());
                  }
                });
          }
        });
  }

  static Pin readPin(Fields in) {
    try {
      Pin pin =
          new Pin(
              in.text("path"),
              in.integer("version"),
              in.text("transaction"),
              in.count("rows"),
              in.count("generation"),
              readManifest(in, in.count("rows")),
              in.objects("lookups", StateCodec::readLookup),
              in.objects("segments", StateCodec::readSegment),
              readNumbers(in.optionalObject("values")));
      in.end();
      return pin;
    } catch (IllegalArgumentException e) {
      throw in.wrong("lookups or segments", "is not of derived objects: " + e.getMessage());
    }
  }

  private static void writeLookups(JsonGenerator out, List<LookupRef> lookups) throws IOException {
    if (lookups.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("lookups");
    for (LookupRef lookup : lookups) {
      out.writeStartObject();
      Json.constant(out, "by", lookup.by());
      writeDerived(out, lookup.object());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static LookupRef readLookup(Fields in) {
    return new LookupRef(in.constant("by", LookupColumn.values()), readDerived(in));
  }

  private static void writeSegments(JsonGenerator out, List<SegmentRef> segments)
      throws IOException {
    if (segments.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("segments");
    for (SegmentRef segment : segments) {
      out.writeStartObject();
      Json.constant(out, "kind", segment.kind());
      out.writeNumberField("field", segment.field());
      out.writeStringField("how", segment.how());
      writeDerived(out, segment.object());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static SegmentRef readSegment(Fields in) {
    return new SegmentRef(
        in.constant("kind", SegmentRef.Kind.values()),
        (int) Math.min(in.count("field"), Integer.MAX_VALUE),
        in.text("how"),
        readDerived(in));
  }

  private static void writeDerived(JsonGenerator out, DerivedRef object) throws IOException {
    out.writeStringField("name", object.name());
    out.writeNumberField("bytes", object.bytes());
    out.writeNumberField("index_bytes", object.indexBytes());
    out.writeNumberField("index_crc32c", object.checksum());
  }

  private static DerivedRef readDerived(Fields in) {
    return new DerivedRef(
        in.text("name"),
        in.count("bytes"),
        (int) Math.min(in.count("index_bytes"), Integer.MAX_VALUE),
        in.count("index_crc32c"));
  }

  private static @Nullable VersionManifest readManifest(Fields in, long rows) {
    String packed = in.optionalText("manifest");
    if (packed == null) {
      return null;
    }
    try {
      VersionManifest manifest = VersionManifest.unpack(packed);
      if (manifest.rows() != rows) {
        throw new IllegalArgumentException("it has another number of rows");
      }
      return manifest;
    } catch (IllegalArgumentException e) {
      throw in.wrong("manifest", "is not that of the version: " + e.getMessage());
    }
  }

  private static SortedMap<String, Long> readNumbers(@Nullable Fields in) {
    return in == null ? Collections.emptySortedMap() : in.by(name -> name, in::count);
  }

  private static SortedMap<TableId, Long> readPurged(@Nullable Fields in) {
    return in == null ? Collections.emptySortedMap() : in.by(TableId::new, in::count);
  }

  private static SortedMap<TableId, Pin> readPins(Fields in) {
    return in.by(TableId::new, id -> readPin(in.object(id)));
  }
}
