package dev.omnigraph.jsonl;

import dev.omnigraph.id.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Whole lines of an input, as bytes.
 *
 * @param index of the chunk, from 0
 * @param bytes the lines are at the start of it
 * @param length of the lines in bytes
 * @param firstLine number of the first line in the input, from 1
 * @param lastLine number of the last line; one less than the first when there is none
 * @param last whether the input ends here
 */
record Chunk(int index, byte[] bytes, int length, int firstLine, int lastLine, boolean last) {

  /** Lower-case hex SHA-256 of the lines and of whether more follow. */
  String digest() {
    MessageDigest sha = Sha256.digest();
    sha.update(bytes, 0, length);
    sha.update((byte) (last ? 1 : 0));
    return HexFormat.of().formatHex(sha.digest());
  }
}
