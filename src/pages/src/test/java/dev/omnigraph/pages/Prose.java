package dev.omnigraph.pages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of English and where it stands. Code is taken out, and leaves {@code ¤}, so that a
 * sentence keeps its shape.
 *
 * @param line the number of the line in its file, from 1
 */
record Prose(String file, int line, Kind kind, String text) {
  /** What a line is on its page. */
  enum Kind {
    TEXT,
    HEADING,
    TABLE,
    MESSAGE
  }

  static final String CODE = "¤";
  private static final Pattern CODE_SPAN = Pattern.compile("(`+)(?!`).+?(?<!`)\\1(?!`)");
  private static final Pattern LINK = Pattern.compile("\\]\\([^)]*\\)");
  private static final Pattern ADDRESS = Pattern.compile("\\b\\w+://\\S+");
  private static final Pattern TAG = Pattern.compile("</?[a-z]+>");

  /** Comments are matched as well, so that what they quote is not taken for a literal. */
  private static final Pattern STRING_LITERAL =
      Pattern.compile(
          String.join(
              "|",
              "\"\"\".*?(?<!\\\\)\"\"\"",
              "\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"",
              "'\\\\?.'",
              "//[^\\n]*",
              "/\\*.*?\\*/"),
          Pattern.DOTALL);

  /** What a sentence has, and a list of names or a query has not. */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "(?i)[a-z`] (?:a|an|the|is|are|was|be|not|no|of|to|and|or|in|on|for|with|has|it|this|by|at|as) ");

  private static final Pattern PLACEHOLDER =
      Pattern.compile("%(?:\\d+\\$)?[-,.\\d]*[a-z%]|\\\\\\\\\\w*|\\\\.|\\{\\w*\\}");

  /** Texts for other programs: patterns, SQL, XML. */
  private static final Pattern NOT_ENGLISH =
      Pattern.compile(
          "\\(\\?|\\[[^\\]]*\\][?*+\\w]|</?\\w+[ >]|(?:match|insert|update)"
              + " \\{|\\\\\\\\[sdbpw]|\\w\\|\\w");

  /** The lines of a page that are English: all but its blocks of code. */
  static List<Prose> ofPage(Path page) {
    List<Prose> lines = new ArrayList<>();
    boolean code = false;
    int number = 0;
    for (String line : Project.text(page).lines().toList()) {
      number++;
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code && !line.isBlank()) {
        lines.add(new Prose(Project.name(page), number, kind(line), withoutCode(line)));
      }
    }
    return lines;
  }

  /** The string literals of a Java source that hold at least two words. */
  static List<Prose> ofMessages(Path source) {
    String text = Project.text(source);
    return STRING_LITERAL
        .matcher(text)
        .results()
        .filter(literal -> isEnglish(literal.group()))
        .map(
            literal ->
                new Prose(
                    Project.name(source),
                    1
                        + (int)
                            text.substring(0, literal.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count(),
                    Kind.MESSAGE,
                    withoutCode(PLACEHOLDER.matcher(literal.group()).replaceAll(CODE))))
        .toList();
  }

  private static boolean isEnglish(String literal) {
    return literal.startsWith("\"")
        && SENTENCE.matcher(literal).find()
        && !NOT_ENGLISH.matcher(literal).find();
  }

  private static Kind kind(String line) {
    return line.startsWith("#") ? Kind.HEADING : line.startsWith("|") ? Kind.TABLE : Kind.TEXT;
  }

  private static String withoutCode(String line) {
    String text = CODE_SPAN.matcher(line).replaceAll(CODE);
    text = LINK.matcher(text).replaceAll("]");
    text = ADDRESS.matcher(text).replaceAll(CODE);
    return TAG.matcher(text).replaceAll(" ");
  }

  /** A finding as an editor understands it: file, line, what is wrong, what to do. */
  String found(String what) {
    return "%s:%d: %s".formatted(file, line, what);
  }
}
