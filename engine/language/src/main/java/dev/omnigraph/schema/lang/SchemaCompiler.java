package dev.omnigraph.schema.lang;

import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Lexer;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.InterfaceType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.UnknownAnnotations;
import dev.omnigraph.schema.lang.Declaration.EdgeSyntax;
import dev.omnigraph.schema.lang.Declaration.EntitySyntax;
import dev.omnigraph.schema.lang.Declaration.InterfaceSyntax;
import dev.omnigraph.schema.lang.Declaration.NodeSyntax;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compiles {@code .pg} text to a catalog. */
public final class SchemaCompiler {
  private final Diagnostics diagnostics;
  private final AnnotationChecker annotations;

  private SchemaCompiler(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.annotations = new AnnotationChecker(diagnostics);
  }

  /**
   * Compiles a schema. Types and properties that the accepted catalog has, by name or by {@code
   * rename_from}, keep their ids; whether the change between the two is possible is not judged
   * here.
   *
   * @param file display name in messages
   * @param accepted the schema in force, if the graph has one
   * @param ids gives the ids of new types
   * @throws dev.omnigraph.lang.LanguageException with every mistake of the syntax, or, when there
   *     is none, with every other mistake
   */
  public static Catalog compile(
      String source, String file, Optional<Catalog> accepted, IdSource ids) {
    Source text = new Source(file, source);
    return compile(text, accepted, ids, new Diagnostics(text));
  }

  /**
   * @param diagnostics of the source; empty before
   */
  public static Catalog compile(
      Source text, Optional<Catalog> accepted, IdSource ids, Diagnostics diagnostics) {
    TokenStream tokens = new TokenStream(Lexer.tokens(text, diagnostics), diagnostics);
    List<Declaration> declarations = new SchemaParser(tokens, diagnostics).declarations();
    diagnostics.throwIfAny();
    return new SchemaCompiler(diagnostics).catalog(text.text(), declarations, accepted, ids);
  }

  /**
   * What is allowed and probably not meant: annotations that are kept although nothing knows them.
   *
   * @return in the order of the source; empty where the source does not parse
   */
  public static List<Diagnostic> hints(String source, String file) {
    Source text = new Source(file, source);
    Diagnostics diagnostics = new Diagnostics(text);
    TokenStream tokens = new TokenStream(Lexer.tokens(text, diagnostics), diagnostics);
    List<Declaration> declarations = new SchemaParser(tokens, diagnostics).declarations();
    return diagnostics.isEmpty()
        ? declarations.stream()
            .flatMap(
                declaration ->
                    Stream.concat(
                        declaration.annotations().stream(),
                        declaration.properties().stream().flatMap(p -> p.annotations().stream())))
            .filter(annotation -> !KnownWords.ANNOTATIONS.contains(annotation.name().text()))
            .map(annotation -> hint(annotation, text))
            .sorted(Comparator.comparingInt(hint -> hint.span().start()))
            .toList()
        : List.of();
  }

  private static Diagnostic hint(Declaration.AnnotationSyntax annotation, Source source) {
    String name = annotation.name().text();
    return new Diagnostic(
        LanguageError.UNKNOWN_ANNOTATION,
        annotation.span(),
        "`@%s` has no meaning here and is kept as it is.".formatted(name),
        source.excerpt(annotation.span()),
        UnknownAnnotations.help(name));
  }

  private Catalog catalog(
      String source, List<Declaration> declarations, Optional<Catalog> accepted, IdSource ids) {
    new NameChecker(diagnostics, accepted).check(declarations);
    List<EntitySyntax> entities =
        declarations.stream()
            .filter(EntitySyntax.class::isInstance)
            .map(EntitySyntax.class::cast)
            .toList();
    StableIds stableIds = new StableIds(accepted, ids, diagnostics, entities);
    List<StableIds.Identity> identities = stableIds.identities();
    List<InterfaceType> interfaces = new ArrayList<>();
    List<NodeType> nodes = new ArrayList<>();
    List<EdgeType> edges = new ArrayList<>();
    declarations.forEach(
        d -> {
          if (d instanceof InterfaceSyntax syntax) {
            interfaces.add(interfaceType(syntax));
          }
        });
    for (int i = 0; i < entities.size(); i++) {
      switch (entity(entities.get(i), identities.get(i))) {
        case NodeType node -> nodes.add(node);
        case EdgeType edge -> edges.add(edge);
      }
    }
    diagnostics.throwIfAny();
    return CatalogJson.withHash(
        new Catalog(SchemaHash.NONE, source, interfaces, nodes, edges, stableIds.retired()));
  }

  private InterfaceType interfaceType(InterfaceSyntax syntax) {
    List<Property> properties = new ArrayList<>();
    for (PropertySyntax p : syntax.properties()) {
      properties.add(property(syntax, p, properties.size() + 1, false));
    }
    return new InterfaceType(syntax.name().text(), properties, annotations.ofType(syntax));
  }

  private EntityType entity(EntitySyntax syntax, StableIds.Identity identity) {
    Map<String, Integer> ids = identity.propertyIds();
    ConstraintChecker checker = new ConstraintChecker(syntax, ids, diagnostics);
    List<Constraint> constraints = checker.constraints();
    List<Property> properties =
        syntax.properties().stream()
            .map(
                p -> {
                  String name = p.name().text();
                  int id = ids.getOrDefault(name, 0);
                  return property(syntax, p, id, checker.indexedInBody().contains(name));
                })
            .sorted(Comparator.comparingInt(Property::id))
            .toList();
    String name = syntax.name().text();
    return switch (syntax) {
      case NodeSyntax node ->
          new NodeType(
              identity.id(),
              identity.incarnation(),
              name,
              node.interfaces().stream().map(Declaration.Name::text).toList(),
              properties,
              constraints,
              annotations.ofType(syntax),
              identity.nextPropertyId());
      case EdgeSyntax edge ->
          new EdgeType(
              identity.id(),
              identity.incarnation(),
              name,
              edge.source().text(),
              edge.target().text(),
              edge.cardinality(),
              properties,
              constraints,
              annotations.ofType(syntax),
              identity.nextPropertyId());
    };
  }

  private Property property(
      Declaration owner, PropertySyntax property, int id, boolean indexedInBody) {
    return new Property(
        id,
        property.name().text(),
        property.type(),
        property.nullable(),
        annotations.ofProperty(owner, property, indexedInBody));
  }
}
