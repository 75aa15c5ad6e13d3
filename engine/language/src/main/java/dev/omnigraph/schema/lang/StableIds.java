package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.RenamedValues;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.EdgeSyntax;
import dev.omnigraph.schema.lang.Declaration.EntitySyntax;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ids by name, or by {@code @rename_from}, out of the accepted catalog; new ones for what is new.
 * An id that was dropped never comes back.
 */
final class StableIds {
  private final Optional<Catalog> accepted;
  private final IdSource source;
  private final Diagnostics diagnostics;
  private final List<EntitySyntax> declared;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> retired = new TreeMap<>();

  StableIds(
      Optional<Catalog> accepted,
      IdSource source,
      Diagnostics diagnostics,
      List<EntitySyntax> declared) {
    this.accepted = accepted;
    this.source = source;
    this.diagnostics = diagnostics;
    this.declared = declared;
    accepted.ifPresent(c -> retired.putAll(c.retired()));
  }

  /** What a type and its properties are called for ever. */
  record Identity(
      String id, int incarnation, Map<String, Integer> propertyIds, int nextPropertyId) {}

  /** In the order of the declarations. */
  List<Identity> identities() {
    List<Identity> identities = declared.stream().map(this::identity).toList();
    accepted
        .map(Catalog::entities)
        .orElse(List.of())
        .forEach(
            type -> {
              if (!taken.contains(type.id())) {
                retired.merge(type.name(), type.incarnation(), Math::max);
              }
            });
    return identities;
  }

  /** The last incarnation of each dropped name; complete after {@link #identities}. */
  Map<String, Integer> retired() {
    return retired;
  }

  private Identity identity(EntitySyntax type) {
    Optional<EntityType> before = predecessor(type);
    before.ifPresent(b -> taken.add(b.id()));
    Map<String, Integer> ids = new HashMap<>();
    int next = propertyIds(type, before, ids);
    int incarnation = retired.getOrDefault(type.name().text(), 0) + 1;
    return before
        .map(b -> new Identity(b.id(), b.incarnation(), ids, next))
        .orElseGet(() -> new Identity(source.next(), incarnation, ids, next));
  }

  private Optional<EntityType> predecessor(EntitySyntax type) {
    boolean edge = type instanceof EdgeSyntax;
    Optional<EntityType> same = accepted(edge, type.name().text());
    Optional<AnnotationSyntax> rename = rename(type.annotations());
    if (same.isPresent() || rename.isEmpty() || accepted.isEmpty()) {
      return same;
    }
    String old = text(rename.get());
    Span span = rename.get().span();
    Set<String> known =
        accepted.get().entities().stream()
            .filter(t -> t instanceof EdgeType == edge)
            .map(EntityType::name)
            .collect(Collectors.toSet());
    Optional<EntityType> found = accepted(edge, old);
    if (found.isEmpty()) {
      missing(span, edge ? "edge type" : "node type", old, known);
      return Optional.empty();
    }
    boolean stillDeclared =
        declared.stream()
            .anyMatch(d -> d instanceof EdgeSyntax == edge && d.name().text().equals(old));
    boolean first = !stillDeclared && taken.add(found.get().id());
    if (!first) {
      conflict(span, "type", old);
      return Optional.empty();
    }
    return found;
  }

  private Optional<EntityType> accepted(boolean edge, String name) {
    diagnostics
        .work()
        .add(1 + accepted.map(c -> edge ? c.edges() : c.nodes()).map(List::size).orElse(0));
    return accepted.flatMap(
        c ->
            edge
                ? c.edge(name).map((EdgeType t) -> (EntityType) t)
                : c.node(name).map((NodeType t) -> (EntityType) t));
  }

  /** Fills in the ids by name; returns the next free one. */
  private int propertyIds(
      EntitySyntax type, Optional<EntityType> before, Map<String, Integer> ids) {
    Map<String, Property> known =
        before.map(EntityType::properties).orElse(List.of()).stream()
            .collect(Collectors.toMap(Property::name, Function.identity()));
    int next = before.map(EntityType::nextPropertyId).orElse(1);
    Set<Integer> used = new HashSet<>();
    for (PropertySyntax property : type.properties()) {
      Optional<Property> old = oldProperty(type, property, before.isPresent(), known, used);
      old.ifPresent(p -> renamedValues(p, property));
      int id = old.isPresent() ? old.get().id() : next++;
      ids.putIfAbsent(property.name().text(), id);
    }
    return next;
  }

  private Optional<Property> oldProperty(
      EntitySyntax type,
      PropertySyntax property,
      boolean hasPredecessor,
      Map<String, Property> known,
      Set<Integer> used) {
    Optional<Property> same = Optional.ofNullable(known.get(property.name().text()));
    Optional<AnnotationSyntax> rename = rename(property.annotations());
    if (same.isPresent() || rename.isEmpty() || !hasPredecessor) {
      return same;
    }
    String old = text(rename.get());
    Property found = known.get(old);
    if (found == null) {
      missing(
          rename.get().span(),
          "property of `%s`".formatted(type.name().text()),
          old,
          known.keySet());
      return Optional.empty();
    }
    if (type.property(old).isPresent() || !used.add(found.id())) {
      conflict(rename.get().span(), "property", old);
      return Optional.empty();
    }
    return Optional.of(found);
  }

  /** A renamed value was there, and no other value goes on under either name. */
  private void renamedValues(Property before, PropertySyntax property) {
    Map<String, String> names = RenamedValues.of(before.type(), property.type());
    Set<String> known = RenamedValues.values(before.type());
    Set<String> used = new HashSet<>();
    names.forEach(
        (name, old) -> {
          Span span = property.syntax().renames().getOrDefault(name, property.syntax().span());
          boolean goesOn =
              RenamedValues.values(property.type()).contains(old) && !names.containsKey(old);
          boolean taken = known.contains(name) && !names.containsValue(name);
          if (!known.contains(old)) {
            missing(span, "value of `%s`".formatted(before.name()), old, known);
          } else if (goesOn || !used.add(old)) {
            conflict(span, "value", old);
          } else if (taken) {
            diagnostics.error(
                SchemaError.RENAME_CONFLICT,
                span,
                "The value `%s` is there already, so `%s` cannot be renamed to it."
                    .formatted(name, old));
          }
        });
  }

  private static Optional<AnnotationSyntax> rename(List<AnnotationSyntax> annotations) {
    return annotations.stream()
        .filter(a -> a.is("rename_from"))
        .filter(a -> a.arguments().size() == 1 && a.arguments().getFirst() instanceof Argument.Text)
        .findFirst();
  }

  private static String text(AnnotationSyntax rename) {
    return rename.arguments().getFirst() instanceof Argument.Text(var value, var span) ? value : "";
  }

  private void missing(Span span, String what, String old, Set<String> known) {
    diagnostics.error(
        SchemaError.RENAME_SOURCE_MISSING,
        span,
        "The accepted schema has no %s called `%s` to rename.".formatted(what, old),
        Suggestions.help(old, known, "accepted names"));
  }

  private void conflict(Span span, String what, String old) {
    diagnostics.error(
        SchemaError.RENAME_CONFLICT,
        span,
        "The %s `%s` goes on under another declaration, so it cannot be renamed to this one."
            .formatted(what, old));
  }
}
