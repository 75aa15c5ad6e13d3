package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestRecord.MergedFrom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation in flight: written before its first durable effect, gone after its end.
 *
 * @param branch the branch's name when the operation started; for people
 * @param target the only seq at which the operation may publish under this arming
 * @param nonce fresh in every write, so that equal content still changes the ETag
 * @param duration how long after its last write, by the store's clock, the sidecar is its writer's
 * @param startedAt by the writer's clock; for people
 * @param adopts states of other branches whose data the operation may make its own
 */
public record Sidecar(
    OperationId operationId,
    CommitKind kind,
    String actor,
    BranchName branch,
    BranchId branchId,
    long target,
    String nonce,
    Phase phase,
    Duration duration,
    Instant startedAt,
    @Nullable IdempotencyKey idempotencyKey,
    List<MergedFrom> adopts) {
  public Sidecar {
    adopts = List.copyOf(adopts);
  }

  /** Whose it is. */
  public enum Phase {
    /** The writer's, until recovery proves it dead. */
    ARMED,
    /** Recovery's: the writer can never publish again. */
    ABORTING
  }

  /** Starts one that arms an operation; say the rest, and then {@link Draft#armed}. */
  public static Draft of(CommitKind kind, OperationId operationId) {
    return new Draft(kind, operationId);
  }

  public Sidecar rearmed(long newTarget, String freshNonce) {
    return with(newTarget, freshNonce, Phase.ARMED);
  }

  public Sidecar aborting(String freshNonce) {
    return with(target, freshNonce, Phase.ABORTING);
  }

  private Sidecar with(long newTarget, String freshNonce, Phase newPhase) {
    return new Sidecar(
        operationId,
        kind,
        actor,
        branch,
        branchId,
        newTarget,
        freshNonce,
        newPhase,
        duration,
        startedAt,
        idempotencyKey,
        adopts);
  }

  public byte[] encode() {
    return Json.object(
        out -> {
          out.writeStringField("operation_id", operationId.toString());
          Json.constant(out, "kind", kind);
          out.writeStringField("actor", actor);
          out.writeStringField("branch", branch.text());
          out.writeStringField("branch_id", branchId.text());
          out.writeNumberField("target", target);
          out.writeStringField("nonce", nonce);
          Json.constant(out, "phase", phase);
          out.writeNumberField("duration_ms", duration.toMillis());
          out.writeStringField("started_at", startedAt.toString());
          RecordCodec.writeKey(out, idempotencyKey);
          if (!adopts.isEmpty()) {
            out.writeArrayFieldStart("adopts");
            for (MergedFrom state : adopts) {
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
            in.id("operation_id", OperationId::new),
            in.constant("kind", CommitKind.values()),
            in.text("actor"),
            in.id("branch", BranchName::new),
            in.id("branch_id", BranchId::new),
            in.count("target"),
            in.text("nonce"),
            in.constant("phase", Sidecar.Phase.values()),
            Duration.ofMillis(in.count("duration_ms")),
            in.instant("started_at"),
            RecordCodec.readKey(in),
            in.objects("adopts", RecordCodec::readForeign));
    in.end();
    if (!ObjectKeys.sidecar(s.branchId(), s.operationId()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another operation or branch", null);
    }
    return s;
  }

  /** A sidecar said piece by piece. */
  public static final class Draft {
    private final CommitKind kind;
    private final OperationId operationId;
    private String actor = "";
    private BranchName branch = BranchName.MAIN;
    private BranchId branchId = BranchId.NONE;
    private Duration duration = Duration.ZERO;
    private Instant startedAt = Instant.EPOCH;
    private @Nullable IdempotencyKey key;
    private List<MergedFrom> adopts = List.of();

    private Draft(CommitKind kind, OperationId operationId) {
      this.kind = kind;
      this.operationId = operationId;
    }

    public Draft by(String who) {
      actor = who;
      return this;
    }

    public Draft on(BranchName name, BranchId id) {
      branch = name;
      branchId = id;
      return this;
    }

    /** The writer has as long as this, counted by the store from the last write of the sidecar. */
    public Draft lasting(Duration atMost) {
      duration = atMost;
      return this;
    }

    public Draft since(Instant start) {
      startedAt = start;
      return this;
    }

    /** The caller's key, if there is one. */
    public Draft keyed(@Nullable IdempotencyKey callers) {
      key = callers;
      return this;
    }

    public Draft adopting(List<MergedFrom> states) {
      adopts = states;
      return this;
    }

    /** The right to publish at the seq. */
    public Sidecar armed(long target, String nonce) {
      return new Sidecar(
          operationId,
          kind,
          actor,
          branch,
          branchId,
          target,
          nonce,
          Phase.ARMED,
          duration,
          startedAt,
          key,
          adopts);
    }
  }
}
