package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A branch: who it is, and a hint of where its log is.
 *
 * @param branchId minted with the branch: a namesake created later has another
 * @param createdBy the actor
 * @param parent the name, when this one was created, of the branch that it was forked from; null
 *     for one without
 * @param lineage the states it was forked from, its parent's first
 * @param nonce fresh in every write, so that equal content still changes the ETag
 * @param hint the state at some recent seq, never ahead of the log; null when it is unusable, and
 *     then the log is probed
 */
public record BranchObject(
    BranchName name,
    BranchId branchId,
    Status status,
    Instant createdAt,
    String createdBy,
    @Nullable BranchName parent,
    List<CommitPoint> lineage,
    String nonce,
    @Nullable ManifestState hint) {
  private static final byte[] HINT_STARTS = ",\"state\":".getBytes(StandardCharsets.UTF_8);

  public BranchObject {
    lineage = List.copyOf(lineage);
  }

  /** Where a branch is in its life; it only moves on. */
  public enum Status {
    /** Being created: keeps its data from cleanup, and is invisible to everything else. */
    PENDING,
    LIVE,
    /** Its log has ended. */
    DELETED
  }

  /** A branch without a parent, at its first state. */
  public static BranchObject first(
      BranchName name, ManifestState state, String actor, String nonce) {
    return new BranchObject(
        name,
        state.branchId(),
        Status.LIVE,
        state.authoredAt(),
        actor,
        null,
        List.of(),
        nonce,
        state);
  }

  /** What is left to know of a branch whose name is gone. */
  public static BranchObject ended(BranchName name, BranchId branchId, Instant createdAt) {
    return new BranchObject(
        name, branchId, Status.DELETED, createdAt, "", null, List.of(), "", null);
  }

  /**
   * A pending branch that starts from a state of this one.
   *
   * @param state of this branch's history
   */
  public BranchObject fork(
      BranchName newName,
      BranchId newId,
      ManifestState state,
      String actor,
      Instant now,
      String freshNonce) {
    ManifestState start = state.forkedTo(newId);
    return new BranchObject(
        newName,
        newId,
        Status.PENDING,
        now,
        actor,
        name,
        start.known().lineage(),
        freshNonce,
        start);
  }

  public BranchObject with(Status next, String freshNonce) {
    return new BranchObject(
        name, branchId, next, createdAt, createdBy, parent, lineage, freshNonce, hint);
  }

  public BranchObject with(ManifestState newHint, String freshNonce) {
    return new BranchObject(
        name, branchId, status, createdAt, createdBy, parent, lineage, freshNonce, newHint);
  }

  /** The newest seq that is not this branch's own. */
  public long forkSeq() {
    return lineage.isEmpty() ? 0 : lineage.getFirst().seq();
  }

  /** The id under which the record of a seq of this branch's history is stored. */
  public BranchId ownerOf(long seq) {
    return CommitPoint.ownerOf(branchId, lineage, seq);
  }

  /**
   * The identity, closed by a checksum of its own, and then the hint as its checkpoint would be.
   */
  public byte[] encode() {
    byte[] identity =
        Json.object(
            out -> {
              out.writeStringField("name", name.text());
              out.writeStringField("branch_id", branchId.text());
              Json.constant(out, "status", status);
              out.writeStringField("created_at", createdAt.toString());
              out.writeStringField("created_by", createdBy);
              Json.optional(out, "parent", parent);
              CommitPoint.write(out, "lineage", lineage);
              out.writeStringField("nonce", nonce);
            });
    if (hint == null) {
      return identity;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(identity, 0, identity.length - 1);
    whole.writeBytes(HINT_STARTS);
    whole.writeBytes(StateCodec.encode(hint));
    whole.write('}');
    return whole.toByteArray();
  }

  /**
   * Reads a branch object; a state that is absent or damaged is derived data and reads as none.
   *
   * @throws UnreadableObject naming the key, when the branch's identity cannot be read
   */
  public static BranchObject decode(String key, byte[] body) {
    int hint = startOfHint(body);
    Fields in = Json.parse(key, hint < 0 ? body : identity(body, hint));
    BranchName name = in.id("name", BranchName::new);
    BranchId branchId = in.id("branch_id", BranchId::new);
    BranchObject branch =
        new BranchObject(
            name,
            branchId,
            in.constant("status", Status.values()),
            in.instant("created_at"),
            in.text("created_by"),
            in.optionalId("parent", BranchName::new),
            in.objects("lineage", CommitPoint::read),
            in.text("nonce"),
            hint < 0 ? null : readHint(key, body, hint, branchId));
    in.end();
    if (!ObjectKeys.branch(name).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another branch", null);
    }
    return branch;
  }

  /** No text can hold these bytes, because a quotation mark in a text is escaped. */
  private static int startOfHint(byte[] body) {
    for (int at = 0; at + HINT_STARTS.length <= body.length; at++) {
      if (Arrays.equals(body, at, at + HINT_STARTS.length, HINT_STARTS, 0, HINT_STARTS.length)) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] identity(byte[] body, int hint) {
    byte[] identity = Arrays.copyOf(body, hint + 1);
    identity[hint] = '}';
    return identity;
  }

  private static @Nullable ManifestState readHint(
      String key, byte[] body, int hint, BranchId branchId) {
    if (body.length < hint + HINT_STARTS.length + 1) {
      return null;
    }
    try {
      byte[] stored = Arrays.copyOfRange(body, hint + HINT_STARTS.length, body.length - 1);
      ManifestState state = StateCodec.read(Json.parse(key, stored));
      return state.branchId().equals(branchId) && body[body.length - 1] == '}' ? state : null;
    } catch (UnreadableObject e) {
      return null;
    }
  }
}
