package dev.omnigraph.jsonl;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an input is that is not JSON Lines, told once instead of line by line. */
final class InputShape {
  private static final int LOOKED_AT = 4096;
  private static final String PACKED = "; unpack it, or pack it with gzip, and load lines";

  /** By the first bytes, hex. */
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "504b0304",
          "a zip archive" + PACKED,
          "28b52ffd",
          "packed with zstd" + PACKED,
          "425a68",
          "packed with bzip2" + PACKED,
          "fd377a585a00",
          "packed with xz" + PACKED,
          "50415231",
          "a Parquet file; load it as one, with the format parquet",
          "4152524f5731",
          "an Arrow file; write its rows as JSON Lines",
          "fffe",
          "text in UTF-16; save it as lines of UTF-8",
          "feff",
          "text in UTF-16; save it as lines of UTF-8");

  private InputShape() {}

  /**
   * @param chunk the first of the input
   * @return what follows "the input is", when it certainly is not JSON Lines
   */
  static Optional<String> of(Chunk chunk) {
    int length = Math.min(chunk.length(), LOOKED_AT);
    String first = HexFormat.of().formatHex(chunk.bytes(), 0, Math.min(8, length));
    Optional<String> signature =
        SIGNATURES.entrySet().stream()
            .filter(known -> first.startsWith(known.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    return signature.isPresent() ? signature : text(chunk, length);
  }

  private static Optional<String> text(Chunk chunk, int length) {
    String start = new String(chunk.bytes(), 0, length, StandardCharsets.UTF_8);
    List<String> lines =
        start.lines().map(InputShape::stripped).filter(line -> !line.isEmpty()).limit(2).toList();
    if (lines.size() < 2) {
      return lines.isEmpty() || !lines.getFirst().startsWith("[{")
          ? Optional.empty()
          : Optional.of("a JSON array; write each entity on a line of its own");
    }
    String one = lines.get(0);
    String two = lines.get(1);
    if (one.equals("[") || one.startsWith("[{")) {
      return Optional.of("a JSON array; write each entity on a line of its own");
    }
    boolean opens = one.equals("{") || one.startsWith("{") && one.matches(".*[,{\\[]");
    if (opens && !two.startsWith("{")) {
      return Optional.of("JSON over several lines; write each entity on one line");
    }
    boolean rows = !one.startsWith("{") && !two.startsWith("{") && separated(one) && separated(two);
    return rows
        ? Optional.of("rows of texts, as in CSV; write each row as a line")
        : Optional.empty();
  }

  private static String stripped(String line) {
    return (line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
  }

  private static boolean separated(String line) {
    return line.contains(",") || line.contains(";") || line.contains("\t") || line.contains("|");
  }
}
