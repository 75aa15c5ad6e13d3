package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.Name;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Annotations, known or not, and their arguments. */
final class AnnotationParser {
  private final TokenStream in;

  AnnotationParser(TokenStream in) {
    this.in = in;
  }

  AnnotationSyntax annotation() {
    Span start = in.expect("@", "to start an annotation").span();
    Token token = in.expect(Token.Kind.IDENTIFIER, "the name of an annotation");
    Name name = new Name(token.text(), token.span());
    List<Argument> arguments = new ArrayList<>();
    if (in.accept("(")) {
      while (!in.at(")")) {
        arguments.add(argument());
        if (!in.accept(",")) {
          break;
        }
      }
      in.expect(")", "after the arguments of `@" + token.text() + "`");
    }
    return new AnnotationSyntax(name, arguments, start.to(in.previous().span()));
  }

  private Argument argument() {
    Token token = in.peek();
    if (token.kind() == Token.Kind.IDENTIFIER && in.peek(1).isSymbol("=")) {
      in.next();
      in.next();
      Argument value = value();
      Name name = new Name(token.text(), token.span());
      return new Argument.Keyword(name, value, token.span().to(value.span()));
    }
    return value();
  }

  private Argument value() {
    Token token = in.peek();
    return switch (token.kind()) {
      case IDENTIFIER -> word();
      case STRING -> new Argument.Text(in.next().text(), token.span());
      case INTEGER, DECIMAL, SYMBOL -> numberOrInterval();
      case VARIABLE, END -> throw in.unexpected("an argument");
    };
  }

  private Argument word() {
    Token word = in.next();
    if (!in.accept("(")) {
      return new Argument.Word(word.text(), word.span());
    }
    in.enter();
    Argument argument = value();
    Token close = in.expect(")", "after the argument of `" + word.text() + "`, which takes one");
    in.leave();
    return new Argument.Call(
        new Name(word.text(), word.span()), argument, word.span().to(close.span()));
  }

  private Argument numberOrInterval() {
    Span start = in.peek().span();
    Argument.@Nullable Numeral min = in.at("..") ? null : number();
    if (!in.accept("..")) {
      if (min == null) {
        throw in.unexpected("an argument");
      }
      return min;
    }
    boolean open = in.at(")") || in.at(",");
    Argument.@Nullable Numeral max = open ? null : number();
    return new Argument.Interval(min, max, start.to(in.previous().span()));
  }

  private Argument.Numeral number() {
    Span start = in.peek().span();
    boolean negative = in.accept("-");
    if (!in.at(Token.Kind.INTEGER) && !in.at(Token.Kind.DECIMAL)) {
      throw in.unexpected(negative ? "a number after `-`" : "an argument");
    }
    Token token = in.next();
    BigDecimal value;
    try {
      value = new BigDecimal(token.text());
    } catch (NumberFormatException e) {
      throw in.fail(LanguageError.BAD_NUMBER, token.span(), "This number is too large.");
    }
    return new Argument.Numeral(negative ? value.negate() : value, start.to(token.span()));
  }
}
