package dev.omnigraph.parquet;

import java.util.Optional;
import java.util.stream.Stream;

/** How values of a page are written. */
enum Encoding {
  PLAIN(0),
  PLAIN_DICTIONARY(2),
  RLE(3),
  BIT_PACKED(4),
  DELTA_BINARY_PACKED(5),
  DELTA_LENGTH_BYTE_ARRAY(6),
  DELTA_BYTE_ARRAY(7),
  RLE_DICTIONARY(8),
  BYTE_STREAM_SPLIT(9);

  private final int number;

  Encoding(int number) {
    this.number = number;
  }

  static Optional<Encoding> of(int number) {
    return Stream.of(values()).filter(encoding -> encoding.number == number).findFirst();
  }

  /** Whether values that are stored so can be read in it. */
  boolean fits(Physical type) {
    return switch (this) {
      case PLAIN, PLAIN_DICTIONARY, RLE_DICTIONARY -> true;
      case RLE -> type == Physical.BOOLEAN;
      case DELTA_BINARY_PACKED -> type == Physical.INT32 || type == Physical.INT64;
      case DELTA_LENGTH_BYTE_ARRAY -> type == Physical.BYTE_ARRAY;
      case DELTA_BYTE_ARRAY -> type == Physical.BYTE_ARRAY || type == Physical.FIXED_LEN_BYTE_ARRAY;
      case BYTE_STREAM_SPLIT -> type != Physical.BOOLEAN && type != Physical.BYTE_ARRAY;
      // Of levels in old files.
      case BIT_PACKED -> false;
    };
  }

  /** What files call it. */
  int number() {
    return number;
  }
}
