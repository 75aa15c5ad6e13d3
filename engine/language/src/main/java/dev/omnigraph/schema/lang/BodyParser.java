package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.ParseFailure;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.Name;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import java.util.ArrayList;
import java.util.List;

/**
 * Properties, constraints and annotations of a type. After a mistake it carries on with the next.
 */
final class BodyParser {
  private final TokenStream in;
  private final Diagnostics diagnostics;
  private final AnnotationParser annotations;
  private final TypeParser types;

  BodyParser(TokenStream in, Diagnostics diagnostics) {
    this.in = in;
    this.diagnostics = diagnostics;
    this.annotations = new AnnotationParser(in);
    this.types = TypeParser.ofProperties(in, diagnostics);
  }

  /** What a body and the annotations before it amount to. */
  static final class Body {
    final boolean ofEdge;
    final List<PropertySyntax> properties = new ArrayList<>();
    final List<AnnotationSyntax> constraints = new ArrayList<>();
    final List<AnnotationSyntax> annotations = new ArrayList<>();

    Body(boolean ofEdge) {
      this.ofEdge = ofEdge;
    }
  }

  /** Whether the number of edges of each node comes next. */
  boolean atCard() {
    return in.at("@") && in.peek(1).isWord("card");
  }

  /** The annotations between the name of a type and its body. */
  Body header(boolean ofEdge) {
    Body body = new Body(ofEdge);
    while (in.at("@")) {
      if (atCard()) {
        cardOutOfPlace(body, in.peek().span());
      }
      add(body, annotations.annotation());
    }
    return body;
  }

  private void cardOutOfPlace(Body body, Span span) {
    throw in.fail(
        SchemaError.MISPLACED_CARD,
        span,
        body.ofEdge
            ? "`@card` stands after the node types of an edge, before all annotations."
            : "`@card` counts edges, so it belongs to an edge type.");
  }

  /**
   * What is in braces.
   *
   * @param what has the body, as in "the node type"
   */
  void body(Body body, String what) {
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
      throw in.unexpected("a property, a constraint or `}`", "A default is written `@default(…)`.");
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
    return new PropertySyntax(new Name(name.text(), name.span()), type, own);
  }

  private static boolean isConstraint(AnnotationSyntax annotation) {
    return KnownWords.CONSTRAINTS.contains(annotation.name().text());
  }

  /** Behind a property, a constraint is the type's when its arguments name properties. */
  private static boolean ofTheType(AnnotationSyntax annotation) {
    return isConstraint(annotation)
        && !annotation.arguments().isEmpty()
        && (annotation.arguments().getFirst() instanceof Argument.Word
            || annotation.arguments().getFirst() instanceof Argument.Call);
  }

  private boolean atDeclaration() {
    return in.atEnd()
        || (in.at(Token.Kind.IDENTIFIER)
            && SchemaParser.KEYWORDS.contains(in.peek().text())
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
