package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A phrase in one text.
 *
 * @param terms of the phrase
 * @param positions of each, from that of the first
 */
record PhraseMatch(List<String> terms, List<Integer> positions) {
  boolean isIn(TextAnalyzer analyzer, String text) {
    Map<String, Set<Integer>> found = new HashMap<>();
    terms.forEach(term -> found.put(term, new HashSet<>()));
    List<Integer> firsts = new ArrayList<>();
    String first = terms.getFirst();
    analyzer.analyze(
        text,
        (term, position, start, end) -> {
          Set<Integer> places = found.get(term);
          if (places != null) {
            places.add(position);
            if (term.equals(first)) {
              firsts.add(position);
            }
          }
        });
    return firsts.stream().anyMatch(place -> startsAt(place, found));
  }

  private boolean startsAt(int place, Map<String, Set<Integer>> found) {
    for (int i = 1; i < terms.size(); i++) {
      if (!found.getOrDefault(terms.get(i), Set.of()).contains(place + positions.get(i))) {
        return false;
      }
    }
    return true;
  }
}
