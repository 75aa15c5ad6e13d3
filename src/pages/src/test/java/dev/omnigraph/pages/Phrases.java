package dev.omnigraph.pages;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Phrases that this project avoids, each with what to write in its place. */
final class Phrases {
  private record Rule(Pattern phrase, String advice) {}

  private static final List<Rule> RULES =
      List.of(
          rule("(?:is|are|was|were) none of", "write \"is not one of\""),
          rule("so many(?! that)", "write \"as many\", or the number"),
          rule(", too(?! ?[\\p{L}\\d¤(])", "write \"also\" before the verb"),
          rule(
              "behind (?:it|them|that|the (?!scenes)|its (?!back))(?!.*\\b(?:port|URL|proxy)\\b)",
              "write \"after\""),
          rule(
              "(?<!\\bthere )(?:is|are|was|were) no"
                  + " (?!longer|more|one\\b|other|better|worse|older|newer)[a-z]+",
              "write \"is not a\", or \"has no\""),
          rule("for want of", "say what ran out"),
          rule("hand(?:ed|s)? back", "write \"returned\""),
          rule("what (?:came|comes) of", "write \"the result\""),
          rule("of one's own", "say whose"),
          rule("(?:is|are|be) told of", "write \"logged\" or \"reported\""),
          rule(
              "(?<!or |little |thing |body |one |where |what |which |who |how |when )else(?=[,.;])",
              "write \"otherwise\""),
          rule("in how many", "ask the question as a sentence of its own"),
          rule("as is said", "link to it"),
          rule("it takes but|nothing but|all but", "write \"only\", or \"except\""),
          rule("must needs|lest|thereof|therein|whither|hither", "use a word of today"),
          rule("anew", "write \"again\""),
          rule("at a time of", "write \"when\""),
          rule(
              "asked for it|is asked rarely|asks? no (?:store|one)",
              "write \"queried\" or \"requested\""));

  private Phrases() {}

  private static Rule rule(String phrase, String advice) {
    return new Rule(
        Pattern.compile(
            "(?:(?<![\\p{L}¤])|(?=,))(?:" + phrase + ")(?!\\p{L})", Pattern.CASE_INSENSITIVE),
        advice);
  }

  /** What is wrong with a line, and what to do; nothing for most lines. */
  static Stream<String> found(Prose prose) {
    return RULES.stream()
        .flatMap(
            rule ->
                rule.phrase()
                    .matcher(prose.text())
                    .results()
                    .map(
                        match ->
                            prose.found(
                                "avoid \"%s\": %s"
                                    .formatted(match.group().strip(), rule.advice()))));
  }
}
