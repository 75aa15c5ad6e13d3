package dev.omnigraph.lang;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a text of either language: its characters and words, and what both languages
 * and loads say of names.
 */
public enum LanguageError implements ErrorCode {
  SOURCE_TOO_LARGE("A schema or a text of queries has more characters than the limit."),
  UNEXPECTED_CHARACTER("A character has no meaning where it stands."),
  BAD_VARIABLE("A `$` is not followed by a name.", "Write `$name`, or `$_` for an anonymous one."),
  BAD_NUMBER("A number is not written as one, or has too many digits."),
  NAME_TOO_LONG("A name is longer than 128 characters."),
  UNTERMINATED_STRING(
      "A string is not closed on its line.",
      "Close it with `\"`; write a line break inside a string as `\\n`."),
  UNTERMINATED_COMMENT("A comment that begins with `/*` is not closed.", "Close it with `*/`."),
  BAD_ESCAPE(
      "A backslash in a string is not the start of an escape sequence.",
      "Write a backslash as `\\\\`; the escapes are \\\" \\\\ \\/ \\n \\r \\t \\b \\f \\uXXXX."),
  SYNTAX("A word or symbol stands where the language expects another; the message says which."),
  NESTED_TOO_DEEP("Parentheses, lists or blocks are nested too deep."),
  UNKNOWN_TYPE(
      "A name is not the name of a type: of a value, or of a node or an edge in the schema."),
  UNKNOWN_PROPERTY("The type has no property of that name."),
  UNKNOWN_ANNOTATION(
      "Queries have no annotation of that name; in a schema it is a hint only, and the annotation is kept."),
  UNKNOWN_FIELD(
      "A JSON object has a field that it cannot have: the type has no such property, or the API no such field."),
  DUPLICATE_MEMBER("A constraint names a property twice, or a JSON object has a field twice."),
  LIST_ELEMENT("A list has an element of a kind that lists cannot hold."),
  REQUIRED_PROPERTY(
      "A property that always has a value would be without one: a query gives it null, or a schema change adds it to a type that may have entities.");

  private final Entry entry;

  LanguageError(String meaning) {
    this(meaning, null);
  }

  LanguageError(String meaning, @Nullable String nextStep) {
    entry = new Entry(ErrorKind.INVALID, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
