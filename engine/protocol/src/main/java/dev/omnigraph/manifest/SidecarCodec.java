package dev.omnigraph.manifest;

import dev.omnigraph.manifest.ManifestRecord.MergedFrom;
import java.time.Duration;

/** {@link Sidecar} as JSON. */
public final class SidecarCodec {
  private SidecarCodec() {}

  public static byte[] encode(Sidecar s) {
    return Json.object(
        out -> {
          out.writeStringField("operation_id", s.operationId());
          Json.constant(out, "kind", s.kind());
          out.writeStringField("actor", s.actor());
          out.writeStringField("branch", s.branch());
          out.writeStringField("branch_id", s.branchId());
          out.writeNumberField("target", s.target());
          out.writeStringField("nonce", s.nonce());
          Json.constant(out, "phase", s.phase());
          out.writeNumberField("duration_ms", s.duration().toMillis());
          out.writeStringField("started_at", s.startedAt().toString());
          RecordCodec.writeKey(out, s.idempotencyKey());
          if (!s.adopts().isEmpty()) {
            out.writeArrayFieldStart("adopts");
            for (MergedFrom state : s.adopts()) {
              out.writeStartObject();
              RecordCodec.writeMerged(out, state);
              out.writeEndObject();
            }
            out.writeEndArray();
          }
        });
  }

  /**
   * @throws UnreadableObject naming the key
   */
  public static Sidecar decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
    Sidecar s =
        new Sidecar(
            in.text("operation_id"),
            in.constant("kind", CommitKind.values()),
            in.text("actor"),
            in.text("branch"),
            in.text("branch_id"),
            in.count("target"),
            in.text("nonce"),
            in.constant("phase", Sidecar.Phase.values()),
            Duration.ofMillis(in.count("duration_ms")),
            in.instant("started_at"),
            RecordCodec.readKey(in),
            in.objects("adopts", RecordCodec::readForeign));
    in.end();
    if (!Keys.sidecar(s.branchId(), s.operationId()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another operation or branch", null);
    }
    return s;
  }
}
