package dev.omnigraph.search.text;

import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well texts are found of which somebody said what they answer, beside Lucene, by hand: {@code
 * main FILE}, of what {@code infra/judged-texts} prints. Prints the means over all queries of the
 * normalized discounted cumulative gain of the best ten and of the average precision.
 */
final class JudgedTexts {
  private final List<String> ids = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final Map<String, String> queries = new LinkedHashMap<>();

  /** By query and text. */
  private final Map<String, Map<String, Double>> judged = new LinkedHashMap<>();

  private JudgedTexts() {}

  public static void main(String[] args) throws IOException {
    JudgedTexts all = new JudgedTexts();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] columns = line.split("\t", -1);
      switch (columns[0]) {
        case "text" -> {
          all.ids.add(columns[1]);
          all.texts.add(columns[2]);
        }
        case "query" -> all.queries.put(columns[1], columns[2]);
        default ->
            all.judged
                .computeIfAbsent(columns[1], query -> new TreeMap<>())
                .put(columns[2], Double.parseDouble(columns[3]));
      }
    }
    all.run();
  }

  private void run() throws IOException {
    TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
    world.append(new ArrayList<>(texts));
    world.segments.add(world.build(world.files));
    TextIndex index = world.index();
    Means ours = new Means();
    Means theirs = new Means();
    try (LuceneTexts lucene = new LuceneTexts(world.analyzer, world.texts())) {
      for (Map.Entry<String, String> query : queries.entrySet()) {
        if (judged.containsKey(query.getKey())) {
          Hits hits = index.score(TextQuery.any(world.analyzer, query.getValue()));
          SortedMap<Long, Double> scores = new TreeMap<>();
          for (int i = 0; i < hits.addresses().length; i++) {
            scores.put(hits.addresses()[i], hits.scores()[i]);
          }
          ours.add(query.getKey(), scores);
          theirs.add(query.getKey(), lucene.scores(query.getValue()));
        }
      }
    }
    System.out.printf(Locale.ROOT, "%,d texts%nhere    %s%nLucene  %s%n", ids.size(), ours, theirs);
  }

  private final class Means {
    private int queries;
    private double gain;
    private double precision;

    /**
     * @param scores by the number of the text
     */
    void add(String query, SortedMap<Long, Double> scores) {
      Map<String, Double> wanted = judged.getOrDefault(query, Map.of());
      // A text that is a query finds itself.
      List<String> found =
          scores.entrySet().stream()
              .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
              .map(row -> ids.get(row.getKey().intValue()))
              .filter(id -> !id.equals(query))
              .toList();
      queries++;
      gain +=
          gain(found.stream().map(id -> wanted.getOrDefault(id, 0.0)).toList())
              / gain(wanted.values().stream().sorted(Comparator.reverseOrder()).toList());
      precision += precision(found, wanted);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "nDCG@10 %.4f, MAP %.4f over %d queries",
          gain / queries,
          precision / queries,
          queries);
    }
  }

  private static double gain(List<Double> gains) {
    double sum = 0;
    for (int place = 0; place < Math.min(10, gains.size()); place++) {
      sum += gains.get(place) / (Math.log(place + 2) / Math.log(2));
    }
    return sum;
  }

  private static double precision(List<String> found, Map<String, Double> wanted) {
    double sum = 0;
    int right = 0;
    for (int place = 0; place < found.size(); place++) {
      if (wanted.containsKey(found.get(place))) {
        right++;
        sum += (double) right / (place + 1);
      }
    }
    return sum / wanted.size();
  }
}
