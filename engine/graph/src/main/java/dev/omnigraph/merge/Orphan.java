package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An edge whose node the other side deleted.
 *
 * @param sourceHasEdge whether it is the plan's source that has the edge
 */
record Orphan(EdgeType type, String id, NodeType nodeType, String node, boolean sourceHasEdge) {
  /** Whether it was decided about what the side would decide about, by the caller or before. */
  boolean isDecided(Prefer side, MergeInput input) {
    return sourceHasEdge == (side == Prefer.SOURCE)
        ? input.decided(nodeType.tableId()).containsKey(node)
        : input.decided(type.tableId()).containsKey(id);
  }

  /** The source's way is to have its edge, and the node with it; or neither. */
  void decideBy(Prefer side, Map<TableId, List<Resolution>> decisions) {
    boolean keepsEdge = sourceHasEdge == (side == Prefer.SOURCE);
    Take take = side == Prefer.SOURCE ? Take.SOURCE : Take.TARGET;
    EntityType about = keepsEdge ? nodeType : type;
    decisions
        .computeIfAbsent(about.tableId(), table -> new ArrayList<>())
        .add(Resolution.of(about.name(), keepsEdge ? node : id, take));
  }

  void addTo(ConflictList conflicts, MergeInput input) {
    String here = input.ground().here();
    String there = input.ground().there();
    String reason =
        "the %s has this edge, and the %s deleted its node %s \"%s\""
            .formatted(
                sourceHasEdge ? there : here, sourceHasEdge ? here : there, nodeType.name(), node);
    conflicts.add(
        type,
        id,
        Kind.ORPHAN_EDGE,
        reason,
        () ->
            input.told(
                new MergeConflict(
                    Kind.ORPHAN_EDGE, type.name(), id, null, reason, null, null, null)));
  }
}
