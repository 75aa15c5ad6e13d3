package dev.omnigraph.value;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** Why a value is not one of its type. */
public enum ValueError implements ErrorCode {
  WRONG_TYPE(
      "A value is of another kind than its type: a string where a number belongs, or a decimal where an integer belongs."),
  OUT_OF_RANGE("A number, date or time is outside the range of its type."),
  ENUM_VALUE("A text is not one of the values of its enumeration."),
  BAD_DATE("A text is not a date as in 2024-02-29."),
  BAD_DATETIME("A text is not a time as in 2024-02-29T12:00:00Z, or is finer than a millisecond."),
  BAD_DURATION(
      "A text is not a duration as in `P7D` or `PT1H30M`, or a Date is moved by hours or less.",
      TimeSpan.EXAMPLES),
  BAD_TEXT("A text has half of a surrogate pair, which is not a character."),
  BAD_BASE64("The bytes of a Blob are not written as `base64:` and standard Base64."),
  VECTOR_DIMENSION(
      "A vector does not have as many numbers as its type says, or its type says an impossible number."),
  NULL_ELEMENT("An element of a list or vector is null."),
  NULL_KEY("A property of the key has no value.");

  private final Entry entry;

  ValueError(String meaning) {
    this(meaning, null);
  }

  ValueError(String meaning, @Nullable String nextStep) {
    entry = new Entry(ErrorKind.INVALID, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
