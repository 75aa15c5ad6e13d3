package dev.omnigraph.protocol.world;

import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import java.util.List;
import java.util.Map;

/** The schema of the tests: people who know each other. */
public final class People {
  public static final NodeType PERSON =
      new NodeType("01P", 1, "Person", List.of(), List.of(), List.of(), List.of(), 1);
  public static final EdgeType KNOWS =
      new EdgeType(
          "01K",
          1,
          "Knows",
          "Person",
          "Person",
          Cardinality.ANY,
          List.of(),
          List.of(),
          List.of(),
          1);
  public static final Catalog CATALOG =
      CatalogJson.withHash(
          new Catalog(
              SchemaHash.NONE,
              "node Person {}",
              List.of(),
              List.of(PERSON),
              List.of(KNOWS),
              Map.of()));

  private People() {}
}
