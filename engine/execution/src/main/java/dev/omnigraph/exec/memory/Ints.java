package dev.omnigraph.exec.memory;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/** A growing list of ints outside the heap, counted against the query's memory. */
public final class Ints implements AutoCloseable {
  private static final int FIRST_CAPACITY = 256;

  /** Fewer are set one by one. */
  private static final int MANY = 64;

  private final BufferAllocator allocator;
  private ArrowBuf buffer;

  /** Of the buffer, whose own checks take longer than all else before they are compiled. */
  private long address;

  private int capacity;
  private int size;

  public Ints(BufferAllocator allocator) {
    this.allocator = allocator;
    this.buffer = allocator.getEmpty();
  }

  public int size() {
    return size;
  }

  public int get(int index) {
    return MemoryUtil.getInt(addressOf(index));
  }

  public void set(int index, int value) {
    MemoryUtil.putInt(addressOf(index), value);
  }

  private long addressOf(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return address + (long) index * Integer.BYTES;
  }

  public void add(int value) {
    if (size == capacity) {
      reserve(size + 1L);
    }
    set(size++, value);
  }

  /** Grows to a size; new elements get the value. */
  public void growTo(int newSize, int value) {
    reserve(newSize);
    if (newSize - size > MANY && (value == 0 || value == -1)) {
      long from = (long) size * Integer.BYTES;
      long length = (long) newSize * Integer.BYTES - from;
      if (value == 0) {
        buffer.setZero(from, length);
      } else {
        buffer.setOne(from, length);
      }
      size = newSize;
    }
    while (size < newSize) {
      set(size++, value);
    }
  }

  /** Forgets all elements and keeps the space. */
  public void clear() {
    size = 0;
  }

  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /** Makes room, so that so many elements can be added without moving. */
  public void reserve(long wanted) {
    if (wanted <= capacity) {
      return;
    }
    if (wanted > QueryMemory.MOST_ROWS) {
      throw QueryMemory.tooManyRows();
    }
    long grown = Math.min(Math.max(Math.max(FIRST_CAPACITY, wanted), capacity * 2L), 1L << 30);
    ArrowBuf larger = allocator.buffer(Math.max(grown, wanted) * Integer.BYTES);
    larger.setBytes(0, buffer, 0, (long) size * Integer.BYTES);
    buffer.close();
    buffer = larger;
    address = larger.memoryAddress();
    capacity = (int) Math.min(larger.capacity() / Integer.BYTES, QueryMemory.MOST_ROWS);
  }

  @Override
  public void close() {
    buffer.close();
    size = 0;
    capacity = 0;
  }
}
