package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextSegment;
import dev.omnigraph.search.text.TextSegmentCheck;
import dev.omnigraph.search.text.TextSegmentWriter;
import dev.omnigraph.search.vector.VectorSegment;
import dev.omnigraph.search.vector.VectorSegmentWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** How segments of each kind are written into the store, and what they say of themselves. */
final class SegmentForm {
  private SegmentForm() {}

  /**
   * The files whose rows a segment knows, as the store has it now.
   *
   * @throws dev.omnigraph.derived.DerivedUnusable if it cannot be read
   */
  static List<CoveredFile> files(SegmentRef ref, Ranges ranges) {
    return files(ref, ranges, new PageCache(0));
  }

  /** The same, of what a process may have read before. */
  static List<CoveredFile> files(SegmentRef ref, Ranges ranges, PageCache cache) {
    return switch (ref.kind()) {
      case TEXT -> new TextSegment(ref.object(), ranges, cache, Runnable::run).files();
      case VECTOR -> new VectorSegment(ref.object(), ranges, cache, Runnable::run).files();
    };
  }

  /** A segment of vectors of which nothing is kept. */
  static VectorSegment vectors(SegmentRef ref, Ranges ranges) {
    return new VectorSegment(ref.object(), ranges, new PageCache(0), Runnable::run);
  }

  /**
   * Writes a segment of the live rows of some files.
   *
   * @throws dev.omnigraph.derived.DerivedUnusable if there cannot be one
   */
  static SegmentRef write(SegmentSpec spec, List<LiveFile> files, LanceTable table) {
    return write(spec, files, files, table);
  }

  /**
   * @param read those of the files whose rows come; all but in tests of what finds out that not all
   *     did
   */
  static SegmentRef write(
      SegmentSpec spec, List<LiveFile> files, List<LiveFile> read, LanceTable table) {
    return switch (spec) {
      case SegmentSpec.Texts texts ->
          writeTexts(texts, files, List.of(TextSources.Run.ofTexts(read)), table);
      case SegmentSpec.Vectors vectors -> ref(vectors, table, vectors(vectors, files, read, table));
    };
  }

  /**
   * Writes a segment of texts.
   *
   * @param runs all of the files, with where their terms come from
   */
  static SegmentRef writeTexts(
      SegmentSpec.Texts spec, List<LiveFile> files, List<TextSources.Run> runs, LanceTable table) {
    return ref(spec, table, texts(spec, files, runs, table));
  }

  private static SegmentRef ref(SegmentSpec spec, LanceTable table, DerivedRef sent) {
    return new SegmentRef(spec.kind(), LanceSearch.field(table, spec.column()), spec.how(), sent);
  }

  /**
   * Reads a segment as it lies in the store: a wrong one would hide rows, and nobody would notice.
   *
   * @throws dev.omnigraph.derived.DerivedUnusable if it is not what was written
   */
  static void check(SegmentRef ref, Ranges ranges, List<LiveFile> files) {
    if (!files(ref, ranges).equals(covered(files))) {
      throw new DerivedUnusable("it would not know the files that it is made of");
    }
    switch (ref.kind()) {
      case TEXT -> TextSegmentCheck.check(ref.object(), ranges);
      case VECTOR -> {
        long rows = vectors(ref, ranges).check();
        if (rows > files.stream().mapToLong(LiveFile::rows).sum()) {
          throw new DerivedUnusable("it would have more rows than the table");
        }
      }
    }
  }

  private static DerivedRef texts(
      SegmentSpec.Texts spec, List<LiveFile> files, List<TextSources.Run> runs, LanceTable table) {
    TableOptions.Lookups limits = table.tables().options().lookups();
    Numbers numbers = new Numbers(files);
    ColumnScan texts = new ColumnScan(table, spec.column());
    try (TextSegmentWriter writer =
        new TextSegmentWriter(
            TextAnalyzer.of(spec.analysis()),
            covered(files),
            limits.passBytes(),
            limits.objectBytes())) {
      for (TextSources.Run run : runs) {
        if (run.segment().isPresent()) {
          long first = numbers.of((long) run.files().getFirst().fragment() << Integer.SIZE);
          writer.add(first, run.segment().get(), run.files(), table::deletedRows);
        } else {
          for (LiveFile file : run.files()) {
            texts
                .texts()
                .read(List.of(file), (address, text) -> writer.add(numbers.of(address), text));
          }
        }
      }
      TextSegmentWriter.Written written = writer.finish();
      return send(spec.kind(), written.ref(), written.body(), table);
    }
  }

  /** Read twice: what the lists are, is learnt before the first row is in one. */
  private static DerivedRef vectors(
      SegmentSpec.Vectors spec, List<LiveFile> files, List<LiveFile> read, LanceTable table) {
    long most = table.tables().options().lookups().objectBytes();
    long rows = files.stream().mapToLong(LiveFile::rows).sum();
    Numbers numbers = new Numbers(files);
    ColumnScan vectors = new ColumnScan(table, spec.column());
    try (VectorSegmentWriter writer =
        new VectorSegmentWriter(spec.metric(), spec.dimension(), covered(files), rows, most)) {
      vectors.vectors().read(files, (address, vector) -> writer.sample(vector));
      for (LiveFile file : read) {
        vectors
            .vectors()
            .read(List.of(file), (address, vector) -> writer.row(numbers.of(address), vector));
      }
      VectorSegmentWriter.Written written = writer.finish();
      return send(spec.kind(), written.ref(), written.body(), table);
    }
  }

  private static DerivedRef send(
      SegmentRef.Kind kind, DerivedRef written, DerivedBody body, LanceTable table) {
    DerivedRef named =
        new DerivedRef(
            UUID.randomUUID() + kind.suffix(),
            written.bytes(),
            written.indexBytes(),
            written.checksum());
    DerivedObjects.send(
        table.tables(), TableObject.segment(table.pin().path(), named.name()), body);
    return named;
  }

  private static List<CoveredFile> covered(List<LiveFile> files) {
    return files.stream().map(LiveFile::file).toList();
  }

  /** How a segment counts rows: from the first of its first file on. */
  private static final class Numbers {
    private final Map<Integer, Long> firsts = new HashMap<>();

    Numbers(List<LiveFile> files) {
      long sum = 0;
      for (LiveFile file : files) {
        firsts.put(file.fragment(), sum);
        sum += file.file().rows();
      }
    }

    long of(long address) {
      return Objects.requireNonNull(firsts.get((int) (address >>> Integer.SIZE))) + (int) address;
    }
  }
}
