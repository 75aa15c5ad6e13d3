package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.schema.VectorMetric;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a segment is made of, and what it cannot be made of. */
class VectorSegmentWriterTest {
  private static final List<CoveredFile> FILES =
      List.of(new CoveredFile("data/a", 3, ""), new CoveredFile("data/b", 4, "deleted"));

  private final Random random = new Random(1);

  @Test
  void aSegmentSaysWhichFilesItKnowsAndHowManyVectors() throws IOException {
    try (VectorSegmentWriter writer = writer(VectorMetric.COSINE, 2, 7)) {
      writer.sample(new float[] {1, 2});
      writer.row(6, new float[] {1, 2});
      writer.row(0, new float[] {3, 2});
      writer.row(4, new float[2]);
      VectorSegmentWriter.Written written = writer.finish();
      byte[] body = bytes(written);

      VectorSegment segment = segment(written, body);

      assertThat(body).hasSize((int) written.ref().bytes());
      assertThat(segment.files()).isEqualTo(FILES);
      assertThat(segment.check()).isEqualTo(2);
    }
  }

  @Test
  void theSameVectorsMakeTheSameObjectAsOftenAsItIsOpened() throws IOException {
    float[][] rows = VectorSample.many(7, () -> VectorSample.uniform(random, 5));
    byte[][] bodies = new byte[2][];
    for (int i = 0; i < 2; i++) {
      try (VectorSegmentWriter writer = writer(VectorMetric.L2, 5, 700)) {
        Arrays.stream(rows).forEach(writer::sample);
        for (int row = 0; row < rows.length; row++) {
          writer.row(row, rows[row]);
        }
        VectorSegmentWriter.Written written = writer.finish();
        bodies[i] = bytes(written);
        assertThat(bytes(written)).isEqualTo(bodies[i]);
      }
    }
    assertThat(bodies[0]).isEqualTo(bodies[1]);
  }

  @Test
  void centresThatAreManyArePagesOfTheirOwn() throws IOException {
    int dimension = 4096;
    int count = 400;
    List<CoveredFile> files = List.of(new CoveredFile("data/a", count, ""));
    float[][] rows = VectorSample.many(count, () -> VectorSample.uniform(random, dimension));
    try (VectorSegmentWriter writer =
        new VectorSegmentWriter(VectorMetric.L2, dimension, files, 256L * 300, Long.MAX_VALUE)) {
      Arrays.stream(rows).forEach(writer::sample);
      for (int i = 0; i < count; i++) {
        writer.row(i, rows[i]);
      }
      VectorSegmentWriter.Written written = writer.finish();
      assertThat(written.ref().indexBytes()).isLessThan(24 << 10);

      VectorSegment segment = segment(written, bytes(written));

      assertThat(segment.check()).isEqualTo(count);
      VectorSegment.Opened opened = Joined.of(segment.open());
      assertThat(opened.index().centrePages()).hasSizeGreaterThan(1);
      assertThat(opened.centres()).hasSize(opened.index().lists().size() * dimension);
    }
  }

  @Test
  void aListMayHaveMorePagesThanOne() throws IOException {
    int count = 50_000;
    List<CoveredFile> files = List.of(new CoveredFile("data/a", count, ""));
    try (VectorSegmentWriter writer =
        new VectorSegmentWriter(VectorMetric.L2, 2, files, 256, Long.MAX_VALUE)) {
      writer.sample(new float[2]);
      for (int i = count - 1; i >= 0; i--) {
        writer.row(i, new float[] {i, 1});
      }
      VectorSegmentWriter.Written written = writer.finish();

      VectorSegment segment = segment(written, bytes(written));

      assertThat(segment.check()).isEqualTo(count);
      VectorSegmentIndex index = Joined.of(segment.open()).index();
      assertThat(index.lists()).hasSize(1);
      assertThat(index.lists().getFirst().pages()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void whatNoSegmentCanBeMadeOfIsRefused() {
    try (VectorSegmentWriter writer = writer(VectorMetric.DOT, 2, 7)) {
      writer.row(1, new float[] {1, 2});

      assertThatThrownBy(() -> writer.row(1, new float[] {1, 2}))
          .isInstanceOf(DerivedUnusable.class)
          .hasMessage("A row of a vector segment is in no file, or there twice.");
      assertThatThrownBy(() -> writer.row(7, new float[] {1, 2}))
          .isInstanceOf(DerivedUnusable.class);
      assertThatThrownBy(() -> writer.row(2, new float[3])).isInstanceOf(DerivedUnusable.class);
      assertThatThrownBy(() -> writer.row(3, new float[] {Float.NaN, 0}))
          .isInstanceOf(DerivedUnusable.class);
      assertThatThrownBy(() -> writer.sample(new float[2]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSegmentThatWouldBeTooLargeIsRefused() {
    try (VectorSegmentWriter writer = new VectorSegmentWriter(VectorMetric.L2, 2, FILES, 7, 30)) {
      writer.row(0, new float[2]);

      assertThatThrownBy(writer::finish).isInstanceOf(DerivedUnusable.TooLarge.class);
    }
  }

  private static VectorSegmentWriter writer(VectorMetric metric, int dimension, long rows) {
    return new VectorSegmentWriter(metric, dimension, FILES, rows, Long.MAX_VALUE);
  }

  private static byte[] bytes(VectorSegmentWriter.Written written) throws IOException {
    try (InputStream in = written.body().open()) {
      return in.readAllBytes();
    }
  }

  private static VectorSegment segment(VectorSegmentWriter.Written written, byte[] body) {
    Ranges ranges =
        (offset, length) -> Arrays.copyOfRange(body, (int) offset, (int) offset + length);
    return new VectorSegment(written.ref(), ranges, new PageCache(0), Runnable::run);
  }
}
