package dev.omnigraph.table;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.search.text.TailTexts;
import dev.omnigraph.search.vector.TableVectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;

/**
 * The values of one column in one version of a table as search indexes ask for them: a batch at a
 * time, with the addresses of their rows and without nulls.
 */
final class ColumnScan {
  /** Addresses are the text of a filter. */
  private static final int MOST_ADDRESSES = 4096;

  private final Table table;
  private final String column;

  ColumnScan(Table table, String column) {
    this.table = table;
    this.column = column;
  }

  /** Told of a value. */
  interface Reader {
    void row(FieldVector values, int row, long address);
  }

  /** The same with the rows that have no value. */
  void readAll(Collection<LiveFile> files, Reader reader) {
    List<Integer> fragments = files.stream().map(LiveFile::fragment).toList();
    if (!fragments.isEmpty()) {
      scanAll(request -> request.in(fragments), reader);
    }
  }

  /** All rows of some fragments of the version. */
  void read(Collection<LiveFile> files, Reader reader) {
    List<Integer> fragments = files.stream().map(LiveFile::fragment).toList();
    if (!fragments.isEmpty()) {
      scan(request -> request.in(fragments), reader);
    }
  }

  /** Some rows. */
  void read(long[] addresses, Reader reader) {
    for (int from = 0; from < addresses.length; from += MOST_ADDRESSES) {
      List<Long> some = new ArrayList<>();
      for (int i = from; i < Math.min(addresses.length, from + MOST_ADDRESSES); i++) {
        some.add(addresses[i]);
      }
      scan(request -> request.at(some), reader);
    }
  }

  private void scan(UnaryOperator<ScanRequest> scope, Reader reader) {
    scanAll(
        scope,
        (values, row, address) -> {
          if (!values.isNull(row)) {
            reader.row(values, row, address);
          }
        });
  }

  private void scanAll(UnaryOperator<ScanRequest> scope, Reader reader) {
    ScanRequest request = scope.apply(ScanRequest.of(List.of(column)).addressed());
    try (BatchStream stream = table.scan(request)) {
      while (stream.next()) {
        FieldVector values = stream.batch().getVector(column);
        UInt8Vector addresses = (UInt8Vector) stream.batch().getVector(ScanRequest.ROW_ADDRESS);
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          reader.row(values, row, addresses.get(row));
        }
      }
    }
  }

  /** As texts. */
  TailTexts texts() {
    return new TailTexts() {
      @Override
      public void read(Collection<LiveFile> files, TextSink sink) {
        ColumnScan.this.read(files, sinking(sink));
      }

      @Override
      public void read(long[] addresses, TextSink sink) {
        ColumnScan.this.read(addresses, sinking(sink));
      }
    };
  }

  /** Stands for all rows of a table that does not say which fragments it consists of. */
  static List<LiveFile> all(Table table) {
    long rows = table.pin().rows();
    return List.of(new LiveFile(0, new CoveredFile("all", rows, ""), rows));
  }

  /** As texts of a table that does not say which fragments it consists of: all of its rows. */
  TailTexts allTexts() {
    TailTexts some = texts();
    return new TailTexts() {
      @Override
      public void read(Collection<LiveFile> files, TextSink sink) {
        scan(UnaryOperator.identity(), sinking(sink));
      }

      @Override
      public void read(long[] addresses, TextSink sink) {
        some.read(addresses, sink);
      }
    };
  }

  private static Reader sinking(TailTexts.TextSink sink) {
    return (values, row, address) -> sink.accept(address, text(values, row));
  }

  private static String text(FieldVector values, int row) {
    return String.valueOf(ArrowValues.get(values, row));
  }

  /** As vectors. */
  TableVectors vectors() {
    return new TableVectors() {
      @Override
      public void read(Collection<LiveFile> files, Sink sink) {
        ColumnScan.this.read(files, sinking(sink));
      }

      @Override
      public void read(long[] addresses, Sink sink) {
        ColumnScan.this.read(addresses, sinking(sink));
      }
    };
  }

  /** As vectors of a table that does not say which fragments it consists of: all of its rows. */
  TableVectors allVectors() {
    TableVectors some = vectors();
    return new TableVectors() {
      @Override
      public void read(Collection<LiveFile> files, Sink sink) {
        scan(UnaryOperator.identity(), sinking(sink));
      }

      @Override
      public void read(long[] addresses, Sink sink) {
        some.read(addresses, sink);
      }
    };
  }

  private static Reader sinking(TableVectors.Sink sink) {
    return (values, row, address) -> {
      if (!(ArrowValues.get(values, row) instanceof float[] vector)) {
        throw LanceFailures.defect("The column " + values.getName() + " has no vectors.");
      }
      sink.row(address, vector);
    };
  }
}
