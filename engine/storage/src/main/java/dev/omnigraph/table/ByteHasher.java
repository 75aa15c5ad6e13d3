package dev.omnigraph.table;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.memory.util.hash.ArrowBufHasher;
import org.apache.arrow.memory.util.hash.MurmurHasher;

/**
 * The Murmur hash of all bytes of a value. Arrow's own leaves out one of the last two or three, so
 * texts that differ there alone, as numbered names and ids do, would share a hash.
 */
public final class ByteHasher implements ArrowBufHasher {
  @Override
  public int hashCode(long address, long length) {
    int hash = 0;
    long at = address;
    long end = address + length;
    for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
      hash = MurmurHasher.combineHashCode(hash, MemoryUtil.getInt(at));
    }
    int rest = 0;
    for (; at < end; at++) {
      rest = rest << Byte.SIZE | MemoryUtil.getByte(at) & 0xFF;
    }
    return MurmurHasher.finalizeHashCode(MurmurHasher.combineHashCode(hash, rest), length);
  }

  @Override
  public int hashCode(ArrowBuf buffer, long offset, long length) {
    buffer.checkBytes(offset, offset + length);
    return hashCode(buffer.memoryAddress() + offset, length);
  }
}
