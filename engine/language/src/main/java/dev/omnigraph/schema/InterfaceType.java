package dev.omnigraph.schema;

import java.util.List;

/** Properties that every node type implementing it declares with the same type. */
public record InterfaceType(String name, List<Property> properties, List<Annotation> annotations) {
  public InterfaceType {
    properties = List.copyOf(properties);
    annotations = List.copyOf(annotations);
  }
}
