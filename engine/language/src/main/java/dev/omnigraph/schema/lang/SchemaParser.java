package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.ParseFailure;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.EdgeSyntax;
import dev.omnigraph.schema.lang.Declaration.InterfaceSyntax;
import dev.omnigraph.schema.lang.Declaration.Name;
import dev.omnigraph.schema.lang.Declaration.NodeSyntax;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Declarations and their bodies. After a mistake it carries on with the next member or type. */
final class SchemaParser {
  private static final Set<String> KEYWORDS = Set.of("interface", "node", "edge");

  /** What other languages call them. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("type", "node"),
          Map.entry("class", "node"),
          Map.entry("entity", "node"),
          Map.entry("vertex", "node"),
          Map.entry("table", "node"),
          Map.entry("relationship", "edge"),
          Map.entry("relation", "edge"),
          Map.entry("link", "edge"),
          Map.entry("trait", "interface"),
          Map.entry("abstract", "interface"));

  private final TokenStream in;
  private final Diagnostics diagnostics;
  private final AnnotationParser annotations;
  private final TypeParser types;

  SchemaParser(TokenStream in, Diagnostics diagnostics) {
    this.in = in;
    this.diagnostics = diagnostics;
    this.annotations = new AnnotationParser(in);
    this.types = new TypeParser(in, diagnostics);
  }

  List<Declaration> declarations() {
    List<Declaration> declarations = new ArrayList<>();
    while (!in.atEnd()) {
      Limit.TOO_MANY_TYPES.report(declarations.size() + 1, diagnostics, in.peek().span());
      try {
        declarations.add(declaration());
      } catch (ParseFailure e) {
        in.skipToDeclaration(KEYWORDS);
      }
    }
    return declarations;
  }

  private Declaration declaration() {
    Token keyword = in.peek();
    if (in.acceptWord("interface")) {
      return interfaceType();
    }
    if (in.acceptWord("node")) {
      return node();
    }
    if (in.acceptWord("edge")) {
      return edge();
    }
    throw in.unexpected("`interface`, `node` or `edge`", helpFor(keyword));
  }

  private static @Nullable String helpFor(Token found) {
    if (found.isSymbol("}")) {
      return "This `}` closes nothing.";
    }
    if (found.isSymbol("@")) {
      return "Annotations stand after the name of their type, or in its body.";
    }
    if (found.kind() != Token.Kind.IDENTIFIER) {
      return null;
    }
    String foreign = FOREIGN.get(found.text().toLowerCase(Locale.ROOT));
    return foreign != null
        ? "Write `%s`.".formatted(foreign)
        : Suggestions.closest(found.text(), KEYWORDS)
            .map("Did you mean `%s`?"::formatted)
            .orElse("A schema is a list of these.");
  }

  private InterfaceSyntax interfaceType() {
    Name name = typeName("interface");
    Body body = new Body(false);
    header(body);
    body(body, "the interface");
    body.constraints.forEach(
        c ->
            diagnostics.error(
                SchemaError.MISPLACED_ANNOTATION,
                c.span(),
                "An interface declares properties only; `@%s` belongs to a node type."
                    .formatted(c.name().text())));
    return new InterfaceSyntax(name, body.properties, body.annotations);
  }

  private NodeSyntax node() {
    Name name = typeName("node type");
    List<Name> interfaces = new ArrayList<>();
    if (in.acceptWord("implements")) {
      do {
        interfaces.add(typeName("interface"));
      } while (in.accept(","));
    }
    Body body = new Body(false);
    header(body);
    if (in.at(Token.Kind.IDENTIFIER) && interfaces.isEmpty()) {
      throw in.misspelt(
          "`{` to open the body of the node type",
          in.atWord("extends") ? "Write `implements`." : null,
          List.of("implements"));
    }
    body(body, "the node type");
    return new NodeSyntax(name, interfaces, body.properties, body.constraints, body.annotations);
  }

  private EdgeSyntax edge() {
    Name name = typeName("edge type");
    in.expect(":", "and the two node types it connects, as in `edge Knows: Person -> Person`");
    Name source = typeName("node type that the edge starts from");
    in.expect(
        "->",
        "before the node type that the edge leads to",
        "An edge leads from left to right, as in `edge Knows: Person -> Person`.");
    Name target = typeName("node type that the edge leads to");
    if (in.at("|")) {
      throw in.unexpected(
          "annotations, a body or the next declaration",
          "An edge leads from one node type to one: declare an edge type for each.");
    }
    Cardinality cardinality = atCard() ? card() : Cardinality.ANY;
    Body body = new Body(true);
    header(body);
    if (in.at("{")) {
      body(body, "the edge type");
    }
    return new EdgeSyntax(
        name, source, target, cardinality, body.properties, body.constraints, body.annotations);
  }

  private boolean atCard() {
    return in.at("@") && in.peek(1).isWord("card");
  }

  private Cardinality card() {
    Span start = in.next().span();
    in.next();
    in.expect("(", "after `@card`, as in `@card(0..1)`");
    if (in.at("..")) {
      throw in.unexpected("a number of edges", "Write `@card(0..…)` for no lower bound.");
    }
    int min = count();
    in.expect(
        "..",
        "between the bounds, as in `@card(0..1)`",
        "Write `@card(%d..%d)` for exactly that many.".formatted(min, min));
    OptionalInt max = in.at(")") ? OptionalInt.empty() : OptionalInt.of(count());
    Span span = start.to(in.expect(")", "after the bounds").span());
    if (max.isPresent() && (max.getAsInt() < min || max.getAsInt() == 0)) {
      diagnostics.error(
          SchemaError.BAD_CARDINALITY,
          span,
          max.getAsInt() == 0
              ? "An edge type that allows no edges has no use."
              : "The upper bound %d is below the lower bound %d.".formatted(max.getAsInt(), min));
    }
    return new Cardinality(min, max);
  }

  private int count() {
    Token token = in.expect(Token.Kind.INTEGER, "a number of edges");
    try {
      return Integer.parseInt(token.text());
    } catch (NumberFormatException e) {
      throw in.fail(
          SchemaError.BAD_CARDINALITY, token.span(), "This number of edges is too large.");
    }
  }

  /** A type's name; that it is upper-case is checked later, so that parsing goes on. */
  private Name typeName(String what) {
    Token token = in.expect(Token.Kind.IDENTIFIER, "the name of the " + what);
    return new Name(token.text(), token.span());
  }

  /** What a body and the annotations before it amount to. */
  private static final class Body {
    final boolean ofEdge;
    final List<PropertySyntax> properties = new ArrayList<>();
    final List<AnnotationSyntax> constraints = new ArrayList<>();
    final List<AnnotationSyntax> annotations = new ArrayList<>();

    Body(boolean ofEdge) {
      this.ofEdge = ofEdge;
    }
  }

  private void header(Body body) {
    while (in.at("@")) {
      if (atCard()) {
        cardOutOfPlace(body, in.peek().span());
      }
      add(body, annotations.annotation());
    }
  }

  private void cardOutOfPlace(Body body, Span span) {
    throw in.fail(
        SchemaError.MISPLACED_CARD,
        span,
        body.ofEdge
            ? "`@card` stands after the node types of an edge, before all annotations."
            : "`@card` counts edges, so it belongs to an edge type.");
  }

  private void body(Body body, String what) {
    in.expect("{", "to open the body of " + what);
    while (!in.accept("}")) {
      if (in.atEnd()) {
        throw in.unexpected("`}` to close the body of " + what);
      }
      try {
        member(body);
        in.accept(",");
      } catch (ParseFailure e) {
        if (atDeclaration()) {
          throw e;
        }
        skipToMember();
      }
    }
  }

  private void member(Body body) {
    if (atCard()) {
      cardOutOfPlace(body, in.peek().span());
    }
    if (in.at("@")) {
      AnnotationSyntax annotation = annotations.annotation();
      if (!isConstraint(annotation) && !body.properties.isEmpty()) {
        diagnostics.error(
            SchemaError.MISPLACED_ANNOTATION,
            annotation.span(),
            "`@%s` stands after a constraint, so it belongs to nothing."
                .formatted(annotation.name().text()),
            "Write it after its property, or after the name of the type.");
      }
      add(body, annotation);
      return;
    }
    Limit.TOO_MANY_PROPERTIES.report(body.properties.size() + 1, diagnostics, in.peek().span());
    body.properties.add(property(body));
  }

  private void add(Body body, AnnotationSyntax annotation) {
    (isConstraint(annotation) ? body.constraints : body.annotations).add(annotation);
  }

  private PropertySyntax property(Body body) {
    if (in.at("=")) {
      throw in.unexpected("a property, a constraint or `}`", "There are no default values.");
    }
    Token name = in.expect(Token.Kind.IDENTIFIER, "a property, a constraint or `}`");
    in.expect(":", "and a type after the name of the property, as in `name: String`");
    TypeParser.TypeSyntax type = types.type();
    List<AnnotationSyntax> own = new ArrayList<>();
    while (in.at("@") && !atCard()) {
      AnnotationSyntax annotation = annotations.annotation();
      if (ofTheType(annotation)) {
        body.constraints.add(annotation);
        break;
      }
      own.add(annotation);
    }
    return new PropertySyntax(
        new Name(name.text(), name.span()), type.type(), type.nullable(), type.span(), own);
  }

  private static boolean isConstraint(AnnotationSyntax annotation) {
    return KnownWords.CONSTRAINTS.contains(annotation.name().text());
  }

  /** Behind a property, a constraint is the type's when its arguments name properties. */
  private static boolean ofTheType(AnnotationSyntax annotation) {
    return isConstraint(annotation)
        && !annotation.arguments().isEmpty()
        && annotation.arguments().getFirst() instanceof Argument.Word;
  }

  private boolean atDeclaration() {
    return in.atEnd()
        || (in.at(Token.Kind.IDENTIFIER)
            && KEYWORDS.contains(in.peek().text())
            && in.peek(1).kind() == Token.Kind.IDENTIFIER);
  }

  /** On to what looks like the next member: a name and a colon, or an annotation, on a new line. */
  private void skipToMember() {
    while (!in.atEnd() && !in.at("}") && !atDeclaration()) {
      in.next();
      boolean newLine = in.peek().span().line() > in.previous().span().line();
      boolean property = in.at(Token.Kind.IDENTIFIER) && in.peek(1).isSymbol(":");
      if (property || (newLine && in.at("@"))) {
        return;
      }
    }
  }
}
