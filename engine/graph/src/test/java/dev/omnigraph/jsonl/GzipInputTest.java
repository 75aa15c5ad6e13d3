package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.rule.GraphError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipInputTest {
  private static final byte[] A = bytes("{\"a\":1}\n");
  private static final byte[] B = bytes("{\"b\":2}\n");

  @Test
  void oneMemberOrSeveralAreUnpackedToTheirEnd() throws IOException {
    assertThat(unpack(gzip(A))).isEqualTo(A);
    assertThat(unpack(join(gzip(A), gzip(B), gzip(new byte[0]), gzip(A)))).isEqualTo(join(A, B, A));
  }

  @Test
  void howTheInputArrivesDoesNotMatter() throws IOException {
    byte[] text = new byte[300_000];
    new Random(7).nextBytes(text);
    byte[] packed = join(gzip(text), gzip(B));

    assertThat(new GzipInput(oneByteAtATime(packed)).readAllBytes()).isEqualTo(join(text, B));
    assertThat(unpack(packed)).isEqualTo(join(text, B));
  }

  @Test
  void zerosAfterTheLastMemberAreFine() throws IOException {
    assertThat(unpack(join(gzip(A), new byte[100_000]))).isEqualTo(A);
    assertThat(fault(join(gzip(A), new byte[512], gzip(B)))).hasMessageContaining("zeros");
  }

  @Test
  void headersMayHaveANameAndACommentAndExtraFieldsAndAChecksum() throws IOException {
    byte[] plain = gzip(A);
    byte[] header = {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0};
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] check = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

    assertThat(unpack(join(header, check, rest))).isEqualTo(A);
    check[0]++;
    assertThat(fault(join(header, check, rest))).hasMessageContaining("checksum of its header");
  }

  @Test
  void whatFollowsAMemberAndIsNotWholeGzipIsAnError() throws IOException {
    byte[] wrongMagic = gzip(B);
    wrongMagic[1]++;
    byte[] a = gzip(A);

    for (byte[] rest :
        new byte[][] {B, Arrays.copyOf(gzip(B), 6), wrongMagic, zlib(B), {0x1f}, {0, 0, 1}}) {
      InputFault fault = fault(join(a, rest));
      assertThat(fault.code()).isEqualTo(GraphError.GZIP_DAMAGED);
    }
  }

  @Test
  void everyCutIsFound() throws IOException {
    byte[] packed = join(gzip(A), gzip(B));
    int whole = gzip(A).length;
    for (int length = 2; length < packed.length; length++) {
      if (length != whole) {
        assertThat(fault(Arrays.copyOf(packed, length))).hasMessageContaining("breaks off");
      }
    }
  }

  @Test
  void aWrongChecksumAndAWrongLengthAreFound() throws IOException {
    byte[] checksum = gzip(A);
    checksum[checksum.length - 8]++;
    byte[] length = gzip(A);
    length[length.length - 4]++;

    assertThat(fault(checksum)).hasMessage("the gzip data is damaged: its checksum does not fit");
    assertThat(fault(length)).hasMessage("the gzip data is damaged: its length does not fit");
  }

  @Test
  void whatUnpacksToFarMoreThanDataDoesIsStopped() throws IOException {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(100_000);

    GzipInput input = new GzipInput(new ByteArrayInputStream(bomb));

    long read = 0;
    InputFault fault = null;
    byte[] buffer = new byte[1 << 16];
    while (fault == null) {
      try {
        read += input.read(buffer);
      } catch (InputFault e) {
        fault = e;
      }
    }
    assertThat(fault.code()).isEqualTo(GraphError.COMPRESSED_TOO_FAR);
    assertThat(read).isLessThanOrEqualTo(GzipInput.FREE_BYTES + buffer.length);
  }

  @Test
  void dataThatRepeatsItselfIsNotStopped() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; lines.length() < 2 * GzipInput.FREE_BYTES; i++) {
      lines.append("{\"type\":\"Topic\",\"data\":{\"slug\":\"t").append(i).append("\",\"text\":\"");
      lines.append("the same long text again ".repeat(10)).append("\"}}\n");
    }
    byte[] text = bytes(lines.toString());

    assertThat(unpack(gzip(text))).hasSize(text.length);
  }

  @Test
  void closingItLeavesThePackedInputOpen() throws IOException {
    InputStream packed = new ByteArrayInputStream(gzip(A));
    try (UnpackedInput input = new UnpackedInput(packed)) {
      assertThat(input.readAllBytes()).isEqualTo(A);
    }
    assertThat(packed.read()).isEqualTo(-1);
  }

  @Test
  void whatDoesNotBeginLikeGzipIsReadAsItIs() throws IOException {
    for (byte[] plain : new byte[][] {{}, {0x1f}, {'{'}, A}) {
      try (UnpackedInput input = new UnpackedInput(new ByteArrayInputStream(plain))) {
        assertThat(input.readAllBytes()).isEqualTo(plain);
      }
    }
    assertThatThrownBy(
            () ->
                new UnpackedInput(new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b}))
                    .readAllBytes())
        .isInstanceOf(InputFault.class);
  }

  private static InputFault fault(byte[] packed) {
    return catchThrowableOfType(InputFault.class, () -> unpack(packed));
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (GzipInput input = new GzipInput(new ByteArrayInputStream(packed))) {
      return input.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  private static byte[] zlib(byte[] text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(text);
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream oneByteAtATime(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(1, length));
      }
    };
  }
}
