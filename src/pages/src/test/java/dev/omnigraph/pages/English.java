package dev.omnigraph.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import morfologik.speller.Speller;
import morfologik.stemming.Dictionary;

/** American English as the dictionary has it, and the words of the project's own list. */
final class English {
  static final String OWN_WORDS = "src/pages/words.txt";
  private static final String DICTIONARY = "/org/languagetool/resource/en/hunspell/en_US.dict";

  /** Words without what is around them; names with a dot, a slash or an underscore are code. */
  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\d_./:$@#&%-])\\p{L}[\\p{L}’']*(?![\\p{L}\\d_]|[./][\\p{L}¤])");

  private final Speller speller;
  private final Set<String> own;

  English() {
    try {
      this.speller =
          new Speller(
              Dictionary.read(Objects.requireNonNull(English.class.getResource(DICTIONARY))), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.own = Project.text(OWN_WORDS).lines().collect(Collectors.toUnmodifiableSet());
  }

  /** The words of a text that neither the dictionary nor the project has. */
  Stream<String> unknownWords(String text) {
    return WORD.matcher(text.replace('-', ' ').replace('’', '\''))
        .results()
        .map(MatchResult::group)
        .map(English::withoutGenitive)
        .filter(word -> word.length() > 1 && !knows(word));
  }

  private boolean knows(String word) {
    return own.contains(word)
        || own.contains(word.toLowerCase(Locale.ROOT))
        || !speller.isMisspelled(word);
  }

  private static String withoutGenitive(String word) {
    String bare = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    return bare.endsWith("'") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** Words of the dictionary that are one letter away, at most three. */
  List<String> suggestions(String word) {
    return speller.findReplacements(word).stream().limit(3).toList();
  }
}
