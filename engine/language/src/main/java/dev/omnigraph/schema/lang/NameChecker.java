package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.EdgeSyntax;
import dev.omnigraph.schema.lang.Declaration.InterfaceSyntax;
import dev.omnigraph.schema.lang.Declaration.Name;
import dev.omnigraph.schema.lang.Declaration.NodeSyntax;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names: their form, that each is declared once, that what they refer to exists and fits. */
final class NameChecker {
  private final Diagnostics diagnostics;
  private final Map<String, Declaration> types = new HashMap<>();

  /** A graph that has such a property from before they were refused can still change its schema. */
  private final Set<String> literalsInUse = new HashSet<>();

  /**
   * @param accepted the schema in force, if the graph has one
   */
  NameChecker(Diagnostics diagnostics, Optional<Catalog> accepted) {
    this.diagnostics = diagnostics;
    accepted.map(Catalog::entities).orElse(List.of()).stream()
        .flatMap(type -> type.properties().stream())
        .map(Property::name)
        .filter(KnownWords::isLiteral)
        .forEach(literalsInUse::add);
  }

  void check(List<Declaration> declarations) {
    Map<String, Name> edges = new HashMap<>();
    for (Declaration declaration : declarations) {
      typeName(declaration, edges);
    }
    for (Declaration declaration : declarations) {
      properties(declaration);
      switch (declaration) {
        case InterfaceSyntax i -> {}
        case NodeSyntax node -> interfaces(node);
        case EdgeSyntax edge -> {
          endpoint(edge.source());
          endpoint(edge.target());
        }
      }
    }
  }

  private void typeName(Declaration declaration, Map<String, Name> edges) {
    Name name = declaration.name();
    if (!KnownWords.isUpperCase(name.text())) {
      diagnostics.error(
          SchemaError.TYPE_NAME_CASE,
          name.span(),
          "The name of a type starts with an upper-case letter.",
          suggestUpper(name.text()));
    }
    Declaration earlier = types.putIfAbsent(name.text(), declaration);
    if (earlier != null) {
      duplicateType(name, earlier.name());
      return;
    }
    if (declaration instanceof EdgeSyntax) {
      Name clash = edges.putIfAbsent(name.text().toLowerCase(Locale.ROOT), name);
      if (clash != null) {
        diagnostics.error(
            SchemaError.DUPLICATE_TYPE,
            name.span(),
            "The edge type `%s` has the name of `%s` on line %d: edge names match in any case."
                .formatted(name.text(), clash.text(), clash.span().line()));
      }
    }
  }

  private static String suggestUpper(String name) {
    int first = name.charAt(0) == '_' && name.length() > 1 ? 1 : 0;
    return "Write `%s`."
        .formatted(
            name.substring(first, first + 1).toUpperCase(Locale.ROOT) + name.substring(first + 1));
  }

  private void duplicateType(Name name, Name earlier) {
    diagnostics.error(
        SchemaError.DUPLICATE_TYPE,
        name.span(),
        "The type `%s` is already declared on line %d."
            .formatted(name.text(), earlier.span().line()));
  }

  private void properties(Declaration declaration) {
    boolean onEdge = declaration instanceof EdgeSyntax;
    Map<String, Name> seen = new HashMap<>();
    for (PropertySyntax property : declaration.properties()) {
      Name name = property.name();
      diagnostics.work().add();
      form(name, onEdge);
      Name earlier = seen.putIfAbsent(name.text(), name);
      if (earlier != null) {
        diagnostics.error(
            SchemaError.DUPLICATE_PROPERTY,
            name.span(),
            "The property `%s` is already declared on line %d."
                .formatted(name.text(), earlier.span().line()));
      }
    }
  }

  private void form(Name name, boolean onEdge) {
    if (KnownWords.isUpperCase(name.text())) {
      String lower = suggestLower(name.text());
      diagnostics.error(
          SchemaError.PROPERTY_NAME_CASE,
          name.span(),
          "The name of a property starts with a lower-case letter or `_`.",
          KnownWords.isReserved(lower, onEdge)
              ? "Choose another name: every %s has `%s` of its own."
                  .formatted(onEdge ? "edge" : "node", lower)
              : "Write `%s`.".formatted(lower));
      return;
    }
    if (KnownWords.isReserved(name.text(), onEdge)) {
      diagnostics.error(
          SchemaError.RESERVED_PROPERTY,
          name.span(),
          "The name `%s` is reserved: every %s has a column or field of that name."
              .formatted(name.text(), onEdge ? "edge" : "node"),
          "Choose another name.");
    }
    if (KnownWords.isLiteral(name.text()) && !literalsInUse.contains(name.text())) {
      diagnostics.error(
          SchemaError.RESERVED_PROPERTY,
          name.span(),
          "The name `%s` is reserved: it is a literal of the query language."
              .formatted(name.text()),
          "Choose another name, as in `is_%s`.".formatted(name.text()));
    }
  }

  /** All capitals that the name begins with, but for the one that begins its next word. */
  private static String suggestLower(String name) {
    int capitals = 0;
    while (capitals < name.length() && !Character.isLowerCase(name.charAt(capitals))) {
      capitals++;
    }
    boolean words = capitals > 1 && capitals < name.length();
    int lowered = words ? capitals - 1 : capitals;
    return name.substring(0, lowered).toLowerCase(Locale.ROOT) + name.substring(lowered);
  }

  private void interfaces(NodeSyntax node) {
    Set<String> seen = new HashSet<>();
    for (Name name : node.interfaces()) {
      if (!seen.add(name.text())) {
        diagnostics.error(
            SchemaError.DUPLICATE_INTERFACE,
            name.span(),
            "The interface `%s` is named twice.".formatted(name.text()));
      } else if (types.get(name.text()) instanceof InterfaceSyntax implemented) {
        conforms(node, name, implemented);
      } else {
        diagnostics.error(
            SchemaError.UNKNOWN_INTERFACE,
            name.span(),
            types.containsKey(name.text())
                ? "`%s` is not an interface.".formatted(name.text())
                : "There is no interface `%s`.".formatted(name.text()),
            Suggestions.help(name.text(), namesOf(InterfaceSyntax.class), "interfaces"));
      }
    }
  }

  private void conforms(NodeSyntax node, Name at, InterfaceSyntax implemented) {
    Map<String, PropertySyntax> own = new HashMap<>();
    node.properties().forEach(p -> own.putIfAbsent(p.name().text(), p));
    for (PropertySyntax wanted : implemented.properties()) {
      String name = wanted.name().text();
      PropertySyntax found = own.get(name);
      if (found == null) {
        diagnostics.error(
            SchemaError.INTERFACE_MISMATCH,
            at.span(),
            "`%s` lacks the property `%s` of the interface `%s`."
                .formatted(node.name().text(), name, at.text()),
            "Declare `%s: %s`.".formatted(name, spell(wanted)));
      } else if (!found.type().equals(wanted.type()) || found.nullable() != wanted.nullable()) {
        diagnostics.error(
            SchemaError.INTERFACE_MISMATCH,
            found.syntax().span(),
            "The interface `%s` declares `%s` as %s, this is %s."
                .formatted(at.text(), name, spell(wanted), spell(found)));
      }
    }
  }

  private static String spell(PropertySyntax property) {
    return property.type().spelling() + (property.nullable() ? "?" : "");
  }

  private void endpoint(Name name) {
    Declaration declared = types.get(name.text());
    if (declared instanceof NodeSyntax) {
      return;
    }
    if (declared != null) {
      diagnostics.error(
          SchemaError.ENDPOINT_NOT_NODE,
          name.span(),
          "`%s` is %s; edges connect node types."
              .formatted(
                  name.text(),
                  declared instanceof InterfaceSyntax ? "an interface" : "an edge type"));
    } else {
      diagnostics.error(
          SchemaError.UNKNOWN_ENDPOINT,
          name.span(),
          "There is no node type `%s`.".formatted(name.text()),
          Suggestions.help(name.text(), namesOf(NodeSyntax.class), "node types"));
    }
  }

  private List<String> namesOf(Class<? extends Declaration> kind) {
    return types.values().stream().filter(kind::isInstance).map(d -> d.name().text()).toList();
  }
}
