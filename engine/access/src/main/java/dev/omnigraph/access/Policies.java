package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Policies in the language Cedar, as files with names: {@code agents.cedar}. Any text, because
 * stores hold them; {@link #check} says whether they mean something.
 */
public record Policies(SortedMap<String, String> files) {
  public static final Policies NONE = new Policies(new TreeMap<>());

  /** More is refused, so that a decision and a check stay quick: 128 KB, 100 files. */
  private static final int MAX_LENGTH = 1 << 17;

  private static final int MAX_FILES = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,93}\\.cedar");

  public Policies {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static Policies of(String file, String text) {
    return new Policies(new TreeMap<>(Map.of(file, text)));
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /**
   * Parses all of them and holds them to the schema, with every mistake found.
   *
   * @throws LanguageException {@code policy_syntax}, {@code policy_invalid}, {@code
   *     policy_id_twice}, {@code policy_too_large}, each with file, line and column
   * @throws GraphException {@code policy_name}, {@code policy_too_large}, {@code
   *     evaluator_unavailable}
   */
  public void check() {
    for (String file : files.keySet()) {
      if (!NAME.matcher(file).matches()) {
        throw GraphException.of(
                AccessError.POLICY_NAME,
                "\"" + file + "\" cannot be the name of a file of policies.")
            .build();
      }
    }
    PolicyCheck.run(this);
  }

  /**
   * The single policies, in their order.
   *
   * @throws GraphException {@code policy_too_large}
   */
  List<PolicyText> texts() {
    long length = files.values().stream().mapToLong(String::length).sum();
    if (files.size() > MAX_FILES || length > MAX_LENGTH) {
      throw GraphException.of(
              AccessError.POLICY_TOO_LARGE,
              "The policies have %d characters in %d files; the limits are %d and %d."
                  .formatted(length, files.size(), MAX_LENGTH, MAX_FILES))
          .with("limit_characters", MAX_LENGTH)
          .with("limit_files", MAX_FILES)
          .build();
    }
    List<PolicyText> texts = new ArrayList<>();
    files.forEach((file, text) -> texts.addAll(new PolicyReader(new Source(file, text)).read()));
    return texts;
  }
}
