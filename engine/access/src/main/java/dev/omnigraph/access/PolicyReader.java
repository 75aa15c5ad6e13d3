package dev.omnigraph.access;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into its policies, and refuses what the evaluator must not see: it descends by its
 * own stack, of one or two megabytes, and a text that is nested too deep ends the process. At 96
 * brackets in each other it did, at 800 {@code if} after one another and at 20,000 operators.
 */
final class PolicyReader {
  private static final int MAX_DEPTH = 24;
  private static final int MAX_IFS = 100;
  private static final int MAX_DOTS = 1000;
  private static final int MAX_POLICY = 10_000;

  private final Source source;
  private final List<PolicyToken> tokens;

  PolicyReader(Source source) {
    this.source = source;
    this.tokens = PolicyToken.all(source.text());
  }

  /**
   * @throws LanguageException {@code policy_too_large}
   */
  List<PolicyText> read() {
    List<PolicyText> policies = new ArrayList<>();
    int first = 0;
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      depth = Math.max(0, depth + tokens.get(i).opens());
      if (depth > MAX_DEPTH) {
        throw tooLarge(
            tokens.get(i), "is nested deeper than " + MAX_DEPTH + " brackets in each other");
      }
      if ((tokens.get(i).is(";") && depth == 0) || i == tokens.size() - 1) {
        policies.add(policy(policies.size() + 1, tokens.subList(first, i + 1)));
        first = i + 1;
        depth = 0;
      }
    }
    return policies;
  }

  private PolicyText policy(int number, List<PolicyToken> words) {
    int start = words.getFirst().start();
    int end = words.getLast().end();
    if (end - start > MAX_POLICY) {
      throw tooLarge(words.getFirst(), "has more than " + MAX_POLICY + " characters");
    }
    if (count(words, word -> word.is("if")) > MAX_IFS) {
      throw tooLarge(words.getFirst(), "has `if` more than " + MAX_IFS + " times");
    }
    if (count(words, word -> word.is(".")) > MAX_DOTS) {
      throw tooLarge(words.getFirst(), "has more than " + MAX_DOTS + " dots");
    }
    int effect = effect(words);
    return new PolicyText(
        source,
        number,
        id(words.subList(0, effect)),
        effect < words.size() && words.get(effect).is("forbid"),
        scope(words.subList(Math.min(effect + 1, words.size()), words.size())),
        start,
        end);
  }

  private static long count(List<PolicyToken> words, Predicate<PolicyToken> which) {
    return words.stream().filter(which).count();
  }

  /** Where the policy says {@code permit} or {@code forbid}, after its annotations. */
  private static int effect(List<PolicyToken> words) {
    int depth = 0;
    for (int i = 0; i < words.size(); i++) {
      depth += words.get(i).opens();
      boolean annotation = i > 0 && words.get(i - 1).is("@");
      if (depth == 0 && !annotation && (words.get(i).is("permit") || words.get(i).is("forbid"))) {
        return i;
      }
    }
    return words.size();
  }

  private static @Nullable String id(List<PolicyToken> annotations) {
    for (int i = 0; i + 3 < annotations.size(); i++) {
      if (annotations.get(i).is("@")
          && annotations.get(i + 1).is("id")
          && annotations.get(i + 3).text().startsWith("\"")) {
        String quoted = annotations.get(i + 3).text();
        return quoted.substring(1, Math.max(1, quoted.length() - 1));
      }
    }
    return null;
  }

  /** What stands between the first brackets, at their commas. */
  private List<String> scope(List<PolicyToken> words) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = -1;
    for (PolicyToken word : words) {
      depth += word.opens();
      if (depth == 1 && word.is("(")) {
        from = word.end();
      } else if (from >= 0 && ((depth == 1 && word.is(",")) || depth == 0)) {
        parts.add(source.text().substring(from, word.start()).strip());
        from = word.end();
      }
      if (depth == 0) {
        break;
      }
    }
    return parts.size() == 3 ? List.copyOf(parts) : List.of();
  }

  private LanguageException tooLarge(PolicyToken at, String why) {
    Diagnostics diagnostics = new Diagnostics(source);
    diagnostics.error(
        AccessError.POLICY_TOO_LARGE,
        PolicyText.span(source, at.start(), at.end()),
        "A policy " + why + ".");
    try {
      diagnostics.throwIfAny();
    } catch (LanguageException e) {
      return e;
    }
    throw new IllegalStateException("A finding was not kept.");
  }
}
