package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.schema.VectorMetric;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a vector segment in two passes over the vectors of some files: first {@link #sample} for
 * those that the centres of lists are learnt from, then {@link #row} for each row. It is built from
 * vectors always, also where segments are to become one: what these have are codes, which are not
 * exact.
 *
 * <p>What has come waits in a temporary file of about as many bytes as the object. In memory are,
 * at most, the sample (48 MB), a few rows of each list (24 MB, or one row of each), three times the
 * centres (3 MB for 2,048 of 384 dimensions), and about a byte for each row. Not thread-safe; close
 * it at the end.
 *
 * <p>The same vectors in the same order make the same object, save its name.
 */
public final class VectorSegmentWriter implements AutoCloseable {
  /** Half as many cost as many bytes and more requests, twice as many more bytes. */
  private static final int ROWS_PER_LIST = 256;

  /** The centres of more lists would be longer to read than the lists that a question needs. */
  private static final int MOST_LISTS = 2048;

  private static final int SAMPLE_PER_LIST = 64;
  private static final int SAMPLE_BYTES = 48 << 20;

  /** What keeping one of the sample takes besides its codes. */
  private static final int OVERHEAD = 32;

  private final VectorMetric metric;
  private final int dimension;
  private final List<CoveredFile> files;
  private final long numbers;
  private final long mostBytes;
  private final int wantedLists;
  private final BitSet seen = new BitSet();
  private final float[] scaled;
  private final RowCode code;
  private @Nullable Sample sample;
  private @Nullable Lists lists;

  /**
   * @param files whose rows come, in the order in which their rows are numbered
   * @param rows that will come, about
   * @param mostBytes that the object may have
   */
  public VectorSegmentWriter(
      VectorMetric metric, int dimension, List<CoveredFile> files, long rows, long mostBytes) {
    this.metric = metric;
    this.dimension = dimension;
    this.files = List.copyOf(files);
    this.numbers = files.stream().mapToLong(CoveredFile::rows).sum();
    if (numbers > Integer.MAX_VALUE) {
      throw new DerivedUnusable("A vector segment would have " + numbers + " rows.");
    }
    this.mostBytes = mostBytes;
    this.wantedLists = (int) Math.clamp(rows / ROWS_PER_LIST, 1, MOST_LISTS);
    this.sample =
        new Sample(
            dimension,
            Math.min(SAMPLE_PER_LIST * wantedLists, SAMPLE_BYTES / (dimension + OVERHEAD)));
    this.scaled = new float[dimension];
    this.code = new RowCode(dimension);
  }

  /**
   * An object that is to be sent.
   *
   * @param body the whole of it, there until the writer is closed
   */
  public record Written(DerivedRef ref, DerivedBody body) {}

  /** Lists under way. */
  private record Lists(
      CentreCodes centres,
      float[] values,
      CentreSearch search,
      ListRows rows,
      double[] squares,
      Deviation deviation) {}

  /**
   * Learns from a vector, before the first row comes. All may come, or some from everywhere in the
   * files: a tenth of many is enough.
   */
  public void sample(float[] vector) {
    if (sample == null) {
      throw new IllegalStateException("rows have come already");
    }
    if (scale(vector)) {
      sample.add(scaled);
    }
  }

  /**
   * Adds a row; shortest in the order of numbers.
   *
   * @param number of the row, over all files
   */
  public void row(long number, float[] vector) {
    if (number < 0 || number >= numbers || seen.get((int) number)) {
      throw new DerivedUnusable("A row of a vector segment is in no file, or there twice.");
    }
    seen.set((int) number);
    if (!scale(vector)) {
      return;
    }
    Lists lists = lists();
    int list = lists.search().nearest(scaled);
    code.encode(scaled, lists.values(), list * dimension);
    lists.squares()[list] += code.square();
    lists.deviation().add(scaled, lists.values(), list * dimension);
    lists.rows().add(list, (int) number, code);
    requireRoom(lists.rows().size());
  }

  /** The object, when all rows have come. */
  public Written finish() {
    Lists lists = lists();
    VectorSegmentBody body =
        new VectorSegmentBody(
            metric,
            files,
            lists.centres(),
            lists.rows(),
            lists.squares(),
            lists.deviation().value());
    requireRoom(body.size());
    return new Written(body.ref(), body);
  }

  @Override
  public void close() {
    if (lists != null) {
      lists.rows().close();
    }
  }

  /** Trained when they are first asked for. */
  private Lists lists() {
    Lists made = lists;
    if (made == null) {
      Sample learnt = Objects.requireNonNull(sample);
      sample = null;
      Centres centres =
          learnt.size() == 0
              ? new Centres(dimension, new float[dimension], new int[] {0, 1})
              : KMeans.centres(learnt, Math.min(wantedLists, learnt.size()));
      CentreCodes coded = CentreCodes.of(centres.values(), dimension);
      made =
          new Lists(
              coded,
              coded.values(),
              new CentreSearch(centres),
              new ListRows(centres.size(), dimension),
              new double[centres.size()],
              new Deviation(learnt.some(Deviation.MOST_TARGETS)));
      lists = made;
    }
    return made;
  }

  /**
   * Puts a vector as it is compared where the next step looks for it; false if it has no distance.
   */
  private boolean scale(float[] vector) {
    if (vector.length != dimension) {
      throw new DerivedUnusable(
          "A vector of " + vector.length + " dimensions is among those of " + dimension + ".");
    }
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (!Double.isFinite(square)) {
      throw new DerivedUnusable("A vector has numbers that are not finite.");
    }
    if (metric != VectorMetric.COSINE) {
      System.arraycopy(vector, 0, scaled, 0, dimension);
      return true;
    }
    double length = Math.sqrt(square);
    for (int i = 0; i < dimension; i++) {
      scaled[i] = (float) (vector[i] / length);
    }
    return square > 0;
  }

  private void requireRoom(long bytes) {
    if (bytes > mostBytes) {
      throw new DerivedUnusable.TooLarge(
          "A vector segment would have more than " + mostBytes + " bytes.");
    }
  }
}
