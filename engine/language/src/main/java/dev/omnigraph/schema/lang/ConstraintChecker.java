package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.KeyPart;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.EdgeSyntax;
import dev.omnigraph.schema.lang.Declaration.EntitySyntax;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import dev.omnigraph.value.KeyFunction;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The constraints of one type, in a canonical order and with members in theirs. */
final class ConstraintChecker {
  private final EntitySyntax type;
  private final ConstraintOrder order;
  private final Diagnostics diagnostics;
  private final ValueConstraints values;
  private final Map<String, PropertySyntax> properties = new HashMap<>();
  private final Set<Constraint> found = new LinkedHashSet<>();
  private final Set<String> ranged = new HashSet<>();
  private final Set<String> indexed = new HashSet<>();

  /**
   * @param ids stable ids by property name
   */
  ConstraintChecker(EntitySyntax type, Map<String, Integer> ids, Diagnostics diagnostics) {
    this.type = type;
    this.order = new ConstraintOrder(type instanceof EdgeSyntax, ids);
    this.diagnostics = diagnostics;
    this.values = new ValueConstraints(diagnostics);
    type.properties().forEach(p -> properties.putIfAbsent(p.name().text(), p));
  }

  /** Key, then uniques, ranges and checks, each in the order of their properties. */
  List<Constraint> constraints() {
    for (PropertySyntax property : type.properties()) {
      for (AnnotationSyntax annotation : property.annotations()) {
        if (KnownWords.CONSTRAINTS.contains(annotation.name().text())) {
          onProperty(property, annotation);
        }
      }
    }
    type.constraints().forEach(this::inBody);
    return found.stream().sorted(order.constraints()).toList();
  }

  /** The properties that {@code @index(p)} in the body names. */
  Set<String> indexedInBody() {
    return indexed;
  }

  private void onProperty(PropertySyntax property, AnnotationSyntax annotation) {
    List<Argument> arguments = annotation.arguments();
    Span at = annotation.span();
    Member member = new Member(property.name().text(), property, List.of(), at);
    Optional<Constraint> constraint =
        switch (annotation.name().text()) {
          case "key" -> alone(annotation) ? key(annotation, List.of(member)) : Optional.empty();
          case "unique" -> alone(annotation) ? unique(List.of(member)) : Optional.empty();
          case "range" -> values.range(annotation, property, at, arguments);
          case "check" -> values.check(annotation, property, at, arguments);
          default -> Optional.empty();
        };
    constraint.ifPresent(c -> add(annotation, c));
  }

  private boolean alone(AnnotationSyntax annotation) {
    if (!annotation.arguments().isEmpty()) {
      usage(annotation, "takes the names of properties, or stands after one without arguments");
    }
    return annotation.arguments().isEmpty();
  }

  private void inBody(AnnotationSyntax annotation) {
    List<Argument> arguments = annotation.arguments();
    String name = annotation.name().text();
    if (arguments.isEmpty()) {
      usage(annotation, "names the properties it is about, as in `@%s(name)`".formatted(name));
      return;
    }
    Optional<Constraint> constraint =
        switch (name) {
          case "key" -> members(annotation).flatMap(m -> key(annotation, m));
          case "unique" -> members(annotation).flatMap(this::unique);
          case "index" -> index(annotation);
          default ->
              member(annotation, arguments.getFirst())
                  .flatMap(m -> value(annotation, m, arguments.subList(1, arguments.size())));
        };
    constraint.ifPresent(c -> add(annotation, c));
  }

  private Optional<Constraint> value(
      AnnotationSyntax annotation, Member member, List<Argument> rest) {
    PropertySyntax property = member.property();
    if (property == null) {
      return Optional.empty();
    }
    return annotation.is("range")
        ? values.range(annotation, property, member.span(), rest)
        : values.check(annotation, property, member.span(), rest);
  }

  /**
   * A named property; without one it is an edge's {@code src} or {@code dst}.
   *
   * @param functions of a key, in the order in which they are applied
   */
  private record Member(
      String name, @Nullable PropertySyntax property, List<Argument.Call> functions, Span span) {}

  private Optional<List<Member>> members(AnnotationSyntax annotation) {
    List<Member> members = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Argument argument : annotation.arguments()) {
      Optional<Member> member = member(annotation, argument);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      if (!seen.add(member.get().name())) {
        diagnostics.error(
            LanguageError.DUPLICATE_MEMBER,
            argument.span(),
            "`@%s` names `%s` twice.".formatted(annotation.name().text(), member.get().name()));
        return Optional.empty();
      }
      members.add(member.get());
    }
    return Optional.of(members);
  }

  private Optional<Member> member(AnnotationSyntax annotation, Argument argument) {
    diagnostics.work().add();
    List<Argument.Call> functions = new ArrayList<>();
    Argument innermost = argument;
    while (annotation.is("key") && innermost instanceof Argument.Call call) {
      functions.addFirst(call);
      innermost = call.argument();
    }
    if (!(innermost instanceof Argument.Word(var name, var span))) {
      usage(
          annotation,
          argument instanceof Argument.Call && !annotation.is("key")
              ? "names properties; only a key is computed of them"
              : "names properties, without quotes");
      return Optional.empty();
    }
    boolean group = annotation.is("key") || annotation.is("unique");
    boolean endpoint =
        group && type instanceof EdgeSyntax && (name.equals("src") || name.equals("dst"));
    PropertySyntax property = properties.get(name);
    if (property == null && !endpoint) {
      diagnostics.error(
          LanguageError.UNKNOWN_PROPERTY,
          span,
          "`%s` has no property `%s`.".formatted(type.name().text(), name),
          Suggestions.help(
              name,
              type.properties().stream().map(p -> p.name().text()).toList(),
              "properties of `%s`".formatted(type.name().text())));
      return Optional.empty();
    }
    return Optional.of(new Member(name, endpoint ? null : property, functions, span));
  }

  private Optional<Constraint> key(AnnotationSyntax annotation, List<Member> members) {
    if (found.stream().anyMatch(Constraint.Key.class::isInstance)) {
      diagnostics.error(
          SchemaError.MULTIPLE_KEYS,
          annotation.span(),
          "`%s` already has a key; a type has one.".formatted(type.name().text()));
      return Optional.empty();
    }
    List<KeyPart> parts = new ArrayList<>();
    for (Member member : members) {
      parts.add(keyPart(member));
    }
    parts.sort(Comparator.comparing(KeyPart::member, order.members()));
    Set<String> names = Set.copyOf(members.stream().map(Member::name).toList());
    if (type instanceof EdgeSyntax && !names.containsAll(Set.of("src", "dst"))) {
      diagnostics.error(
          SchemaError.EDGE_KEY_ENDPOINTS,
          annotation.span(),
          "The key of an edge type has both endpoints in it.");
    }
    return Optional.of(new Constraint.Key(parts));
  }

  private KeyPart keyPart(Member member) {
    KeyPart plain = new KeyPart(member.name(), List.of());
    PropertySyntax property = member.property();
    if (property == null) {
      member.functions().stream()
          .findFirst()
          .ifPresent(
              call -> notMade(call, "The ends of an edge are in its key as they are.", null));
      return plain;
    }
    if (property.nullable()) {
      diagnostics.error(
          SchemaError.NULLABLE_KEY,
          member.span(),
          "The key property `%s` may be null.".formatted(member.name()),
          "Declare it `%s: %s`.".formatted(member.name(), property.type().spelling()));
    }
    if (!(property.type() instanceof Scalar)
        && !(property.type() instanceof PropertyType.Enumeration)) {
      diagnostics.error(
          SchemaError.KEY_TYPE,
          member.span(),
          "A property of type %s cannot be in a key.".formatted(property.type().spelling()));
      return plain;
    }
    return new KeyPart(member.name(), functions(property.type(), member.functions()));
  }

  /** Each takes what the one before it gives; a mistake ends them. */
  private List<KeyFunction> functions(PropertyType of, List<Argument.Call> calls) {
    List<KeyFunction> functions = new ArrayList<>();
    PropertyType type = of;
    for (Argument.Call call : calls) {
      String name = call.function().text();
      KeyFunction function = KeyFunction.named(name).orElse(null);
      boolean isFloat = type == Scalar.F32 || type == Scalar.F64;
      Scalar given = function == null || isFloat ? null : function.type(type);
      if (function == null) {
        notMade(
            call,
            "A key is not made with `%s`.".formatted(name),
            Suggestions.help(name, KeyFunction.names(), "functions of a key"));
        break;
      }
      if (given == null) {
        String takes = isFloat ? "no float" : function.takes();
        notMade(
            call,
            "`%s` in a key takes %s; this is %s.".formatted(name, takes, type.spelling()),
            null);
        break;
      }
      boolean oneCase = function == KeyFunction.LOWER || function == KeyFunction.UPPER;
      if (oneCase
          && (functions.contains(KeyFunction.LOWER) || functions.contains(KeyFunction.UPPER))) {
        notMade(call, "A key is in one case, small or capital.", "Write the outer function alone.");
        break;
      }
      functions.add(function);
      type = given;
    }
    return functions;
  }

  private void notMade(Argument.Call call, String message, @Nullable String help) {
    diagnostics.error(SchemaError.KEY_FUNCTION, call.span(), message, help);
  }

  private Optional<Constraint> unique(List<Member> members) {
    for (Member member : members) {
      if (member.property() != null && member.property().type() instanceof PropertyType.Blob) {
        diagnostics.error(
            SchemaError.UNIQUE_TYPE, member.span(), "A property of type Blob cannot be unique.");
        return Optional.empty();
      }
    }
    return Optional.of(new Constraint.Unique(ordered(members)));
  }

  /** An annotation of each property, and no constraint. */
  private Optional<Constraint> index(AnnotationSyntax annotation) {
    IndexChecker checker = new IndexChecker(diagnostics);
    List<Member> members =
        checker.hasNames(annotation) ? members(annotation).orElse(List.of()) : List.of();
    for (Member member : members) {
      if (member.property() != null && checker.isIndexable(member.property(), annotation)) {
        indexed.add(member.name());
      }
    }
    return Optional.empty();
  }

  private void add(AnnotationSyntax annotation, Constraint constraint) {
    boolean first =
        constraint instanceof Constraint.Range range
            ? ranged.add(range.property()) && found.add(constraint)
            : found.add(constraint);
    if (!first) {
      diagnostics.error(
          SchemaError.DUPLICATE_CONSTRAINT,
          annotation.span(),
          "The same `@%s` is given twice.".formatted(annotation.name().text()));
    }
  }

  private void usage(AnnotationSyntax annotation, String rule) {
    diagnostics.error(
        SchemaError.ANNOTATION_ARGUMENTS,
        annotation.span(),
        "`@%s` %s.".formatted(annotation.name().text(), rule));
  }

  private List<String> ordered(List<Member> members) {
    return members.stream().map(Member::name).sorted(order.members()).toList();
  }
}
