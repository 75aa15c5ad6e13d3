package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.query.lang.Syntax.Name;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The variables that one pattern can use: its own and those of the patterns around it. */
final class Scope implements NameResolver {
  private final Context context;
  private final MatchChecker match;
  private final @Nullable Scope outer;
  private final Map<String, Variable> own = new LinkedHashMap<>();
  private final Map<String, Variable> optionals = new LinkedHashMap<>();
  private final Set<String> unresolved = new HashSet<>();
  private boolean optionalsVisible;
  private boolean ranksRows;
  private boolean usesOuter;

  /**
   * @param match the query whose variables they are
   */
  Scope(Context context, MatchChecker match, @Nullable Scope outer) {
    this.context = context;
    this.match = match;
    this.outer = outer;
  }

  void declare(Variable variable) {
    own.put(variable.name(), variable);
  }

  /** A name whose binding has been reported as wrong; its uses are not. */
  void declareUnresolved(String name) {
    unresolved.add(name);
  }

  /** A variable of an {@code optional} within, which projections may use. */
  void declareOptional(Variable variable) {
    optionals.put(variable.name(), variable);
  }

  /** From here on, as in projections, variables of optional patterns may be used. */
  void showOptionals() {
    optionalsVisible = true;
  }

  /** From here on there are all rows. */
  void rankRows() {
    ranksRows = true;
  }

  @Override
  public boolean ranksRows() {
    return ranksRows;
  }

  Map<String, Variable> own() {
    return own;
  }

  Map<String, Variable> optionals() {
    return optionals;
  }

  @Nullable Variable find(String name) {
    context.step();
    Variable found = own.get(name);
    if (found == null && optionalsVisible) {
      found = optionals.get(name);
    }
    if (found == null && outer != null) {
      found = outer.find(name);
      usesOuter |= found != null;
    }
    return found;
  }

  boolean isBoundOutside(String name) {
    return outer != null && outer.find(name) != null;
  }

  boolean isOptional(String name) {
    return optionals.containsKey(name) || (outer != null && outer.isOptional(name));
  }

  boolean isUnresolved(String name) {
    return unresolved.contains(name) || (outer != null && outer.isUnresolved(name));
  }

  /** Whether anything looked up here was bound by a pattern around this one. */
  boolean usesOuter() {
    return usesOuter;
  }

  @Override
  public @Nullable Expr variable(Syntax.Var use) {
    Variable variable = resolve(use.name(), use.span());
    return variable == null ? null : new Expr.Whole(variable, type(variable), use.span());
  }

  private static ValueType type(Variable variable) {
    return variable.kind() == Variable.Kind.PATH
        ? new ValueType.Path(variable.optional())
        : new ValueType.Entity(variable.type(), variable.optional());
  }

  @Override
  public @Nullable Expr member(Syntax.Member use) {
    String name = use.variable().text();
    if (context.parameters().containsKey(name)) {
      context.error(
          QueryError.PARAMETER_MEMBER,
          use.span(),
          "`$%s` is a parameter, which has no properties.".formatted(name));
      return null;
    }
    Variable variable = resolve(name, use.variable().span());
    return variable == null
        ? null
        : NameResolver.member(context, variable, use.member(), use.span());
  }

  @Override
  public @Nullable Expr block(Syntax.Block block) {
    return match.block(block, this);
  }

  @Override
  public @Nullable Expr bare(Syntax.Bare bare) {
    context.error(
        QueryError.BARE_NAME,
        bare.span(),
        "`%s` is not a value.".formatted(bare.name()),
        "Write `$%s.%2$s` for a property, \"%2$s\" for a string."
            .formatted(find("") == null ? "variable" : "", bare.name()));
    return null;
  }

  /** The variable of that name; reports when there is none. */
  @Nullable Variable resolve(String name, Span span) {
    Variable variable = find(name);
    if (variable != null || isUnresolved(name)) {
      return variable;
    }
    if (name.equals("_")) {
      context.error(
          QueryError.ANONYMOUS_VARIABLE, span, "`$_` is anonymous, so nothing can refer to it.");
    } else if (name.isEmpty()) {
      context.error(
          QueryError.UNKNOWN_VARIABLE,
          span,
          "There is no entity that is updated or deleted here.",
          "Write a variable with a name, as in `$p`.");
    } else if (isOptional(name)) {
      context.error(
          QueryError.OPTIONAL_VARIABLE,
          span,
          "`$%s` is bound inside `optional { }`: it may be used there and in what is returned."
              .formatted(name));
    } else {
      Set<String> known = new TreeSet<>(context.parameters().keySet());
      for (Scope s = this; s != null; s = s.outer) {
        known.addAll(s.own.keySet());
        known.addAll(s.optionals.keySet());
      }
      context.error(
          QueryError.UNKNOWN_VARIABLE,
          span,
          "There is no variable or parameter `$%s`.".formatted(name),
          Suggestions.closest(name, known)
              .map("Did you mean `$%s`?"::formatted)
              .orElse("Bind it in the `match`, or declare it as a parameter."));
    }
    return null;
  }

  static Name name(Syntax.Var use) {
    return new Name(use.name(), use.span());
  }
}
