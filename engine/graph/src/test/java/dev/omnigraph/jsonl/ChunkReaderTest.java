package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkReaderTest {
  private static final LoadLimits SMALL = new LoadLimits(10, 3, 8);

  @Test
  void aSmallInputIsOneChunkWhichIsTheLast() {
    List<Chunk> chunks = chunks("ab\ncd\n", SMALL);

    assertThat(texts(chunks)).containsExactly("ab\ncd\n");
    assertThat(chunks.getFirst().last()).isTrue();
    assertThat(chunks.getFirst().firstLine()).isEqualTo(1);
  }

  @Test
  void anEmptyInputIsOneEmptyChunk() {
    assertThat(texts(chunks("", SMALL))).containsExactly("");
  }

  @Test
  void linesAreNeverCutAndNeverLost() {
    List<Chunk> chunks = chunks("aaaa\nbbbb\ncccc\nd\ne\nf\ng", SMALL);

    assertThat(texts(chunks)).containsExactly("aaaa\nbbbb\n", "cccc\nd\ne\n", "f\ng");
    assertThat(chunks).extracting(Chunk::firstLine).containsExactly(1, 3, 6);
    assertThat(chunks).extracting(Chunk::lastLine).containsExactly(2, 5, 7);
    assertThat(chunks).extracting(Chunk::last).containsExactly(false, false, true);
    assertThat(chunks).extracting(Chunk::index).containsExactly(0, 1, 2);
  }

  @Test
  void theCutsDoNotDependOnHowTheInputArrives() {
    String input = "aaaa\nbbbb\ncccc\nd\ne\nf\ng\n";
    ChunkReader dripping = new ChunkReader(oneByteAtATime(input), "in", "line", SMALL);
    List<Chunk> chunks = new ArrayList<>();
    for (Chunk chunk = dripping.next(); chunk != null; chunk = dripping.next()) {
      chunks.add(chunk);
    }

    assertThat(texts(chunks)).isEqualTo(texts(chunks(input, SMALL)));
    assertThat(chunks)
        .extracting(Chunk::digest)
        .isEqualTo(chunks(input, SMALL).stream().map(Chunk::digest).toList());
  }

  @Test
  void theDigestTellsALastChunkFromOneThatIsFollowed() {
    String alone = chunks("a\nb\nc\n", SMALL).getFirst().digest();
    String followed = chunks("a\nb\nc\nd\n", SMALL).getFirst().digest();

    assertThat(alone).hasSize(64).isNotEqualTo(followed);
  }

  @Test
  void aLineLargerThanTheBufferIsRead() {
    String line = "x".repeat(200_000) + "\n";

    assertThat(texts(chunks(line + line, new LoadLimits(1 << 20, 10, 1 << 20))))
        .containsExactly(line + line);
  }

  @Test
  void aLineBeyondTheLimitIsRefusedWithItsNumber() {
    assertThatThrownBy(() -> chunks("a\nbbbbbbbbbbbb\n", SMALL))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.code()).isEqualTo("line_too_long");
              assertThat(e).hasMessageContaining("in: line 2 is longer than 8 bytes");
            });
  }

  @Test
  void anInputThatBreaksOffSaysWhere() {
    InputStream broken =
        new InputStream() {
          private int left = 3;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("reset");
            }
            return '\n';
          }
        };

    assertThatThrownBy(() -> new ChunkReader(broken, "in", "line", SMALL).next())
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("input_unreadable"));
  }

  private static List<Chunk> chunks(String input, LoadLimits limits) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    ChunkReader reader = new ChunkReader(in, "in", "line", limits);
    List<Chunk> chunks = new ArrayList<>();
    for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  private static List<String> texts(List<Chunk> chunks) {
    return chunks.stream()
        .map(c -> new String(c.bytes(), 0, c.length(), StandardCharsets.UTF_8))
        .toList();
  }

  private static InputStream oneByteAtATime(String input) {
    return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] b, int off, int len) {
        return super.read(b, off, 1);
      }
    };
  }
}
