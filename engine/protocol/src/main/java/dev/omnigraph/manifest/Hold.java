package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import java.io.IOException;
import java.time.Instant;

/**
 * What keeps a commit of a branch, and all that follow it there, from cleanup.
 *
 * @param branchId of the branch that keeps it, also when the commit is from before it was forked
 * @param seq of the commit
 */
public record Hold(
    HoldName name,
    BranchName branch,
    BranchId branchId,
    long seq,
    CommitId commitId,
    String actor,
    Instant heldAt) {

  void write(JsonGenerator out) throws IOException {
    out.writeStringField("branch", branch.text());
    out.writeStringField("branch_id", branchId.text());
    out.writeNumberField("seq", seq);
    out.writeStringField("commit_id", commitId.toString());
    out.writeStringField("actor", actor);
    out.writeStringField("held_at", heldAt.toString());
  }

  static Hold read(HoldName name, Fields in) {
    Hold hold =
        new Hold(
            name,
            in.id("branch", BranchName::new),
            in.id("branch_id", BranchId::new),
            in.count("seq"),
            in.id("commit_id", CommitId::new),
            in.text("actor"),
            in.instant("held_at"));
    in.end();
    return hold;
  }
}
