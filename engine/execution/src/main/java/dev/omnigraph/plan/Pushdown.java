package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on one variable as predicates of its table's scans. Which conditions a scan can take
 * over is known without arguments; the predicate needs them.
 */
public final class Pushdown {
  /** The predicate that no row matches; a scan with it need not happen. */
  public static final Predicate NEVER = new Predicate.Or(List.of());

  private Pushdown() {}

  /** Whether a scan of the variable's table can decide the condition, whatever the arguments. */
  public static boolean takes(Expr condition, Variable variable) {
    return switch (condition) {
      case Expr.And and -> and.terms().stream().allMatch(term -> takes(term, variable));
      case Expr.Or or -> or.terms().stream().allMatch(term -> takes(term, variable));
      case Expr.Compare compare ->
          takesColumn(compare.left(), variable) && ConstantValues.isConstant(compare.right())
              || takesColumn(compare.right(), variable)
                  && ConstantValues.isConstant(compare.left());
      case Expr.Contains contains ->
          takesSubject(contains.subject(), variable) && ConstantValues.isConstant(contains.part());
      case Expr.StartsWith starts ->
          takesColumn(starts.subject(), variable) && ConstantValues.isConstant(starts.prefix());
      default -> false;
    };
  }

  /**
   * The conjunction of conditions that {@link #takes} accepts. Equality on all of a type's key
   * properties becomes equality on the id, which always has an index.
   *
   * @return null when there are none, {@link #NEVER} when no row can match
   */
  public static @Nullable Predicate predicate(
      EntityType type, List<Expr> conditions, ConstantValues arguments) {
    List<Predicate> terms = new ArrayList<>();
    KeyEquality key = KeyEquality.in(type, conditions).orElse(null);
    if (key != null) {
      Predicate byId = key.predicate(type, arguments);
      if (byId.equals(NEVER)) {
        return NEVER;
      }
      terms.add(byId);
    }
    for (Expr condition : conditions) {
      if (key != null && key.conditions().contains(condition)) {
        continue;
      }
      Predicate term = lower(condition, arguments);
      if (term.equals(NEVER)) {
        return NEVER;
      }
      terms.add(term);
    }
    return terms.isEmpty() ? null : and(terms);
  }

  /** Whether the conditions name one entity by its key or its id. */
  public static boolean isLookup(EntityType type, List<Expr> conditions) {
    return KeyEquality.in(type, conditions).isPresent()
        || conditions.stream()
            .anyMatch(
                c ->
                    c instanceof Expr.Compare compare
                        && compare.op() == Expr.Compare.Op.EQ
                        && (isId(compare.left()) || isId(compare.right())));
  }

  public static Predicate and(List<Predicate> terms) {
    return terms.size() == 1 ? terms.getFirst() : new Predicate.And(terms);
  }

  private static boolean isId(Expr expr) {
    return expr instanceof Expr.Meta meta && meta.field() == Expr.Meta.Field.ID;
  }

  private static boolean takesColumn(Expr expr, Variable variable) {
    return switch (expr) {
      case Expr.Prop prop -> prop.variable().equals(variable) && isScalar(prop.property().type());
      case Expr.Meta meta -> meta.variable().equals(variable);
      default -> false;
    };
  }

  private static boolean takesSubject(Expr expr, Variable variable) {
    return takesColumn(expr, variable)
        || expr instanceof Expr.Prop prop
            && prop.variable().equals(variable)
            && prop.property().type() instanceof PropertyType.ListOf;
  }

  private static boolean isScalar(PropertyType type) {
    return type instanceof PropertyType.Scalar || type instanceof PropertyType.Enumeration;
  }

  private static Predicate lower(Expr condition, ConstantValues arguments) {
    return switch (condition) {
      case Expr.And and -> {
        List<Predicate> terms = and.terms().stream().map(t -> lower(t, arguments)).toList();
        yield terms.contains(NEVER) ? NEVER : and(terms);
      }
      case Expr.Or or -> {
        List<Predicate> terms =
            or.terms().stream()
                .map(t -> lower(t, arguments))
                .filter(t -> !t.equals(NEVER))
                .toList();
        yield terms.size() == 1 ? terms.getFirst() : new Predicate.Or(terms);
      }
      case Expr.Compare compare -> compare(compare, arguments);
      case Expr.Contains contains -> {
        Object part = arguments.constant(contains.part());
        if (part == null) {
          yield NEVER;
        }
        String column = column(contains.subject());
        yield contains.subject().type() instanceof ValueType.Value value
                && value.type() instanceof PropertyType.ListOf
            ? new Predicate.ContainsElement(column, part)
            : new Predicate.ContainsText(column, (String) part);
      }
      case Expr.StartsWith starts -> {
        Object prefix = arguments.constant(starts.prefix());
        yield prefix == null
            ? NEVER
            : new Predicate.StartsWith(column(starts.subject()), (String) prefix);
      }
      default -> throw new IllegalArgumentException("No scan takes this: " + condition);
    };
  }

  private static Predicate compare(Expr.Compare compare, ConstantValues arguments) {
    boolean flipped = ConstantValues.isConstant(compare.left());
    Expr columnSide = flipped ? compare.right() : compare.left();
    Object value = arguments.constant(flipped ? compare.left() : compare.right());
    if (value == null) {
      return NEVER;
    }
    return new Predicate.Compare(column(columnSide), operator(compare.op(), flipped), value);
  }

  private static Predicate.Compare.Operator operator(Expr.Compare.Op op, boolean flipped) {
    return switch (op) {
      case EQ -> Predicate.Compare.Operator.EQ;
      case NE -> Predicate.Compare.Operator.NE;
      case LT -> flipped ? Predicate.Compare.Operator.GT : Predicate.Compare.Operator.LT;
      case GT -> flipped ? Predicate.Compare.Operator.LT : Predicate.Compare.Operator.GT;
      case LE -> flipped ? Predicate.Compare.Operator.GE : Predicate.Compare.Operator.LE;
      case GE -> flipped ? Predicate.Compare.Operator.LE : Predicate.Compare.Operator.GE;
    };
  }

  private static String column(Expr expr) {
    return switch (expr) {
      case Expr.Prop prop -> prop.property().name();
      case Expr.Meta meta -> EntityColumns.name(meta.field());
      default -> throw new IllegalArgumentException("Not a column: " + expr);
    };
  }

  /** Equality conditions that together name the whole key. */
  private record KeyEquality(List<Expr> conditions, Map<String, Expr> constants) {

    static Optional<KeyEquality> in(EntityType type, List<Expr> conditions) {
      Constraint.Key key = type.key().orElse(null);
      if (key == null) {
        return Optional.empty();
      }
      List<Expr> used = new ArrayList<>();
      Map<String, Expr> constants = new HashMap<>();
      for (Expr condition : conditions) {
        if (condition instanceof Expr.Compare compare && compare.op() == Expr.Compare.Op.EQ) {
          boolean flipped = ConstantValues.isConstant(compare.left());
          Expr constant = flipped ? compare.left() : compare.right();
          Expr columnSide = flipped ? compare.right() : compare.left();
          boolean sameType = sameType(columnSide.type(), constant.type());
          if (sameType && constants.putIfAbsent(column(columnSide), constant) == null) {
            used.add(condition);
          }
        }
      }
      if (!constants.keySet().containsAll(key.members())) {
        return Optional.empty();
      }
      constants.keySet().retainAll(key.members());
      used.removeIf(c -> !constants.containsKey(keyColumn((Expr.Compare) c)));
      return Optional.of(new KeyEquality(used, constants));
    }

    Predicate predicate(EntityType type, ConstantValues arguments) {
      Map<String, @Nullable Object> values = new HashMap<>();
      constants.forEach((column, expr) -> values.put(column, arguments.constant(expr)));
      try {
        return new Predicate.Compare(
            ArrowSchemas.ID, Predicate.Compare.Operator.EQ, type.keyedId(values));
      } catch (ValueException noSuchKey) {
        // A null, or a float that is not finite: no entity has it.
        return NEVER;
      }
    }

    private static String keyColumn(Expr.Compare compare) {
      return column(ConstantValues.isConstant(compare.left()) ? compare.right() : compare.left());
    }

    /** The spelling depends on the type: 1 of an integer is "1" and of a float "1" too, 0.1 not. */
    private static boolean sameType(ValueType column, ValueType constant) {
      return column instanceof ValueType.Value a
          && constant instanceof ValueType.Value b
          && (a.type().equals(b.type())
              || !(a.type() instanceof PropertyType.Scalar scalar && scalar.isNumber()));
    }
  }
}
