package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.manifest.Knowledge.Learned;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Entries of a {@link Knowledge} that left the state, in an object that is named by its content and
 * never changes; this is what states say of it.
 *
 * @param sha256 of the object's bytes, and its name
 * @param least the smallest branch id in it
 * @param greatest the greatest one
 * @param learnedAt the greatest seq at which one of its entries was learned
 * @param count of entries
 */
public record KnownRun(
    String sha256, BranchId least, BranchId greatest, long learnedAt, long count) {

  /** The content: one entry for each branch, in the order of their ids. */
  public record Content(List<Learned> entries) {
    public Content {
      entries = List.copyOf(entries);
    }

    /**
     * What the entries say together.
     *
     * @param all at least one
     */
    public static Content of(Collection<Learned> all) {
      return new Content(
          Knowledge.greatest(List.copyOf(all)).values().stream()
              .sorted(Comparator.comparing(Learned::branchId))
              .toList());
    }

    public byte[] encode() {
      return Json.object(
          out -> {
            out.writeArrayFieldStart("entries");
            for (Learned entry : entries) {
              out.writeStartObject();
              entry.write(out);
              out.writeEndObject();
            }
            out.writeEndArray();
          });
    }

    /**
     * @throws UnreadableObject naming the key, also when the content has another digest
     */
    public static Content decode(String key, byte[] body) {
      if (!ObjectKeys.known(Sha256.hex(body)).equals(key)) {
        throw UnreadableObject.corrupt(key, "its content has another digest than its name", null);
      }
      Fields in = Json.parse(key, body);
      Content content = new Content(in.objects("entries", Learned::read));
      in.end();
      return content;
    }

    /** What a state says of it. */
    public KnownRun reference() {
      return new KnownRun(
          Sha256.hex(encode()),
          entries.getFirst().branchId(),
          entries.getLast().branchId(),
          entries.stream().mapToLong(Learned::at).max().orElse(0),
          entries.size());
    }
  }

  /** Whether it may have an entry of the branch that was learned after the seq. */
  public boolean mayKnow(BranchId branchId, long after) {
    return learnedAt > after && least.compareTo(branchId) <= 0 && branchId.compareTo(greatest) <= 0;
  }

  static void write(JsonGenerator out, List<KnownRun> runs) throws IOException {
    if (runs.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("runs");
    for (KnownRun run : runs) {
      out.writeStartObject();
      out.writeStringField("sha256", run.sha256);
      out.writeStringField("least", run.least.text());
      out.writeStringField("greatest", run.greatest.text());
      out.writeNumberField("learned_at", run.learnedAt);
      out.writeNumberField("count", run.count);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static KnownRun read(Fields in) {
    return new KnownRun(
        in.text("sha256"),
        in.id("least", BranchId::new),
        in.id("greatest", BranchId::new),
        in.count("learned_at"),
        in.count("count"));
  }
}
