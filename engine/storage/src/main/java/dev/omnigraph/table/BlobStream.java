package dev.omnigraph.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.lance.BlobFile;
import org.lance.Dataset;

/**
 * A scan with blob columns. Lance's own scan gives a blob's position and size in its place; here
 * the values are fetched, as many rows at a time as the limit on blob bytes allows.
 */
final class BlobStream implements BatchStream {
  private final LanceTables tables;
  private final Dataset dataset;
  private final ScanStream scan;
  private final VectorSchemaRoot batch;
  private int nextRow;
  private int rows;

  BlobStream(
      LanceTables tables, Dataset dataset, ScanStream scan, ScanRequest request, Schema schema) {
    this.tables = tables;
    this.dataset = dataset;
    this.scan = scan;
    List<Field> fields = new ArrayList<>();
    request.columns().forEach(name -> fields.add(schema.findField(name)));
    if (request.withRowAddress()) {
      fields.add(
          new Field(
              ScanRequest.ROW_ADDRESS, FieldType.nullable(new ArrowType.Int(64, false)), null));
    }
    this.batch = VectorSchemaRoot.create(new Schema(fields), tables.allocator());
  }

  @Override
  public boolean next() {
    while (nextRow >= rows) {
      if (!scan.next()) {
        return false;
      }
      nextRow = 0;
      rows = scan.batch().getRowCount();
    }
    int end = endOfBatch();
    for (FieldVector vector : batch.getFieldVectors()) {
      FieldVector found = scan.batch().getVector(vector.getName());
      vector.clear();
      if (ArrowSchemas.isBlob(vector.getField())) {
        fetch((LargeVarBinaryVector) vector, (StructVector) found, end);
      } else {
        TransferPair transfer = found.makeTransferPair(vector);
        transfer.splitAndTransfer(nextRow, end - nextRow);
      }
    }
    batch.setRowCount(end - nextRow);
    nextRow = end;
    return true;
  }

  @Override
  public VectorSchemaRoot batch() {
    return batch;
  }

  @Override
  public void close() {
    try {
      batch.close();
    } finally {
      scan.close();
    }
  }

  /** At least one row, then more while their blobs stay within the limit. */
  private int endOfBatch() {
    List<UInt8Vector> sizes =
        batch.getFieldVectors().stream()
            .filter(vector -> ArrowSchemas.isBlob(vector.getField()))
            .map(vector -> (StructVector) scan.batch().getVector(vector.getName()))
            .map(descriptors -> (UInt8Vector) descriptors.getChild("size"))
            .toList();
    long bytes = 0;
    int end = nextRow;
    while (end < rows) {
      int row = end;
      bytes += sizes.stream().mapToLong(size -> content(size, row)).sum();
      if (end > nextRow && bytes > tables.options().batches().blobBytes()) {
        break;
      }
      end++;
    }
    return end;
  }

  private static long content(UInt8Vector sizes, int row) {
    return sizes.isNull(row) ? 0 : Math.max(0, sizes.get(row) - BlobFormat.HEADER);
  }

  private void fetch(LargeVarBinaryVector target, StructVector descriptors, int end) {
    UInt8Vector addresses = (UInt8Vector) scan.batch().getVector(ScanRequest.ROW_ADDRESS);
    List<Long> wanted = new ArrayList<>();
    for (int row = nextRow; row < end; row++) {
      if (!descriptors.isNull(row)) {
        wanted.add(addresses.get(row));
      }
    }
    List<byte[]> values = read(target.getName(), wanted);
    int value = 0;
    for (int row = nextRow; row < end; row++) {
      if (descriptors.isNull(row)) {
        target.setNull(row - nextRow);
      } else {
        target.setSafe(row - nextRow, values.get(value++));
      }
    }
    target.setValueCount(end - nextRow);
  }

  private List<byte[]> read(String column, List<Long> addresses) {
    if (addresses.isEmpty()) {
      return List.of();
    }
    return LanceFailures.guard(
        "read blobs of the column " + column,
        () -> {
          List<BlobFile> files = dataset.takeBlobs(addresses, column);
          try {
            List<byte[]> values = new ArrayList<>();
            for (BlobFile file : files) {
              byte[] value = file.read();
              tables.counter().read(1, value.length);
              values.add(BlobFormat.content(value));
            }
            return values;
          } finally {
            closeAll(files);
          }
        });
  }

  private static void closeAll(List<BlobFile> files) throws IOException {
    for (BlobFile file : files) {
      file.close();
    }
  }
}
