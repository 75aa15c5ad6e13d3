package dev.omnigraph.search.vector;

import dev.omnigraph.derived.PageInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A page of a list as {@link ListRows#page} makes it. */
final class ListPage {
  private final int dimension;
  private final int codeBytes;
  private final int[] numbers;
  private final ByteBuffer bytes;
  private final int beside;

  /**
   * @param rows of the page
   * @param most how many rows there are in all files
   * @throws dev.omnigraph.derived.DerivedUnusable if it cannot be a page of that
   */
  ListPage(byte[] page, int rows, int dimension, long most) {
    this.dimension = dimension;
    this.codeBytes = RowCode.bytes(dimension);
    PageInput in = new PageInput(page);
    numbers = new int[rows];
    long number = 0;
    for (int i = 0; i < rows; i++) {
      number += in.signed();
      if (number < 0 || number >= most) {
        throw PageInput.damaged();
      }
      numbers[i] = (int) number;
    }
    beside = in.position();
    if (page.length - beside != (long) rows * (ListRows.NUMBERS * Float.BYTES + codeBytes)) {
      throw PageInput.damaged();
    }
    bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ListRows.NUMBERS * rows; i++) {
      float own = bytes.getFloat(beside + i * Float.BYTES);
      if (!(own >= 0) || own == Float.POSITIVE_INFINITY) {
        throw PageInput.damaged();
      }
    }
  }

  int rows() {
    return numbers.length;
  }

  int number(int row) {
    return numbers[row];
  }

  /** By which its codes are to be multiplied. */
  float scale(int row) {
    return beside(row, 0);
  }

  /** How far it is from its centre. */
  float length(int row) {
    return beside(row, 1);
  }

  /** How long what is wrong about its codes is. */
  float off(int row) {
    return beside(row, 2);
  }

  /** The product of a row's codes with a vector. */
  double dot(int row, double[] with) {
    byte[] codes = bytes.array();
    int at = beside + numbers.length * ListRows.NUMBERS * Float.BYTES + row * codeBytes;
    double low = 0;
    double high = 0;
    double lower = 0;
    double higher = 0;
    int both = dimension - codeBytes;
    int i = 0;
    for (; i + 1 < both; i += 2) {
      byte first = codes[at + i];
      byte second = codes[at + i + 1];
      low += with[i] * low(first);
      high += with[codeBytes + i] * high(first);
      lower += with[i + 1] * low(second);
      higher += with[codeBytes + i + 1] * high(second);
    }
    for (; i < codeBytes; i++) {
      low += with[i] * low(codes[at + i]);
      high += i < both ? with[codeBytes + i] * high(codes[at + i]) : 0;
    }
    return low + lower + (high + higher);
  }

  private static int low(byte codes) {
    return (byte) (codes << 4) >> 4;
  }

  private static int high(byte codes) {
    return codes >> 4;
  }

  private float beside(int row, int number) {
    return bytes.getFloat(beside + (row * ListRows.NUMBERS + number) * Float.BYTES);
  }
}
