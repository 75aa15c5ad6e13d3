package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation in flight: created once before its first durable effect, never written again, gone
 * after its end.
 *
 * @param branch the branch's name when the operation started; for people
 * @param first the first seq at which the operation may publish
 * @param last the last one
 * @param duration how long, by the store's clock, the sidecar is its writer's
 * @param startedAt by the writer's clock; for people
 * @param adopts states of other branches whose data the operation may make its own
 */
public record Sidecar(
    OperationId operationId,
    CommitKind kind,
    String actor,
    BranchName branch,
    BranchId branchId,
    long first,
    long last,
    Duration duration,
    Instant startedAt,
    @Nullable IdempotencyKey idempotencyKey,
    List<CommitPoint> adopts) {
  public Sidecar {
    adopts = List.copyOf(adopts);
  }

  /** Seqs that a commit usually has to choose from. */
  public static final long RANGE = 256;

  /** For those that take long, and lose more races meanwhile. */
  public static final long LONG_RANGE = 4096;

  /** Whether the operation may publish there. */
  public boolean covers(long seq) {
    return first <= seq && seq <= last;
  }

  /** Starts one that arms an operation; say the rest, and then {@link Draft#armed}. */
  public static Draft of(CommitKind kind, OperationId operationId) {
    return new Draft(kind, operationId);
  }

  public byte[] encode() {
    return Json.object(
        out -> {
          out.writeStringField("operation_id", operationId.toString());
          Json.constant(out, "kind", kind);
          out.writeStringField("actor", actor);
          out.writeStringField("branch", branch.text());
          out.writeStringField("branch_id", branchId.text());
          out.writeNumberField("first", first);
          out.writeNumberField("last", last);
          out.writeNumberField("duration_ms", duration.toMillis());
          out.writeStringField("started_at", startedAt.toString());
          RecordCodec.writeKey(out, idempotencyKey);
          CommitPoint.write(out, "adopts", adopts);
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
            in.count("first"),
            in.count("last"),
            Duration.ofMillis(in.count("duration_ms")),
            in.instant("started_at"),
            RecordCodec.readKey(in),
            in.objects("adopts", CommitPoint::read));
    in.end();
    if (!ObjectKeys.sidecar(s.branchId(), s.operationId()).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another operation or branch", null);
    }
    if (s.first < 1 || s.last < s.first || s.last - s.first >= LONG_RANGE) {
      throw UnreadableObject.corrupt(key, "its range is none that an operation has", null);
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
    private List<CommitPoint> adopts = List.of();

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

    /** The writer has as long as this, counted by the store. */
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

    public Draft adopting(List<CommitPoint> states) {
      adopts = states;
      return this;
    }

    /** The right to publish at a number of seqs, beginning with the first. */
    public Sidecar armed(long first, long seqs) {
      return new Sidecar(
          operationId,
          kind,
          actor,
          branch,
          branchId,
          first,
          first + seqs - 1,
          duration,
          startedAt,
          key,
          adopts);
    }
  }
}
