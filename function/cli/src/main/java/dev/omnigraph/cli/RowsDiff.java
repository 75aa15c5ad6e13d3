package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How rows differ from those that were expected, as lines for people. */
final class RowsDiff {
  /** More are counted only. */
  private static final int MOST = 20;

  private RowsDiff() {}

  /**
   * @param ordered whether the order counts
   * @return empty when they are equal: numbers by value, members in any order
   */
  static List<String> of(List<JsonNode> expected, List<JsonNode> answered, boolean ordered) {
    Map<String, Integer> left = new HashMap<>();
    answered.forEach(row -> left.merge(canonical(row), 1, Integer::sum));
    List<String> missing = new ArrayList<>();
    for (JsonNode row : expected) {
      if (left.merge(canonical(row), -1, Integer::sum) < 0) {
        missing.add("- " + row);
      }
    }
    List<String> more = new ArrayList<>();
    for (JsonNode row : answered) {
      if (left.getOrDefault(canonical(row), 0) > 0) {
        left.merge(canonical(row), -1, Integer::sum);
        more.add("+ " + row);
      }
    }
    if (missing.isEmpty() && more.isEmpty()) {
      return ordered ? order(expected, answered) : List.of();
    }
    List<String> lines = new ArrayList<>(List.of("- expected, + answered:"));
    lines.addAll(first(missing, "- …"));
    lines.addAll(first(more, "+ …"));
    return lines;
  }

  private static List<String> order(List<JsonNode> expected, List<JsonNode> answered) {
    for (int i = 0; i < expected.size(); i++) {
      if (!canonical(expected.get(i)).equals(canonical(answered.get(i)))) {
        return List.of(
            "the rows are in another order, from row %d on; - expected, + answered:"
                .formatted(i + 1),
            "- " + expected.get(i),
            "+ " + answered.get(i));
      }
    }
    return List.of();
  }

  private static List<String> first(List<String> lines, String more) {
    if (lines.size() <= MOST) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, MOST));
    first.add("%s and %,d more".formatted(more, lines.size() - MOST));
    return first;
  }

  /** Equal for equal values. */
  private static String canonical(JsonNode value) {
    if (value.isObject()) {
      Map<String, String> members = new TreeMap<>();
      value.properties().forEach(m -> members.put(m.getKey(), canonical(m.getValue())));
      return members.toString();
    }
    if (value.isArray()) {
      return Answer.elements(value).stream()
          .map(RowsDiff::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
    return value.toString();
  }
}
