package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import dev.omnigraph.schema.SchemaStep;
import java.util.List;

/**
 * What a change of the schema did.
 *
 * @param steps in order; empty when the schema was there already, or when it was done before
 * @param commitId the commit published, or the branch's head when there was nothing to do
 * @param replayed whether an earlier delivery of the same idempotency key did the work
 */
public record SchemaAnswer(List<SchemaStep> steps, CommitId commitId, boolean replayed) {
  public SchemaAnswer {
    steps = List.copyOf(steps);
  }
}
