package dev.omnigraph.schema.lang;

import dev.omnigraph.schema.Annotation;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.DefaultValue;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IndexArguments;
import dev.omnigraph.schema.InterfaceType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.TextLiteral;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as {@code .pg} text in one canonical form. Compiling that text gives the same
 * interfaces, types, properties and constraints; comments are not kept.
 */
public final class SchemaPrinter {
  private static final Set<String> TAKE_TEXT = Set.of("description", "rename_from", "embed");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,20}(?:\\.[0-9]{1,20})?(?:E[+-]?[0-9]{1,3})?");

  private final StringBuilder out = new StringBuilder();

  private SchemaPrinter() {}

  public static String print(Catalog catalog) {
    SchemaPrinter printer = new SchemaPrinter();
    catalog.interfaces().forEach(printer::interfaceType);
    catalog.entities().forEach(printer::entity);
    return printer.out.toString();
  }

  private void interfaceType(InterfaceType type) {
    start().append("interface ").append(type.name());
    annotations(type.annotations());
    out.append(" {\n");
    type.properties().forEach(p -> property(p, Set.of()));
    out.append("}\n");
  }

  private void entity(EntityType type) {
    switch (type) {
      case NodeType node -> {
        start().append("node ").append(node.name());
        if (!node.interfaces().isEmpty()) {
          out.append(" implements ").append(String.join(", ", node.interfaces()));
        }
      }
      case EdgeType edge -> {
        start().append("edge ").append(edge.name()).append(": ");
        out.append(edge.source()).append(" -> ").append(edge.target());
        if (!edge.cardinality().equals(Cardinality.ANY)) {
          out.append(" @card(").append(edge.cardinality().min()).append("..");
          edge.cardinality().max().ifPresent(out::append);
          out.append(')');
        }
      }
    }
    annotations(type.annotations());
    out.append(" {\n");
    Set<Constraint> constraints = new HashSet<>(type.constraints());
    type.properties().forEach(p -> property(p, constraints));
    type.constraints().forEach(this::constraint);
    out.append("}\n");
  }

  private StringBuilder start() {
    return out.isEmpty() ? out : out.append('\n');
  }

  private void property(Property property, Set<Constraint> constraints) {
    out.append("    ").append(property.name()).append(": ").append(property.type().declaration());
    out.append(property.nullable() ? "?" : "");
    List<String> alone = List.of(property.name());
    if (constraints.contains(Constraint.Key.of(property.name()))) {
      out.append(" @key");
    }
    if (constraints.contains(new Constraint.Unique(alone))) {
      out.append(" @unique");
    }
    annotations(property.annotations(), property.type());
    out.append('\n');
  }

  private void constraint(Constraint constraint) {
    switch (constraint) {
      case Constraint.Key key -> group("key", key.texts());
      case Constraint.Unique(var members) -> group("unique", members);
      case Constraint.Range(var property, var min, var max) ->
          line("@range(" + property + ", " + bound(min) + ".." + bound(max) + ")");
      case Constraint.Check(var property, var pattern) ->
          line("@check(" + property + ", " + TextLiteral.quote(pattern) + ")");
    }
  }

  /** One member is written behind its property, unless it is computed or an edge's endpoint. */
  private void group(String name, List<String> members) {
    String first = members.getFirst();
    boolean property = !first.equals("src") && !first.equals("dst") && !first.endsWith(")");
    if (members.size() > 1 || !property) {
      line("@" + name + "(" + String.join(", ", members) + ")");
    }
  }

  private static String bound(@Nullable Number bound) {
    return bound == null ? "" : bound.toString();
  }

  private void line(String text) {
    out.append("    ").append(text).append('\n');
  }

  private void annotations(List<Annotation> annotations) {
    annotations(annotations, null);
  }

  /**
   * @param type of the property that has them; null on a type
   */
  private void annotations(List<Annotation> annotations, @Nullable PropertyType type) {
    for (Annotation annotation : annotations) {
      out.append(" @").append(annotation.name());
      if (!annotation.arguments().isEmpty()) {
        out.append('(');
        for (int i = 0; i < annotation.arguments().size(); i++) {
          out.append(i == 0 ? "" : ", ").append(argument(annotation, i, type));
        }
        out.append(')');
      }
    }
  }

  private static String argument(Annotation annotation, int index, @Nullable PropertyType type) {
    String argument = annotation.arguments().get(index);
    if (type != null && annotation.name().equals("default")) {
      return DefaultValue.literal(type, argument);
    }
    if (type != null && annotation.name().equals("index")) {
      return IndexArguments.spelling(argument);
    }
    if (annotation.name().equals("embed") && index > 0 && argument.startsWith("model=")) {
      return "model=" + TextLiteral.quote(argument.substring("model=".length()));
    }
    if (TAKE_TEXT.contains(annotation.name())) {
      return TextLiteral.quote(argument);
    }
    int equals = argument.indexOf('=');
    return equals > 0 && WORD.matcher(argument.substring(0, equals)).matches()
        ? argument.substring(0, equals + 1) + plain(argument.substring(equals + 1))
        : plain(argument);
  }

  /** Words, numbers and intervals stand for themselves; all else is text. */
  private static String plain(String argument) {
    if (WORD.matcher(argument).matches() || isNumber(argument)) {
      return argument;
    }
    int dots = argument.indexOf("..");
    if (dots >= 0
        && isBound(argument.substring(0, dots))
        && isBound(argument.substring(dots + 2))) {
      return argument;
    }
    return TextLiteral.quote(argument);
  }

  private static boolean isBound(String text) {
    return text.isEmpty() || isNumber(text);
  }

  /** Only in the spelling that reading it gives again. */
  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches() && new BigDecimal(text).toString().equals(text);
  }
}
