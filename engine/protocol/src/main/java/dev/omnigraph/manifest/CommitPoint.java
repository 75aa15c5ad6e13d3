package dev.omnigraph.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.util.List;

/**
 * One commit of the graph, wherever it is: whoever has it has everything up to it.
 *
 * @param branchId whose log has the record
 */
public record CommitPoint(BranchId branchId, long seq, CommitId commitId) {

  /**
   * Whose log has the record of a seq.
   *
   * @param own the log that everything after the forks belongs to
   * @param lineage the states that it was forked from, its parent's first
   */
  static BranchId ownerOf(BranchId own, List<CommitPoint> lineage, long seq) {
    BranchId owner = own;
    for (CommitPoint fork : lineage) {
      if (seq > fork.seq()) {
        return owner;
      }
      owner = fork.branchId();
    }
    return owner;
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStringField("branch_id", branchId.text());
    out.writeNumberField("seq", seq);
    out.writeStringField("commit_id", commitId.toString());
  }

  static void write(JsonGenerator out, String name, List<CommitPoint> points) throws IOException {
    if (points.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart(name);
    for (CommitPoint point : points) {
      out.writeStartObject();
      point.write(out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static CommitPoint read(Fields in) {
    return new CommitPoint(
        in.id("branch_id", BranchId::new), in.count("seq"), in.id("commit_id", CommitId::new));
  }
}
