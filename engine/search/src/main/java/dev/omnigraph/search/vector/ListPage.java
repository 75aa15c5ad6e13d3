package dev.omnigraph.search.vector;

import dev.omnigraph.derived.PageInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A page of a list as {@link ListRows#page} makes it. */
final class ListPage {
  private final int dimension;
  private final int[] numbers;
  private final ByteBuffer bytes;
  private final int steps;

  /**
   * @param rows of the page
   * @param most how many rows there are in all files
   * @throws dev.omnigraph.derived.DerivedUnusable if it cannot be a page of that
   */
  ListPage(byte[] page, int rows, int dimension, long most) {
    this.dimension = dimension;
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
    steps = in.position();
    if (page.length - steps != (long) rows * (Float.BYTES + dimension)) {
      throw PageInput.damaged();
    }
    bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      if (!(step(i) >= 0) || step(i) == Float.POSITIVE_INFINITY) {
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

  float step(int row) {
    return bytes.getFloat(steps + row * Float.BYTES);
  }

  /** The product of a row's codes with a vector. */
  double dot(int row, double[] with) {
    byte[] codes = bytes.array();
    int at = at(row);
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int whole = dimension & ~3;
    for (int i = 0; i < whole; i += 4) {
      first += with[i] * codes[at + i];
      second += with[i + 1] * codes[at + i + 1];
      third += with[i + 2] * codes[at + i + 2];
      fourth += with[i + 3] * codes[at + i + 3];
    }
    for (int i = whole; i < dimension; i++) {
      first += with[i] * codes[at + i];
    }
    return first + second + (third + fourth);
  }

  /** The sum of the squares of a row's codes. */
  long square(int row) {
    return Codes.square(bytes.array(), at(row), at(row) + dimension);
  }

  private int at(int row) {
    return steps + numbers.length * Float.BYTES + row * dimension;
  }
}
