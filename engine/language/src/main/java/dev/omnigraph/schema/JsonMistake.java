package dev.omnigraph.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a text is not JSON, in words for whoever wrote it: the parser's own words name its switches
 * and classes, and where it has read the text from.
 */
public final class JsonMistake {
  private static final int LONGEST_QUOTE = 40;
  private static final String NO_NUMBER = "; write null, or leave the property out";
  private static final String OTHERWISE = "it is not written as JSON";

  /** By what the parser's message begins with; the first that fits. */
  private static final List<Rule> RULES =
      List.of(
          rule("Unexpected end-of-input: .* close marker for Object", "its last { is not closed"),
          rule("Unexpected end-of-input: .* close marker for Array", "its last [ is not closed"),
          rule("Unexpected end-of-input.*(?:VALUE_STRING|closing quote)", "it ends inside a text"),
          rule("Unexpected end-of-input.*(?i:field name|property name)", "it ends inside a name"),
          rule("Unexpected end-of-input", "it ends too early"),
          rule("No content to map", "it is empty"),
          rule("Non-standard token '(\\+?-?\\w*)'", JsonMistake::word),
          rule("Unrecognized token '(.*?)'", JsonMistake::word),
          rule("Unexpected character \\('(.*?)' \\(code (\\d+)(.*)", JsonMistake::character),
          rule(
              "Illegal unquoted character \\(.*?code (\\d+)",
              m ->
                  "a text has the raw character "
                      + code(m.group(1))
                      + ", which is written \\"
                      + "u%04x".formatted(Integer.parseInt(m.group(1)))),
          rule(
              "Illegal character \\(.*?code (\\d+)",
              m -> code(m.group(1)) + " is not a blank; JSON has space, tab and line breaks"),
          rule(
              "Unrecognized character escape '(.*?)' \\(code",
              m -> "`\\%s` is not an escape of JSON".formatted(quoted(m.group(1)))),
          rule("Unexpected close marker '(.)'", m -> "`%s` closes nothing".formatted(m.group(1))),
          rule("Invalid numeric value: Leading zeroes", "a number begins with a needless zero"),
          rule("Invalid numeric value", "a number is not written as in JSON"),
          rule(
              "Document nesting depth \\(\\d+\\) exceeds the maximum allowed \\((\\d+)",
              m -> "it is nested deeper than %s levels".formatted(m.group(1))),
          rule(
              "Number value length \\(\\d+\\) exceeds the maximum allowed \\((\\d+)",
              m -> "a number has more than %s characters".formatted(m.group(1))),
          rule("BigDecimal scale", "a number is out of all ranges"),
          rule(
              "String value length \\(\\d+\\) exceeds the maximum allowed \\((\\d+)",
              m -> "a text has more than %s characters".formatted(m.group(1))),
          rule(
              "Name (?:value )?length \\(\\d+\\) exceeds the maximum allowed \\((\\d+)",
              m -> "a name has more than %s characters".formatted(m.group(1))),
          rule("Trailing token", "a second value follows the first"),
          rule(
              "Duplicate (?:field|Object property) ['\"](.*?)['\"]",
              m -> "\"%s\" is given twice".formatted(quoted(m.group(1)))),
          rule("Invalid UTF-", "it is not UTF-8"));

  private record Rule(Pattern message, Function<MatchResult, String> reason) {}

  private JsonMistake() {}

  /** A clause without the place, such as "it ends too early". */
  public static String reason(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    for (Rule rule : RULES) {
      Matcher matcher = rule.message().matcher(message);
      if (matcher.lookingAt()) {
        return rule.reason().apply(matcher);
      }
    }
    return OTHERWISE;
  }

  private static Rule rule(String message, String reason) {
    return rule(message, m -> reason);
  }

  private static Rule rule(String message, Function<MatchResult, String> reason) {
    return new Rule(Pattern.compile(message, Pattern.DOTALL), reason);
  }

  private static String word(MatchResult found) {
    String word = found.group(1);
    return switch (word) {
      case "NaN", "Infinity", "INF", "-Infinity", "-INF", "+Infinity", "+INF" ->
          "`%s` is not a number of JSON%s".formatted(word, NO_NUMBER);
      case "True", "False" -> "`%s` is written `%s`".formatted(word, word.equals("True"));
      case "None", "nil", "NULL", "undefined" -> "`%s` is written `null`".formatted(word);
      default -> "`%s` is not a value; texts are in double quotes".formatted(quoted(word));
    };
  }

  private static String character(MatchResult found) {
    String rest = found.group(3);
    int code = Integer.parseInt(found.group(2));
    if (rest.contains("in numeric value")) {
      return "a number cannot have %s here".formatted(shown(code));
    }
    if (code == '\'') {
      return "texts and names are in double quotes, not in single ones";
    }
    if (code == '/') {
      return "JSON has no comments";
    }
    String expected =
        rest.contains("start field name") || rest.contains("start property name")
            ? "a name in double quotes"
            : rest.contains("comma to separate Object")
                ? "a comma or }"
                : rest.contains("comma to separate Array")
                    ? "a comma or ]"
                    : rest.contains("colon") ? "a colon" : "a value";
    return "%s stands where %s is expected".formatted(shown(code), expected);
  }

  private static String shown(int code) {
    return code > ' ' && code != 0x7f && Character.isDefined(code) && !Character.isSpaceChar(code)
        ? "`%s`".formatted(Character.toString(code))
        : code(Integer.toString(code));
  }

  private static String code(String decimal) {
    return "U+%04X".formatted(Integer.parseInt(decimal));
  }

  private static String quoted(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE - 1) + "…";
  }
}
