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
import java.util.Locale;
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

  private static final Predicate ALWAYS = new Predicate.And(List.of());

  private Pushdown() {}

  /** Whether a scan of the variable's table can decide the condition, whatever the arguments. */
  public static boolean takes(Expr condition, Variable variable) {
    if (ConstantValues.isConstant(condition)) {
      return true;
    }
    return switch (condition) {
      case Expr.And and -> and.terms().stream().allMatch(term -> takes(term, variable));
      case Expr.Or or -> or.terms().stream().allMatch(term -> takes(term, variable));
      case Expr.Not not -> takes(not.term(), variable);
      case Expr.IsNull isNull -> isOf(isNull.value(), variable);
      case Expr.Prop prop -> isOf(prop, variable);
      case Expr.Compare compare ->
          takesColumn(compare.left(), variable) && ConstantValues.isConstant(compare.right())
              || takesColumn(compare.right(), variable)
                  && ConstantValues.isConstant(compare.left());
      case Expr.Contains contains ->
          ConstantValues.isConstant(contains.subject())
              ? isList(contains.subject()) && takesColumn(contains.part(), variable)
              : takesSubject(contains.subject(), variable)
                  && ConstantValues.isConstant(contains.part());
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
      Predicate term = lower(condition, true, arguments);
      if (term.equals(NEVER)) {
        return NEVER;
      }
      if (!term.equals(ALWAYS)) {
        terms.add(term);
      }
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
    return expr instanceof Expr.Meta meta && meta.field() == Expr.Meta.Field.ID
        || keyed(expr) != null;
  }

  /** The variable whose id the expression computes, where that is a text as it is. */
  private static @Nullable Variable keyed(Expr expr) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    Expr of = expr;
    while (of instanceof Expr.Call call && call.arguments().size() == 1) {
      text.append(call.function().name().toLowerCase(Locale.ROOT)).append('(');
      depth++;
      of = call.arguments().getFirst();
    }
    if (depth == 0
        || !(of instanceof Expr.Prop prop)
        || !(expr.type() instanceof ValueType.Value(var type, var nullable))
        || type != PropertyType.Scalar.STRING) {
      return null;
    }
    List<String> whole = List.of(text + prop.property().name() + ")".repeat(depth));
    return prop.variable().type().key().filter(key -> key.texts().equals(whole)).isPresent()
        ? prop.variable()
        : null;
  }

  /** A property of any type, or an id. */
  private static boolean isOf(Expr expr, Variable variable) {
    return switch (expr) {
      case Expr.Prop prop -> prop.variable().equals(variable) && variable.isEntity();
      case Expr.Meta meta ->
          meta.variable().equals(variable) && variable.isEntity() && isStored(meta.field());
      case Expr.Call call -> variable.equals(keyed(call));
      default -> false;
    };
  }

  private static boolean isStored(Expr.Meta.Field field) {
    return switch (field) {
      case ID, SRC, DST -> true;
      case TYPE, LENGTH, NODES, EDGES -> false;
    };
  }

  private static boolean takesColumn(Expr expr, Variable variable) {
    return isOf(expr, variable)
        && !(expr instanceof Expr.Prop prop && !isScalar(prop.property().type()));
  }

  private static boolean takesSubject(Expr expr, Variable variable) {
    return takesColumn(expr, variable) || isOf(expr, variable) && isList(expr);
  }

  private static boolean isList(Expr expr) {
    return expr.type() instanceof ValueType.Value value
        && value.type() instanceof PropertyType.ListOf;
  }

  private static boolean isScalar(PropertyType type) {
    return type instanceof PropertyType.Scalar || type instanceof PropertyType.Enumeration;
  }

  /**
   * The rows for which the condition is true, or those for which it is false: a null is neither, so
   * that negations are pushed down to columns.
   */
  private static Predicate lower(Expr condition, boolean wanted, ConstantValues arguments) {
    if (ConstantValues.isConstant(condition)) {
      return Boolean.valueOf(wanted).equals(arguments.constant(condition)) ? ALWAYS : NEVER;
    }
    return switch (condition) {
      case Expr.And and -> connect(and.terms(), wanted, wanted, arguments);
      case Expr.Or or -> connect(or.terms(), wanted, !wanted, arguments);
      case Expr.Not not -> lower(not.term(), !wanted, arguments);
      case Expr.IsNull isNull -> leaf(new Predicate.IsNull(column(isNull.value())), wanted);
      case Expr.Prop prop ->
          new Predicate.Compare(column(prop), Predicate.Compare.Operator.EQ, wanted);
      case Expr.Compare compare -> compare(compare, wanted, arguments);
      case Expr.Contains contains -> contains(contains, wanted, arguments);
      case Expr.StartsWith starts ->
          arguments.constant(starts.prefix()) instanceof String prefix
              ? leaf(new Predicate.StartsWith(column(starts.subject()), prefix), wanted)
              : NEVER;
      default -> throw new IllegalArgumentException("No scan takes this: " + condition);
    };
  }

  /**
   * Terms of which all have to be as wanted, or any; those after one that decides are not lowered.
   */
  private static Predicate connect(
      List<Expr> terms, boolean wanted, boolean all, ConstantValues arguments) {
    Predicate decides = all ? NEVER : ALWAYS;
    Predicate idle = all ? ALWAYS : NEVER;
    List<Predicate> lowered = new ArrayList<>();
    for (Expr term : terms) {
      Predicate predicate = lower(term, wanted, arguments);
      if (predicate.equals(decides)) {
        return decides;
      }
      if (!predicate.equals(idle)) {
        lowered.add(predicate);
      }
    }
    if (lowered.size() == 1) {
      return lowered.getFirst();
    }
    return all ? new Predicate.And(lowered) : new Predicate.Or(lowered);
  }

  private static Predicate leaf(Predicate predicate, boolean wanted) {
    return wanted ? predicate : new Predicate.Not(predicate);
  }

  private static Predicate contains(
      Expr.Contains contains, boolean wanted, ConstantValues arguments) {
    if (ConstantValues.isConstant(contains.subject())) {
      return arguments.constant(contains.subject()) instanceof List<?> list
          ? leaf(new Predicate.In(column(contains.part()), list), wanted)
          : NEVER;
    }
    Object part = arguments.constant(contains.part());
    if (part == null) {
      return NEVER;
    }
    String column = column(contains.subject());
    return leaf(
        isList(contains.subject())
            ? new Predicate.ContainsElement(column, part)
            : new Predicate.ContainsText(column, (String) part),
        wanted);
  }

  private static Predicate compare(Expr.Compare compare, boolean wanted, ConstantValues arguments) {
    boolean flipped = ConstantValues.isConstant(compare.left());
    Expr columnSide = flipped ? compare.right() : compare.left();
    Object value = arguments.constant(flipped ? compare.left() : compare.right());
    if (value == null) {
      return NEVER;
    }
    Predicate.Compare.Operator operator = operator(compare.op(), flipped);
    return new Predicate.Compare(column(columnSide), wanted ? operator : inverse(operator), value);
  }

  private static Predicate.Compare.Operator inverse(Predicate.Compare.Operator operator) {
    return switch (operator) {
      case EQ -> Predicate.Compare.Operator.NE;
      case NE -> Predicate.Compare.Operator.EQ;
      case LT -> Predicate.Compare.Operator.GE;
      case GE -> Predicate.Compare.Operator.LT;
      case GT -> Predicate.Compare.Operator.LE;
      case LE -> Predicate.Compare.Operator.GT;
    };
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
      case Expr.Call id -> ArrowSchemas.ID;
      default -> throw new IllegalArgumentException("Not a column: " + expr);
    };
  }

  /** Equality conditions that together name the whole key. */
  private record KeyEquality(List<Expr> conditions, Map<String, Expr> constants) {

    static Optional<KeyEquality> in(EntityType type, List<Expr> conditions) {
      Constraint.Key key = type.key().orElse(null);
      if (key == null || key.isComputed()) {
        return Optional.empty();
      }
      List<Expr> used = new ArrayList<>();
      Map<String, Expr> constants = new HashMap<>();
      for (Expr condition : conditions) {
        if (condition instanceof Expr.Compare compare && compare.op() == Expr.Compare.Op.EQ) {
          boolean flipped = ConstantValues.isConstant(compare.left());
          Expr constant = flipped ? compare.left() : compare.right();
          Expr columnSide = flipped ? compare.right() : compare.left();
          boolean sameType = isColumn(columnSide) && sameType(columnSide.type(), constant.type());
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

    /** What is compared with a constant may be another one. */
    private static boolean isColumn(Expr expr) {
      return expr instanceof Expr.Prop || expr instanceof Expr.Meta;
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
