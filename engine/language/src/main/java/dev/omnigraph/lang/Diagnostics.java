package dev.omnigraph.lang;

import dev.omnigraph.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one source, so that a user sees all of it at once. */
public final class Diagnostics {
  private static final int MAX_REPORTED = 50;
  private static final int MAX_TEXT = 600;

  private final Source source;
  private final List<Diagnostic> found = new ArrayList<>();
  private final Set<Place> places = new HashSet<>();
  private final WorkCounter work = new WorkCounter();

  /** Two findings of one code at one place are one mistake. */
  private record Place(ErrorCode code, int start) {}

  public Diagnostics(Source source) {
    this.source = source;
  }

  /** Takes a finding whose help is the code's next step, if it has one. */
  public void error(ErrorCode code, Span span, String message) {
    error(code, span, message, code.nextStep());
  }

  /**
   * Takes a finding with a help of its own. After so many it looks no further: a file that far off
   * needs the first ones only, and guesses at what was meant would take long.
   *
   * @throws LanguageException with those found so far
   */
  public void error(ErrorCode code, Span span, String message, @Nullable String help) {
    if (!places.add(new Place(code, span.start()))) {
      return;
    }
    work.add(source.text().length());
    found.add(
        new Diagnostic(
            code,
            span,
            shorten(message),
            source.excerpt(span),
            help == null ? null : shorten(help)));
    if (found.size() == MAX_REPORTED) {
      throwIfAny();
    }
  }

  /** Messages quote the source, and the source may be anything. */
  private static String shorten(String text) {
    if (text.codePointCount(0, text.length()) <= MAX_TEXT) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT)) + " ….";
  }

  /** What the compilation has done so far. */
  public WorkCounter work() {
    return work;
  }

  public List<Diagnostic> all() {
    return List.copyOf(found);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public int size() {
    return found.size();
  }

  /**
   * @throws LanguageException with all findings in the order of their positions, if there are any
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new LanguageException(
          found.stream().sorted(Comparator.comparingInt(d -> d.span().start())).toList());
    }
  }
}
