package dev.omnigraph.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a commit changed of the state before it on its branch: of a merge, what it brought there.
 * Nothing for the first commit of a graph and for maintenance.
 *
 * @param cause who made it, when and on what
 * @param schema what it did to the schema
 * @param changes nodes before edges, then by the ids of their types, then by their own
 * @param next where the next answer begins; null when this one is the last
 */
public record CommitChangesAnswer(
    Commit cause, List<DiffAnswer.SchemaStep> schema, List<Change> changes, @Nullable String next) {
  public CommitChangesAnswer {
    schema = List.copyOf(schema);
    changes = List.copyOf(changes);
  }
}
