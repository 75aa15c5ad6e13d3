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
import dev.omnigraph.schema.lang.BodyParser.Body;
import dev.omnigraph.schema.lang.Declaration.EdgeSyntax;
import dev.omnigraph.schema.lang.Declaration.InterfaceSyntax;
import dev.omnigraph.schema.lang.Declaration.Name;
import dev.omnigraph.schema.lang.Declaration.NodeSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Declarations. After a mistake it carries on with the next one. */
final class SchemaParser {
  static final Set<String> KEYWORDS = Set.of("interface", "node", "edge");

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
  private final BodyParser bodies;

  SchemaParser(TokenStream in, Diagnostics diagnostics) {
    this.in = in;
    this.diagnostics = diagnostics;
    this.bodies = new BodyParser(in, diagnostics);
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
    Body body = bodies.header(false);
    bodies.body(body, "the interface");
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
    Body body = bodies.header(false);
    if (in.at(Token.Kind.IDENTIFIER) && interfaces.isEmpty()) {
      throw in.misspelt(
          "`{` to open the body of the node type",
          in.atWord("extends") ? "Write `implements`." : null,
          List.of("implements"));
    }
    bodies.body(body, "the node type");
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
    Cardinality cardinality = bodies.atCard() ? card() : Cardinality.ANY;
    Body body = bodies.header(true);
    if (in.at("{")) {
      bodies.body(body, "the edge type");
    }
    return new EdgeSyntax(
        name, source, target, cardinality, body.properties, body.constraints, body.annotations);
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
}
