package dev.omnigraph.parquet;

import java.util.List;

/** What stands at the end of a file and describes it. */
final class FooterWriter {
  private static final int VERSION = 2;
  private static final int REQUIRED = 0;
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;
  private static final int LIST_BEFORE = 3;

  private final CompactWriter out = new CompactWriter();

  /** The rows of a row group, and its columns. */
  record Group(long rows, List<WrittenChunk> chunks) {}

  private FooterWriter() {}

  static byte[] footer(List<WrittenColumn> columns, List<Group> groups) {
    return new FooterWriter().write(columns, groups);
  }

  private byte[] write(List<WrittenColumn> columns, List<Group> groups) {
    int elements = 1 + columns.stream().mapToInt(column -> column.list() ? 3 : 1).sum();
    out.begin().i32(1, VERSION).list(2, CompactWriter.STRUCT, elements);
    out.begin().text(4, "schema").i32(5, columns.size()).end();
    columns.forEach(this::column);
    out.i64(3, groups.stream().mapToLong(Group::rows).sum());
    out.list(4, CompactWriter.STRUCT, groups.size());
    groups.forEach(this::group);
    return out.text(6, "omnigraph").end().bytes();
  }

  private void column(WrittenColumn column) {
    int repetition = column.optional() ? OPTIONAL : REQUIRED;
    if (!column.list()) {
      values(column, column.name(), repetition);
      return;
    }
    out.begin().i32(3, repetition).text(4, column.name()).i32(5, 1).i32(6, LIST_BEFORE);
    out.begin(10).empty(3).end().end();
    out.begin().i32(3, REPEATED).text(4, "list").i32(5, 1).end();
    values(column, "element", REQUIRED);
  }

  private void values(WrittenColumn column, String name, int repetition) {
    out.begin().i32(1, column.physical().ordinal()).i32(3, repetition).text(4, name);
    boolean wide = column.physical() == Physical.INT64;
    // Each meaning in both ways, since readers know the older or the newer one.
    switch (column.logical()) {
      case TEXT -> out.i32(6, 0).begin(10).empty(1).end();
      case DATE -> out.i32(6, 6).begin(10).empty(6).end();
      case MILLIS ->
          out.i32(6, 9).begin(10).begin(8).bool(1, true).begin(2).empty(1).end().end().end();
      case UNSIGNED ->
          out.i32(6, wide ? 14 : 13)
              .begin(10)
              .begin(10)
              .i8(1, wide ? Long.SIZE : Integer.SIZE)
              .bool(2, false)
              .end()
              .end();
      default -> {}
    }
    out.end();
  }

  private void group(Group group) {
    out.begin().list(1, CompactWriter.STRUCT, group.chunks().size());
    group.chunks().forEach(this::chunk);
    out.i64(2, group.chunks().stream().mapToLong(WrittenChunk::unpacked).sum())
        .i64(3, group.rows())
        .i64(5, group.chunks().getFirst().offset())
        .i64(6, group.chunks().stream().mapToLong(WrittenChunk::packed).sum())
        .end();
  }

  private void chunk(WrittenChunk chunk) {
    WrittenColumn column = chunk.column();
    out.begin().i64(2, chunk.offset()).begin(3).i32(1, column.physical().ordinal());
    out.list(2, CompactWriter.I32, 2)
        .element(Encoding.PLAIN.number())
        .element(Encoding.RLE.number());
    List<String> path =
        column.list() ? List.of(column.name(), "list", "element") : List.of(column.name());
    out.list(3, CompactWriter.BINARY, path.size());
    path.forEach(out::element);
    out.i32(4, Codec.GZIP.ordinal())
        .i64(5, chunk.values())
        .i64(6, chunk.unpacked())
        .i64(7, chunk.packed())
        .i64(9, chunk.offset())
        .end()
        .end();
  }
}
