package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

/** Scores are those of Lucene over the same terms, and so are the best rows. */
class LuceneScoresTest {
  /** Of a float, in which Lucene computes. */
  private static final double PRECISION = 1e-5;

  @Test
  void rowsScoreAsInLucene() throws IOException {
    for (TextAnalysis analysis :
        List.of(TextAnalysis.DEFAULT, TextAnalysis.language("german", true, true, false, true))) {
      TextWorld world = world(analysis);
      world.segments.add(world.build(world.files.subList(0, 2)));

      try (Directory directory = new ByteBuffersDirectory()) {
        write(directory, world);
        assertSameScores(world, directory);
      }
    }
  }

  @Test
  void rowsThatWereDeletedCountNoMoreThanInALuceneIndexThatForgotThem() throws IOException {
    TextWorld world = world(TextAnalysis.DEFAULT);
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, world);
      world.segments.add(world.build(world.files));
      List<Long> before = List.copyOf(world.texts().keySet());
      for (int place = 0; place < 200; place += 3) {
        world.delete(world.files.get(1), place);
      }
      IndexWriterConfig config = new IndexWriterConfig(lucene(world.analyzer.analysis()));
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (long address : before) {
          if (!world.texts().containsKey(address)) {
            writer.deleteDocuments(new Term("address", Long.toString(address)));
          }
        }
        writer.forceMerge(1);
      }

      assertSameScores(world, directory);
    }
  }

  private static void assertSameScores(TextWorld world, Directory directory) throws IOException {
    RandomTexts texts = new RandomTexts(77);
    TextIndex index = world.index();
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(new BM25Similarity());
      for (int i = 0; i < 40; i++) {
        String words = texts.words(1 + i % 6);
        Map<Long, Double> expected = scores(searcher, world.analyzer, words);
        Hits hits = index.score(TextQuery.any(world.analyzer, words));

        assertThat(LongStream.of(hits.addresses()).boxed())
            .containsExactlyElementsOf(expected.keySet());
        for (int hit = 0; hit < hits.scores().length; hit++) {
          double score = Objects.requireNonNull(expected.get(hits.addresses()[hit]));
          assertThat(hits.scores()[hit]).isCloseTo(score, within(PRECISION * score));
        }
        assertSameBest(hits, expected);
      }
    }
  }

  /**
   * The best ten have, place by place, the scores that Lucene's have: they differ in ties alone.
   */
  private static void assertSameBest(Hits hits, Map<Long, Double> lucene) {
    List<Long> best =
        IntStream.range(0, hits.scores().length)
            .boxed()
            .sorted(Comparator.comparing(hit -> -hits.scores()[hit]))
            .limit(10)
            .map(hit -> hits.addresses()[hit])
            .toList();
    List<Double> theirs =
        lucene.values().stream().sorted(Comparator.reverseOrder()).limit(10).toList();
    for (int place = 0; place < best.size(); place++) {
      double score = Objects.requireNonNull(lucene.get(best.get(place)));
      assertThat(score).isCloseTo(theirs.get(place), within(PRECISION * score));
    }
  }

  private static Map<Long, Double> scores(
      IndexSearcher searcher, TextAnalyzer analyzer, String words) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    analyzer.analyze(
        words,
        (term, position, start, end) ->
            query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD));
    Map<Long, Double> scores = new TreeMap<>();
    for (ScoreDoc hit : searcher.search(query.build(), 100_000).scoreDocs) {
      Document document = searcher.storedFields().document(hit.doc);
      scores.put(Long.parseLong(document.get("address")), (double) hit.score);
    }
    return scores;
  }

  private static void write(Directory directory, TextWorld world) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(lucene(world.analyzer.analysis()));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (Map.Entry<Long, String> row : world.texts().entrySet()) {
        Document document = new Document();
        document.add(new StringField("address", Long.toString(row.getKey()), Field.Store.YES));
        document.add(new TextField("text", row.getValue(), Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static Analyzer lucene(TextAnalysis analysis) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(words, LanguageFilters.over(words, analysis));
      }
    };
  }

  /** Texts of at least one term: Lucene does not count others. */
  private static TextWorld world(TextAnalysis analysis) {
    RandomTexts texts = new RandomTexts(31);
    TextWorld world = new TextWorld(analysis);
    for (int file = 0; file < 3; file++) {
      world.append(
          new ArrayList<>(
              IntStream.range(0, 200).mapToObj(i -> "row " + texts.words(1 + i % 90)).toList()));
    }
    return world;
  }
}
