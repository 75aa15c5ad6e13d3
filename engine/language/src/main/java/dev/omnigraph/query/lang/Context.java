package dev.omnigraph.query.lang;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.lang.Syntax.Name;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.InterfaceType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.value.PropertyType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all checks of one query share. A check that fails reports once and returns null; what rests
 * on a null is not checked, so that one mistake is one message.
 *
 * @param reads whether the query reads, and so may search
 * @param walkEnds what {@link WalkTypes} found out, by what it was asked
 */
record Context(
    Catalog catalog,
    Map<String, Parameter> parameters,
    Diagnostics diagnostics,
    boolean reads,
    Map<List<Object>, Set<String>> walkEnds) {

  Context(
      Catalog catalog, Map<String, Parameter> parameters, Diagnostics diagnostics, boolean reads) {
    this(catalog, parameters, diagnostics, reads, new HashMap<>());
  }

  /** Counts a node that is checked or a name that is looked up. */
  void step() {
    diagnostics.work().add();
  }

  void error(ErrorCode code, Span span, String message) {
    diagnostics.error(code, span, message);
  }

  void error(ErrorCode code, Span span, String message, @Nullable String help) {
    diagnostics.error(code, span, message, help);
  }

  /** What to do about a name that is no parameter and should be one of that type. */
  String parameterHelp(String name, @Nullable PropertyType type) {
    return Suggestions.closest(name, parameters.keySet())
        .map("Did you mean `$%s`?"::formatted)
        .orElse(
            "Declare it as in `query q($%s: %s)`."
                .formatted(name, type == null ? "String" : type.spelling()));
  }

  @Nullable NodeType node(Name name) {
    Optional<NodeType> found = catalog.node(name.text());
    if (found.isEmpty()) {
      unknownType(name, "node type", names(catalog.nodes()));
    }
    return found.orElse(null);
  }

  /**
   * The edge types of a traversal, each once; null when something names none, which is reported.
   */
  @Nullable List<EdgeType> edges(Syntax.Traverse traversal) {
    if (traversal.edges().areAny()) {
      return catalog.edges();
    }
    Set<EdgeType> edges = new LinkedHashSet<>();
    boolean known = true;
    for (Name name : traversal.edges().names()) {
      EdgeType edge = edge(name, traversal);
      if (edge == null) {
        known = false;
      } else {
        edges.add(edge);
      }
    }
    return known ? List.copyOf(edges) : null;
  }

  /** An operator of another language may stand in the place of an edge type. */
  private @Nullable EdgeType edge(Name name, Syntax.Traverse traversal) {
    Optional<EdgeType> found = catalog.edge(name.text());
    if (found.isEmpty()) {
      boolean node = catalog.node(name.text()).isPresent();
      error(
          QueryError.UNKNOWN_EDGE,
          name.span(),
          node
              ? "`%s` is a node type; a traversal names an edge.".formatted(name.text())
              : "There is no edge type `%s`.".formatted(name.text()),
          edgeHelp(name, traversal));
    }
    return found.orElse(null);
  }

  private @Nullable String edgeHelp(Name name, Syntax.Traverse traversal) {
    String foreign =
        ForeignWords.help(
            ForeignWords.Place.OPERATOR,
            name.text(),
            "$" + traversal.from().text(),
            "$" + traversal.to().text());
    return foreign != null
        ? foreign
        : Suggestions.help(
            name.text(),
            names(catalog.edges()).stream().map(Context::lowerInitial).toList(),
            "edges");
  }

  /** A node type by its name, or else an edge type in any case. */
  @Nullable EntityType entity(Name name) {
    Optional<NodeType> node = catalog.node(name.text());
    if (node.isPresent()) {
      return node.get();
    }
    Optional<EdgeType> edge = catalog.edge(name.text());
    if (edge.isEmpty()) {
      unknownType(name, "type", names(catalog.entities()));
    }
    return edge.orElse(null);
  }

  /** How queries write the name of an edge type. */
  static String lowerInitial(String name) {
    return name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
  }

  private void unknownType(Name name, String what, List<String> known) {
    boolean isInterface =
        catalog.interfaces().stream().map(InterfaceType::name).anyMatch(name.text()::equals);
    error(
        LanguageError.UNKNOWN_TYPE,
        name.span(),
        isInterface
            ? "`%s` is an interface, which has no entities of its own.".formatted(name.text())
            : "There is no %s `%s`.".formatted(what, name.text()),
        what.equals("node type") && catalog.edge(name.text()).isPresent()
            ? "Edges are bound in a traversal, as in `$a $e:%s $b`."
                .formatted(lowerInitial(name.text()))
            : Suggestions.help(name.text(), known, what + "s"));
  }

  private static List<String> names(Collection<? extends EntityType> types) {
    return types.stream().map(EntityType::name).toList();
  }
}
