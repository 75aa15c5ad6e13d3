package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two states.
 *
 * @param from the commit of the earlier one
 * @param to the commit of the later one
 * @param schema what leads from the schema of the earlier to that of the later
 * @param changes nodes before edges, then by the ids of their types, then by their own
 * @param next where the next answer begins; null when this one is the last
 */
public record DiffAnswer(
    CommitId from,
    CommitId to,
    List<SchemaStep> schema,
    List<Change> changes,
    @Nullable String next) {
  public DiffAnswer {
    schema = List.copyOf(schema);
    changes = List.copyOf(changes);
  }

  /**
   * A difference of the schemas.
   *
   * @param step what it is, as in the plan of a schema change: {@code add_property}
   * @param type name of the type or interface
   * @param summary a line for people
   */
  public record SchemaStep(String step, String type, String summary) {}
}
