package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueError;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types of values, as both languages write them. */
public final class TypeParser {
  /** A row of it is 256 KB, more than any embedding model gives. */
  private static final int MAX_DIMENSION = 65_536;

  private static final Map<String, PropertyType> SIMPLE =
      Stream.concat(Stream.of(Scalar.values()), Stream.of(new PropertyType.Blob()))
          .collect(Collectors.toUnmodifiableMap(PropertyType::spelling, Function.identity()));

  /** What other languages call them. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("text", "String"),
          Map.entry("str", "String"),
          Map.entry("boolean", "Bool"),
          Map.entry("int", "I32` or `I64"),
          Map.entry("integer", "I32` or `I64"),
          Map.entry("long", "I64"),
          Map.entry("uint", "U32` or `U64"),
          Map.entry("float", "F32` or `F64"),
          Map.entry("double", "F64"),
          Map.entry("timestamp", "DateTime"),
          Map.entry("bytes", "Blob"),
          Map.entry("binary", "Blob"),
          Map.entry("list", "[T]"),
          Map.entry("array", "[T]"));

  private final TokenStream in;
  private final Diagnostics diagnostics;
  private final boolean inSchema;

  /** Of the type that is being parsed. */
  private final Map<String, Span> renames = new HashMap<>();

  private TypeParser(TokenStream in, Diagnostics diagnostics, boolean inSchema) {
    this.in = in;
    this.diagnostics = diagnostics;
    this.inSchema = inSchema;
  }

  public static TypeParser ofParameters(TokenStream in, Diagnostics diagnostics) {
    return new TypeParser(in, diagnostics, false);
  }

  /** Values of an enumeration may have a {@code @rename_from}. */
  static TypeParser ofProperties(TokenStream in, Diagnostics diagnostics) {
    return new TypeParser(in, diagnostics, true);
  }

  /**
   * A type with or without {@code ?}.
   *
   * @param renames where the values are renamed that are
   */
  public record TypeSyntax(
      PropertyType type, boolean nullable, Span span, Map<String, Span> renames) {}

  public TypeSyntax type() {
    renames.clear();
    return nested();
  }

  private TypeSyntax nested() {
    Span start = in.peek().span();
    PropertyType type = bare();
    boolean nullable = in.accept("?");
    return new TypeSyntax(type, nullable, start.to(in.previous().span()), Map.copyOf(renames));
  }

  private PropertyType bare() {
    Token token = in.peek();
    if (in.accept("[")) {
      return list(token);
    }
    in.expect(Token.Kind.IDENTIFIER, "a type");
    if (token.isWord("enum")) {
      return enumeration();
    }
    if (token.isWord("Vector")) {
      return vector();
    }
    PropertyType simple = SIMPLE.get(token.text());
    if (simple == null) {
      diagnostics.error(
          LanguageError.UNKNOWN_TYPE,
          token.span(),
          "There is no type %s for values.".formatted(token.describe()),
          helpFor(token.text()));
      skipArguments();
      return Scalar.STRING;
    }
    return simple;
  }

  /** What an unknown type has in parentheses is not a second mistake. */
  private void skipArguments() {
    if (in.accept("(")) {
      while (!in.accept(")") && !in.at("{") && !in.at("}") && !in.atEnd()) {
        in.next();
      }
    }
  }

  private static @Nullable String helpFor(String name) {
    String foreign = FOREIGN.get(name.toLowerCase(Locale.ROOT));
    if (foreign != null) {
      return "Write `%s`.".formatted(foreign);
    }
    Set<String> names = new TreeSet<>(SIMPLE.keySet());
    names.addAll(List.of("Vector", "enum"));
    return Suggestions.closest(name, names)
        .map("Did you mean `%s`?"::formatted)
        .orElse("The types are " + Suggestions.quoted(names) + " and `[T]`.");
  }

  private PropertyType list(Token bracket) {
    in.enter();
    TypeSyntax element = nested();
    Span span = bracket.span().to(in.expect("]", "after the type of the elements").span());
    in.leave();
    if (element.nullable()) {
      diagnostics.error(
          LanguageError.LIST_ELEMENT,
          element.span(),
          "The elements of a list are never null.",
          "Write `[T]?` for a list that may be missing.");
    }
    return switch (element.type()) {
      case Scalar scalar -> new PropertyType.ListOf(scalar);
      case PropertyType.Enumeration enumeration -> new PropertyType.ListOf(enumeration);
      case PropertyType.Vector v -> badElement(span, v);
      case PropertyType.ListOf l -> badElement(span, l);
      case PropertyType.Blob b -> badElement(span, b);
    };
  }

  private PropertyType badElement(Span span, PropertyType element) {
    diagnostics.error(
        LanguageError.LIST_ELEMENT,
        span,
        "A list holds scalars or enumeration values, not `%s`.".formatted(element.spelling()));
    return new PropertyType.ListOf(Scalar.STRING);
  }

  private PropertyType vector() {
    in.expect("(", "and a dimension after `Vector`, as in `Vector(768)`");
    Token token = in.expect(Token.Kind.INTEGER, "the dimension of the vector");
    in.expect(")", "after the dimension");
    int dimension = token.text().length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(token.text());
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      diagnostics.error(
          ValueError.VECTOR_DIMENSION,
          token.span(),
          "The dimension of a vector is between 1 and %d.".formatted(MAX_DIMENSION));
      return new PropertyType.Vector(1);
    }
    return new PropertyType.Vector(dimension);
  }

  private PropertyType enumeration() {
    in.expect("(", "and the values after `enum`, as in `enum(low, high)`");
    Set<String> values = new LinkedHashSet<>();
    Map<String, String> renamed = new HashMap<>();
    while (!in.at(")")) {
      Token token = in.peek();
      if (!in.at(Token.Kind.IDENTIFIER) && !in.at(Token.Kind.STRING)) {
        throw in.unexpected("a value of the enumeration");
      }
      Limit.TOO_MANY_VALUES.report(values.size() + 1, diagnostics, token.span());
      in.next();
      if (!values.add(token.text())) {
        diagnostics.error(
            SchemaError.DUPLICATE_ENUM_VALUE,
            token.span(),
            "The value `%s` is named twice.".formatted(token.text()));
      }
      if (inSchema && in.at("@")) {
        rename(token.text(), renamed);
      }
      if (!in.accept(",")) {
        break;
      }
    }
    Token close = in.expect(")", "after the values of the enumeration");
    if (values.isEmpty()) {
      diagnostics.error(
          SchemaError.EMPTY_ENUM, close.span(), "An enumeration has at least one value.");
      return new PropertyType.Enumeration(List.of("none"));
    }
    return new PropertyType.Enumeration(List.copyOf(values), renamed);
  }

  private void rename(String value, Map<String, String> renamed) {
    AnnotationSyntax annotation = new AnnotationParser(in).annotation();
    if (!annotation.is("rename_from")) {
      diagnostics.error(
          SchemaError.MISPLACED_ANNOTATION,
          annotation.span(),
          "A value of an enumeration takes `@rename_from` alone.");
    } else if (annotation.arguments().size() == 1
        && annotation.arguments().getFirst() instanceof Argument.Text(var old, var span)) {
      renamed.put(value, old);
      renames.put(value, annotation.span());
    } else {
      AnnotationChecker.oneString(annotation, diagnostics);
    }
  }
}
