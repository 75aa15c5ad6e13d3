package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** The texts of a table in an index of Lucene. */
final class LuceneTexts implements AutoCloseable {
  /** Of a float, in which Lucene computes. */
  static final double PRECISION = 1e-5;

  private final TextAnalyzer analyzer;
  private final Directory directory = new ByteBuffersDirectory();

  LuceneTexts(TextAnalyzer analyzer, SortedMap<Long, String> texts) throws IOException {
    this.analyzer = analyzer;
    try (IndexWriter writer = writer()) {
      for (Map.Entry<Long, String> row : texts.entrySet()) {
        Document document = new Document();
        document.add(new StringField("id", Long.toString(row.getKey()), Field.Store.NO));
        document.add(new NumericDocValuesField("address", row.getKey()));
        document.add(new TextField("text", row.getValue(), Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  /** Forgets rows. */
  void delete(Collection<Long> addresses) throws IOException {
    try (IndexWriter writer = writer()) {
      for (long address : addresses) {
        writer.deleteDocuments(new Term("id", Long.toString(address)));
      }
      writer.forceMerge(1);
    }
  }

  /** What each row is worth that has any of the words. */
  SortedMap<Long, Double> scores(String words) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    analyzer.analyze(
        words,
        (term, position, start, end) ->
            query.add(new TermQuery(new Term("text", term)), BooleanClause.Occur.SHOULD));
    SortedMap<Long, Double> scores = new TreeMap<>();
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(new BM25Similarity());
      for (ScoreDoc hit : searcher.search(query.build(), 100_000).scoreDocs) {
        NumericDocValues address = MultiDocValues.getNumericValues(reader, "address");
        assertThat(address.advanceExact(hit.doc)).isTrue();
        scores.put(address.longValue(), (double) hit.score);
      }
    }
    return scores;
  }

  /**
   * The best ten have, place by place, the scores that Lucene's have: they differ in ties alone.
   *
   * @param lucene scores of all rows that have any of the words
   */
  static void assertSameBest(Hits hits, Map<Long, Double> lucene) {
    List<Long> best =
        IntStream.range(0, hits.scores().length)
            .boxed()
            .sorted(Comparator.comparing(hit -> -hits.scores()[hit]))
            .limit(10)
            .map(hit -> hits.addresses()[hit])
            .toList();
    List<Double> theirs =
        lucene.values().stream().sorted(Comparator.reverseOrder()).limit(10).toList();
    assertThat(best).hasSameSizeAs(theirs);
    for (int place = 0; place < best.size(); place++) {
      double score = Objects.requireNonNull(lucene.get(best.get(place)));
      assertThat(score).isCloseTo(theirs.get(place), within(PRECISION * score));
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }

  private IndexWriter writer() throws IOException {
    TextAnalysis analysis = analyzer.analysis();
    Analyzer lucene =
        new Analyzer() {
          @Override
          protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer words = new StandardTokenizer();
            return new TokenStreamComponents(words, LanguageFilters.over(words, analysis));
          }
        };
    return new IndexWriter(directory, new IndexWriterConfig(lucene));
  }
}
