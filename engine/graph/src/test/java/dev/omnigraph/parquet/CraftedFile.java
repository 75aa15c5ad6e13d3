package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Files of one column and one row group, that say of themselves what no writer would say. */
final class CraftedFile {
  static final int REQUIRED = 0;
  static final int OPTIONAL = 1;
  static final int REPEATED = 2;

  /** Where the pages begin. */
  private static final int START = 4;

  private final CompactWriter footer = new CompactWriter();
  private Codec codec = Codec.UNCOMPRESSED;
  private long values = 1;
  private long rows = 1;
  private int data = START;
  private byte[] pages = {};

  private CraftedFile() {}

  /**
   * @param more fields of the column's element, from the sixth on
   */
  static CraftedFile of(Physical type, int repetition, Consumer<CompactWriter> more) {
    CraftedFile file = new CraftedFile();
    file.footer.begin().i32(1, 2).list(2, CompactWriter.STRUCT, 2);
    file.footer.begin().text(4, "schema").i32(5, 1).end();
    file.footer.begin().i32(1, type.ordinal()).i32(3, repetition).text(4, "x");
    more.accept(file.footer);
    file.footer.end();
    return file;
  }

  static CraftedFile of(Physical type, int repetition) {
    return of(type, repetition, none -> {});
  }

  CraftedFile packed(Codec with) {
    this.codec = with;
    return this;
  }

  CraftedFile rows(long count, long valueCount) {
    this.rows = count;
    this.values = valueCount;
    return this;
  }

  CraftedFile dataAt(int offset) {
    this.data = offset;
    return this;
  }

  CraftedFile page(byte[] page) {
    this.pages = join(pages, page);
    return this;
  }

  byte[] bytes() {
    footer.i64(3, rows).list(4, CompactWriter.STRUCT, 1);
    footer.begin().list(1, CompactWriter.STRUCT, 1);
    footer.begin().i64(2, 0).begin(3).i32(4, codec.ordinal()).i64(5, values);
    footer.i64(7, pages.length).i64(9, data).i64(11, START).end().end();
    footer.i64(2, 1).i64(3, rows).end();
    return file(pages, footer.end().bytes());
  }

  static byte[] file(byte[] pages, byte[] footer) {
    PlainBytes length = new PlainBytes();
    length.i32(footer.length);
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    return join(magic, pages, footer, length.take(), magic);
  }

  static byte[] data(byte[] body, int unpacked, int count, Encoding encoding) {
    return join(
        header(PageHeader.DATA, body, unpacked)
            .begin(5)
            .i32(1, count)
            .i32(2, encoding.number())
            .i32(3, Encoding.RLE.number())
            .i32(4, Encoding.RLE.number())
            .end()
            .end()
            .bytes(),
        body);
  }

  static byte[] dataV2(byte[] body, int unpacked, int count, int definitions, boolean packed) {
    return join(
        header(PageHeader.DATA_V2, body, unpacked)
            .begin(8)
            .i32(1, count)
            .i32(2, 0)
            .i32(3, count)
            .i32(4, Encoding.PLAIN.number())
            .i32(5, definitions)
            .i32(6, 0)
            .bool(7, packed)
            .end()
            .end()
            .bytes(),
        body);
  }

  static byte[] dictionary(byte[] body, int unpacked, int count) {
    return join(
        header(PageHeader.DICTIONARY, body, unpacked)
            .begin(7)
            .i32(1, count)
            .i32(2, 0)
            .end()
            .end()
            .bytes(),
        body);
  }

  /** As many times the first entry of a dictionary, as one list. */
  static byte[] listOfFirstEntry(int count) {
    byte[] body =
        join(
            withLength(join(run(1, 0), run(count - 1, 1))),
            withLength(run(count, 1)),
            new byte[] {0},
            run(count));
    return data(gzip(body), body.length, count, Encoding.RLE_DICTIONARY);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] withLength(byte[] bytes) {
    PlainBytes out = new PlainBytes();
    out.bytes(bytes);
    return out.take();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A run of levels or places, whose value takes as many bytes as there are. */
  private static byte[] run(int count, int... value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varints.write(out, (long) count << 1);
    for (int part : value) {
      out.write(part);
    }
    return out.toByteArray();
  }

  private static CompactWriter header(int type, byte[] body, int unpacked) {
    return new CompactWriter().begin().i32(1, type).i32(2, unpacked).i32(3, body.length);
  }
}
