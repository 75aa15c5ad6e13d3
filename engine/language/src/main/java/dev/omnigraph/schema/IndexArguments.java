package dev.omnigraph.schema;

import dev.omnigraph.schema.TextAnalysis.Analyzer;
import java.util.List;
import java.util.Locale;

/** What the arguments of {@code @index} mean, as {@link Annotation} keeps them. */
record IndexArguments(List<String> arguments) {

  TextAnalysis analysis() {
    boolean fold = flag("fold");
    boolean positions = flag("positions");
    return switch (value("analyzer", "language")) {
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
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .findFirst()
        .orElse(otherwise);
  }
}
