package dev.omnigraph.manifest;

import java.time.Instant;

/** The graph itself: {@link ObjectKeys#GRAPH}, written once. */
public record GraphObject(String graphId, Instant createdAt) {

  public byte[] encode() {
    return Json.object(
        out -> {
          out.writeStringField("graph_id", graphId);
          out.writeStringField("created_at", createdAt.toString());
        });
  }

  /**
   * @throws UnreadableObject naming the object
   */
  public static GraphObject decode(byte[] body) {
    Fields in = Json.parse(ObjectKeys.GRAPH, body);
    GraphObject graph = new GraphObject(in.text("graph_id"), in.instant("created_at"));
    in.end();
    return graph;
  }
}
