package dev.omnigraph.call;

import java.util.regex.Pattern;

/** Content types as HTTP writes them: {@code type/subtype}, and parameters after it. */
public final class ContentTypes {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}";
  private static final String QUOTED = "\"[ !#-\\[\\]-~]{0,255}\"";
  private static final Pattern TYPE =
      Pattern.compile("%s/%s( ?; ?%s=(%s|%s)){0,8}".formatted(TOKEN, TOKEN, TOKEN, TOKEN, QUOTED));

  private ContentTypes() {}

  /** Whether the text is one, so that it can stand in a header as it is. */
  public static boolean isOne(String text) {
    return TYPE.matcher(text).matches();
  }
}
