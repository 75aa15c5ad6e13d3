package dev.omnigraph.schema;

import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares two catalogs by the stable ids of their types and properties. */
final class SchemaDiff {
  private final Catalog before;
  private final Catalog after;
  private final boolean hardDrops;
  private final Map<String, EntityType> old;
  private final List<EntityType> dropped;
  private final List<Planned> steps = new ArrayList<>();

  SchemaDiff(Catalog before, Catalog after, boolean hardDrops) {
    this.before = before;
    this.after = after;
    this.hardDrops = hardDrops;
    this.old =
        before.entities().stream().collect(Collectors.toMap(EntityType::id, Function.identity()));
    this.dropped =
        before.entities().stream()
            .filter(type -> after.entities().stream().noneMatch(t -> t.id().equals(type.id())))
            .toList();
  }

  List<Planned> steps() {
    dropped.forEach(type -> add(new SchemaStep.DropType(type, hardDrops)));
    interfaces();
    for (EntityType type : after.entities()) {
      EntityType was = old.get(type.id());
      if (was == null) {
        added(type);
      } else {
        changed(was, type);
      }
    }
    return steps;
  }

  private void added(EntityType type) {
    steps.add(
        new Planned(
            new SchemaStep.AddType(type),
            type instanceof EdgeType edge ? StepRefusals.newEdge(edge, sourceIsOld(edge)) : null,
            joined(RenameHints.forType(type, dropped), UnknownAnnotations.hint(type, null)),
            null));
  }

  /** Whether there may be nodes already that would have to have such edges. */
  private boolean sourceIsOld(EdgeType edge) {
    return after.node(edge.source()).map(node -> old.containsKey(node.id())).orElse(false);
  }

  private void changed(EntityType was, EntityType type) {
    if (!was.name().equals(type.name())) {
      add(new SchemaStep.RenameType(was, type));
    }
    if (was instanceof EdgeType oldEdge && type instanceof EdgeType edge) {
      changedEdge(oldEdge, edge);
    }
    properties(was, type);
    new ConstraintDiff(was, type, steps).add();
    if (was instanceof NodeType oldNode
        && type instanceof NodeType node
        && !oldNode.interfaces().equals(node.interfaces())) {
      add(new SchemaStep.ChangeInterfaces(type.name()));
    }
    if (!withoutRename(was.annotations()).equals(withoutRename(type.annotations()))) {
      steps.add(
          new Planned(
              new SchemaStep.ChangeAnnotations(type.name(), ""),
              null,
              UnknownAnnotations.hint(type, was),
              null));
    }
  }

  private void changedEdge(EdgeType was, EdgeType edge) {
    boolean sameEnds =
        nodeId(before, was.source()).equals(nodeId(after, edge.source()))
            && nodeId(before, was.target()).equals(nodeId(after, edge.target()));
    if (!sameEnds) {
      refuse(new SchemaStep.ChangeEndpoints(was, edge), StepRefusals.endpoints());
    }
    if (!was.cardinality().equals(edge.cardinality())) {
      steps.add(
          new Planned(
              new SchemaStep.ChangeCardinality(was, edge),
              StepRefusals.cardinality(was.cardinality(), edge.cardinality()),
              null,
              null));
    }
  }

  private static Optional<String> nodeId(Catalog catalog, String name) {
    return catalog.node(name).map(NodeType::id);
  }

  private void properties(EntityType was, EntityType type) {
    Map<Integer, Property> oldById =
        was.properties().stream().collect(Collectors.toMap(Property::id, Function.identity()));
    List<Property> gone =
        was.properties().stream()
            .filter(p -> type.properties().stream().noneMatch(q -> q.id() == p.id()))
            .toList();
    gone.forEach(p -> add(new SchemaStep.DropProperty(type, p, hardDrops)));
    for (Property property : type.properties()) {
      Property former = oldById.get(property.id());
      if (former == null) {
        String hint = RenameHints.forProperty(property, gone);
        steps.add(
            new Planned(
                new SchemaStep.AddProperty(type, property),
                property.nullable() || property.defaultValue() != null
                    ? null
                    : StepRefusals.required(type, property, hint),
                joined(hint, UnknownAnnotations.hint(property, null)),
                null));
      } else {
        property(was, type, former, property);
      }
    }
  }

  private void property(EntityType wasOf, EntityType type, Property was, Property property) {
    if (!was.name().equals(property.name())) {
      add(new SchemaStep.RenameProperty(type, was, property));
    }
    RenamedValues.of(was.type(), property.type())
        .forEach(
            (name, old) ->
                refuse(
                    new SchemaStep.RenameValue(type, property, old, name),
                    StepRefusals.renamedValue(type, property)));
    PropertyType known = RenamedValues.renamed(was.type(), property.type());
    if (!known.equals(property.type())) {
      Property before =
          new Property(was.id(), was.name(), known, was.nullable(), was.annotations());
      steps.add(
          new Planned(
              new SchemaStep.ChangeType(type, before, property),
              StepRefusals.type(type, before, property),
              null,
              null));
    }
    if (was.nullable() != property.nullable()) {
      steps.add(
          new Planned(
              new SchemaStep.ChangeNullability(type, property),
              property.nullable() ? null : StepRefusals.tighterNullability(type, property),
              null,
              null));
    }
    new SearchDiff(wasOf, type, was, property).add(steps);
    if (!descriptive(was).equals(descriptive(property))
        || RenamedValues.forgets(was.type(), property.type())) {
      steps.add(
          new Planned(
              new SchemaStep.ChangeAnnotations(type.name(), property.name()),
              null,
              UnknownAnnotations.hint(property, was),
              null));
    }
  }

  private void interfaces() {
    Map<String, InterfaceType> oldByName = byName(before);
    Map<String, InterfaceType> newByName = byName(after);
    for (InterfaceType type : after.interfaces()) {
      if (!Objects.equals(oldByName.get(type.name()), type)) {
        add(new SchemaStep.ChangeInterfaces(type.name()));
      }
    }
    for (InterfaceType type : before.interfaces()) {
      if (!newByName.containsKey(type.name())) {
        add(new SchemaStep.ChangeInterfaces(type.name()));
      }
    }
  }

  private static Map<String, InterfaceType> byName(Catalog catalog) {
    return catalog.interfaces().stream()
        .collect(Collectors.toMap(InterfaceType::name, Function.identity()));
  }

  private static List<Annotation> descriptive(Property property) {
    return withoutRename(property.annotations()).stream()
        .filter(a -> !a.name().equals("index") && !a.name().equals("embed"))
        .toList();
  }

  /** A rename is over once it was accepted; that it is still written down says nothing. */
  private static List<Annotation> withoutRename(List<Annotation> annotations) {
    return annotations.stream().filter(a -> !a.name().equals("rename_from")).toList();
  }

  private static @Nullable String joined(@Nullable String first, @Nullable String second) {
    return first == null ? second : second == null ? first : first + " " + second;
  }

  private void add(SchemaStep step) {
    steps.add(new Planned(step, null, null, null));
  }

  private void refuse(SchemaStep step, SchemaPlan.@Nullable Refusal refusal) {
    steps.add(new Planned(step, refusal, null, null));
  }
}
