package dev.omnigraph.manifest;

import dev.omnigraph.manifest.BranchObject.Fork;
import dev.omnigraph.manifest.BranchObject.Status;
import org.jspecify.annotations.Nullable;

/** {@link BranchObject} as JSON. */
public final class BranchCodec {
  private BranchCodec() {}

  public static byte[] encode(BranchObject branch) {
    return Json.object(
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
          ManifestState hint = branch.hint();
          if (hint != null) {
            Json.member(out, "state", state -> StateCodec.write(state, hint));
          }
        });
  }

  /**
   * Reads a branch object; a state that is absent or damaged is derived data and reads as none.
   *
   * @throws UnreadableObject naming the key, when the branch's identity cannot be read
   */
  public static BranchObject decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
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
            readHint(in, branchId));
    in.end();
    if (!Keys.branch(name).equals(key)) {
      throw UnreadableObject.corrupt(key, "it names another branch", null);
    }
    return branch;
  }

  private static @Nullable ManifestState readHint(Fields in, String branchId) {
    if (!in.has("state")) {
      return null;
    }
    try {
      ManifestState state = StateCodec.read(in.object("state"));
      return state.branchId().equals(branchId) ? state : null;
    } catch (UnreadableObject e) {
      return null;
    }
  }
}
