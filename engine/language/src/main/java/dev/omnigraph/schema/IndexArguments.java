package dev.omnigraph.schema;

import dev.omnigraph.schema.TextAnalysis.Analyzer;
import dev.omnigraph.value.TextLiteral;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arguments of {@code @index}: which there are, and what they mean.
 *
 * @param written each as {@link Annotation} keeps it
 */
public record IndexArguments(List<String> written) {
  /** That choose how texts are taken apart; what they may say. */
  public static final Map<String, List<String>> OF_TEXTS =
      Map.of("analyzer", List.of("simple", "ngram"), "language", TextAnalysis.LANGUAGES);

  /** Of an analysis: true where nothing is said. */
  public static final Set<String> FLAGS = Set.of("stem", "stop_words", "fold", "positions");

  /** Of an analysis, and only where its words are those of a language. */
  public static final Set<String> OF_LANGUAGES = Set.of("language", "stem", "stop_words");

  /** Of a Vector. */
  public static final Map<String, List<String>> OF_VECTORS =
      Map.of("metric", List.of("cosine", "l2", "dot"));

  public IndexArguments {
    written = List.copyOf(written);
  }

  TextAnalysis analysis() {
    boolean fold = flag("fold");
    boolean positions = flag("positions");
    return switch (value("analyzer", "")) {
      case "simple" -> TextAnalysis.of(Analyzer.SIMPLE, fold, positions);
      case "ngram" -> TextAnalysis.of(Analyzer.NGRAM, fold, positions);
      default ->
          TextAnalysis.language(
              value("language", TextAnalysis.DEFAULT.language()),
              flag("stem"),
              flag("stop_words"),
              fold,
              positions);
    };
  }

  VectorMetric metric() {
    return VectorMetric.valueOf(value("metric", "cosine").toUpperCase(Locale.ROOT));
  }

  private boolean flag(String name) {
    return value(name, "true").equals("true");
  }

  private String value(String name, String otherwise) {
    String prefix = name + "=";
    return written.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .findFirst()
        .orElse(otherwise);
  }

  /** The annotation as a schema has it. */
  String spelling() {
    return written.isEmpty()
        ? "@index"
        : written.stream()
            .map(IndexArguments::spelling)
            .collect(Collectors.joining(", ", "@index(", ")"));
  }

  /** One argument as a schema has it. */
  public static String spelling(String argument) {
    int value = argument.indexOf('=') + 1;
    return value == 0 || FLAGS.contains(argument.substring(0, value - 1))
        ? argument
        : argument.substring(0, value) + TextLiteral.quote(argument.substring(value));
  }
}
