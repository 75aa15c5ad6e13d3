package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Variable;
import dev.omnigraph.query.lang.Syntax.Name;
import org.jspecify.annotations.Nullable;

/**
 * Names in statements. {@code $.name} is a property of the entity at hand, and so is a bare {@code
 * name} behind {@code where}; an insert has no entity at hand.
 *
 * @param scope what patterns see of the entity at hand; null where there is none
 * @param bare whether bare names are its properties
 */
record RowNames(Context context, @Nullable Scope scope, boolean bare) implements NameResolver {

  private @Nullable Variable row() {
    return scope == null ? null : scope.find("");
  }

  @Override
  public @Nullable Expr variable(Syntax.Var variable) {
    Variable row = row();
    if (row != null && variable.name().isEmpty()) {
      context.error(
          QueryError.UNKNOWN_VARIABLE,
          variable.span(),
          "`$` alone is the entity at hand, and stands in patterns.",
          "Write `$.name` for a property, and `exists { $ … }` for a pattern.");
      return null;
    }
    if (variable.name().isEmpty()) {
      context.error(
          QueryError.ASSIGNED_VALUE,
          variable.span(),
          "An insert has no entity at hand, which `$` would be.",
          "Compute the value from parameters, or insert first and then update.");
      return null;
    }
    context.error(
        QueryError.UNKNOWN_VARIABLE,
        variable.span(),
        "There is no parameter `$%s`.".formatted(variable.name()),
        Suggestions.closest(variable.name(), context.parameters().keySet())
            .map("Did you mean `$%s`?"::formatted)
            .orElse(
                bare && row != null && row.type().property(variable.name()).isPresent()
                    ? "Write `%s` for the property.".formatted(variable.name())
                    : context.parameterHelp(variable.name(), null)));
    return null;
  }

  @Override
  public @Nullable Expr member(Syntax.Member member) {
    Name name = member.member();
    Variable row = row();
    if (row != null && member.variable().text().isEmpty()) {
      return NameResolver.member(context, row, name, member.span());
    }
    if (row == null) {
      context.error(
          QueryError.ASSIGNED_VALUE,
          member.span(),
          "An insert has no entity whose properties it could read.",
          "Compute the value from parameters, or insert first and then update.");
      return null;
    }
    context.error(
        QueryError.UNKNOWN_VARIABLE,
        member.span(),
        "A statement has no variables.",
        "Write `%s%s` for the property of the entity at hand."
            .formatted(bare ? "" : "$.", name.text()));
    return null;
  }

  @Override
  public @Nullable Expr bare(Syntax.Bare word) {
    Variable row = row();
    if (bare && row != null) {
      return NameResolver.member(context, row, new Name(word.name(), word.span()), word.span());
    }
    context.error(
        QueryError.BARE_NAME,
        word.span(),
        "`%s` is not a value.".formatted(word.name()),
        row != null && row.type().property(word.name()).isPresent()
            ? "Write `$.%1$s` for the property, \"%1$s\" for a string.".formatted(word.name())
            : "Write \"%s\" for a string.".formatted(word.name()));
    return null;
  }

  @Override
  public @Nullable Expr block(Syntax.Block block) {
    if (scope != null) {
      return scope.block(block);
    }
    context.error(
        QueryError.BLOCK_POSITION,
        block.span(),
        "An insert has no entity that a pattern could start from.");
    return null;
  }

  @Override
  public boolean isName(String literal) {
    Variable row = row();
    return bare && row != null && row.type().property(literal).isPresent();
  }
}
