package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.ParseFailure;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.query.lang.Syntax.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Conditions and values: {@code or} binds weakest, then {@code and}, then the comparisons. */
final class ExprParser {
  private static final Set<String> SYMBOLS = Set.of("=", "!=", "<", ">", "<=", ">=");
  private static final Set<String> WORDS = Set.of("contains", "starts_with");

  /** A longer list is not repeated in a help. */
  private static final int LONGEST_LIST = 60;

  private final TokenStream in;
  private final ForeignSyntax foreign;
  private int terms;

  ExprParser(TokenStream in) {
    this.in = in;
    this.foreign = new ForeignSyntax(in);
  }

  /** Before each query and each statement, whose terms are counted for themselves. */
  void start() {
    terms = 0;
  }

  /** Counts a condition or call that stands at the next token. */
  void countTerm() {
    Limit.TOO_MANY_TERMS.check(++terms, in, in.peek().span());
  }

  static boolean isOperator(Token token) {
    return isOperatorWord(token)
        || (token.kind() == Token.Kind.SYMBOL && SYMBOLS.contains(token.text()));
  }

  /** Whether a word stands where an operator does. */
  static boolean isOperatorWord(Token token) {
    return token.kind() == Token.Kind.IDENTIFIER
        && (WORDS.contains(token.text()) || token.isWord("and") || token.isWord("or"));
  }

  Expr condition() {
    Expr condition =
        chain("or", () -> chain("and", this::comparison, Syntax.Both::new), Syntax.Either::new);
    refuse(foreign.connective());
    return condition;
  }

  private Expr chain(String word, Supplier<Expr> term, Chain make) {
    List<Expr> joined = new ArrayList<>();
    joined.add(term.get());
    while (in.acceptWord(word)) {
      refuse(foreign.traversal(word));
      joined.add(term.get());
    }
    return joined.size() == 1
        ? joined.getFirst()
        : make.of(joined, joined.getFirst().span().to(joined.getLast().span()));
  }

  private interface Chain {
    Expr of(List<Expr> terms, Span span);
  }

  private Expr comparison() {
    countTerm();
    Expr left = operand();
    Name operator = operator(left);
    if (operator == null) {
      return left;
    }
    Expr right = operand();
    return new Syntax.Comparison(left, operator, right, left.span().to(right.span()));
  }

  private @Nullable Name operator(Expr left) {
    Token token = in.peek();
    if (token.isWord("in") && !in.peek(1).isSymbol("{")) {
      throw membership(left);
    }
    boolean symbol = token.kind() == Token.Kind.SYMBOL && SYMBOLS.contains(token.text());
    boolean word = token.kind() == Token.Kind.IDENTIFIER && WORDS.contains(token.text());
    if (!word) {
      refuse(foreign.operator(left));
    }
    if (!symbol && !word) {
      return null;
    }
    in.next();
    return new Name(token.text(), token.span());
  }

  /** {@code in} with what follows it, so that the help can name the list. */
  private ParseFailure membership(Expr left) {
    Token word = in.next();
    String list = in.at("[") || in.at(Token.Kind.VARIABLE) ? SyntaxText.source(operand()) : "[…]";
    return foreign.membership(word, left, list.length() > LONGEST_LIST ? "[…]" : list);
  }

  private static void refuse(@Nullable ParseFailure found) {
    if (found != null) {
      throw found;
    }
  }

  /** A value without operators around it, or a condition in parentheses. */
  Expr operand() {
    refuse(foreign.value());
    Expr operand = plain();
    refuse(foreign.afterOperand());
    return operand;
  }

  private Expr plain() {
    Token token = in.peek();
    return switch (token.kind()) {
      case VARIABLE -> variable();
      case STRING -> {
        in.next();
        yield new Syntax.Constant(token.text(), token.span());
      }
      case INTEGER, DECIMAL -> number(null);
      case IDENTIFIER -> word();
      case SYMBOL -> bracketed();
      case END -> throw in.unexpected("a value");
    };
  }

  private Expr variable() {
    Token variable = in.next();
    if (!in.accept(".")) {
      return new Syntax.Var(variable.text(), variable.span());
    }
    Token member = in.expect(Token.Kind.IDENTIFIER, "the name of a property after `.`");
    return new Syntax.Member(
        new Name(variable.text(), variable.span()),
        new Name(member.text(), member.span()),
        variable.span().to(member.span()));
  }

  private Expr number(@Nullable Token minus) {
    Token token = in.next();
    boolean decimal = token.kind() == Token.Kind.DECIMAL;
    return minus == null
        ? new Syntax.NumberText(token.text(), decimal, token.span())
        : new Syntax.NumberText("-" + token.text(), decimal, minus.span().to(token.span()));
  }

  private Expr word() {
    Token word = in.next();
    if (in.at("(")) {
      return call(new Name(word.text(), word.span()));
    }
    return switch (word.text()) {
      case "true" -> new Syntax.Constant(true, word.span());
      case "false" -> new Syntax.Constant(false, word.span());
      case "null" -> new Syntax.Constant(null, word.span());
      default -> new Syntax.Bare(word.text(), word.span());
    };
  }

  private Expr call(Name function) {
    countTerm();
    in.expect("(", "after the name of a function");
    in.enter();
    refuse(foreign.argument(function.text()));
    List<Expr> arguments = elements(")");
    Token close = in.expect(")", "after the arguments of `" + function.text() + "`");
    in.leave();
    return new Syntax.Call(function, arguments, function.span().to(close.span()));
  }

  private Expr bracketed() {
    Token open = in.peek();
    if (in.accept("-")) {
      if (in.at(Token.Kind.INTEGER) || in.at(Token.Kind.DECIMAL)) {
        return number(open);
      }
      throw in.unexpected("a number after `-`");
    }
    if (in.accept("[")) {
      in.enter();
      List<Expr> elements = elements("]");
      Token close = in.expect("]", "after the elements of the list");
      in.leave();
      return new Syntax.ListText(elements, open.span().to(close.span()));
    }
    if (in.accept("(")) {
      in.enter();
      Expr inner = condition();
      in.expect(")", "after the condition");
      in.leave();
      return inner;
    }
    throw in.unexpected("a value");
  }

  private List<Expr> elements(String close) {
    List<Expr> elements = new ArrayList<>();
    while (!in.at(close)) {
      Limit.TOO_MANY_ELEMENTS.check(elements.size() + 1, in, in.peek().span());
      elements.add(operand());
      if (!in.accept(",")) {
        break;
      }
    }
    return elements;
  }
}
