package dev.omnigraph.manifest;

import dev.omnigraph.manifest.BranchObject.Fork;
import dev.omnigraph.manifest.BranchObject.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link BranchObject} as JSON. */
public final class BranchCodec {
  private static final byte[] HINT = ",\"state\":".getBytes(StandardCharsets.UTF_8);

  private BranchCodec() {}

  /**
   * The identity, closed by a checksum of its own, and then the hint as its checkpoint would be.
   */
  public static byte[] encode(BranchObject branch) {
    byte[] identity =
        Json.object(
            out -> {
              out.writeStringField("name", branch.name());
              out.writeStringField("branch_id", branch.branchId());
              Json.constant(out, "status", branch.status());
              out.writeStringField("created_at", branch.createdAt().toString());
              if (!branch.lineage().isEmpty()) {
                out.writeArrayFieldStart("lineage");
                for (Fork fork : branch.lineage()) {
                  out.writeStartObject();
                  out.writeStringField("branch_id", fork.branchId());
                  out.writeNumberField("seq", fork.seq());
                  out.writeStringField("commit_id", fork.commitId());
                  out.writeEndObject();
                }
                out.writeEndArray();
              }
              out.writeStringField("nonce", branch.nonce());
            });
    ManifestState hint = branch.hint();
    if (hint == null) {
      return identity;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(identity, 0, identity.length - 1);
    whole.writeBytes(HINT);
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
    String name = in.text("name");
    String branchId = in.text("branch_id");
    BranchObject branch =
        new BranchObject(
            name,
            branchId,
            in.constant("status", Status.values()),
            in.instant("created_at"),
            in.objects(
                "lineage", f -> new Fork(f.text("branch_id"), f.count("seq"), f.text("commit_id"))),
            in.text("nonce"),
            hint < 0 ? null : readHint(key, body, hint, branchId));
    in.end();
    if (!Keys.branch(name).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another branch", null);
    }
    return branch;
  }

  /** No text can hold these bytes, because a quotation mark in a text is escaped. */
  private static int startOfHint(byte[] body) {
    for (int at = 0; at + HINT.length <= body.length; at++) {
      if (Arrays.equals(body, at, at + HINT.length, HINT, 0, HINT.length)) {
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
      String key, byte[] body, int hint, String branchId) {
    if (body.length < hint + HINT.length + 1) {
      return null;
    }
    try {
      byte[] stored = Arrays.copyOfRange(body, hint + HINT.length, body.length - 1);
      ManifestState state = StateCodec.read(Json.parse(key, stored));
      return state.branchId().equals(branchId) && body[body.length - 1] == '}' ? state : null;
    } catch (UnreadableObject e) {
      return null;
    }
  }
}
