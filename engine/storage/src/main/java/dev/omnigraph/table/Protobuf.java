package dev.omnigraph.table;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** Members of protobuf messages by their numbers, so that members that are not known here stay. */
final class Protobuf {
  private Protobuf() {}

  /**
   * @throws IllegalArgumentException if it is no message
   */
  static UnknownFieldSet parsed(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a message", e);
    }
  }

  /** The last of a scalar's values, as protobuf has it; 0 when there is none. */
  static long number(UnknownFieldSet message, int member) {
    List<Long> values = message.getField(member).getVarintList();
    return values.isEmpty() ? 0 : values.getLast();
  }

  /** The last of a text's values, as protobuf has it; empty when there is none. */
  static String text(UnknownFieldSet message, int member) {
    List<ByteString> values = message.getField(member).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.getLast().toStringUtf8();
  }

  /** Sets a scalar without presence: 0 is not written. */
  static void number(UnknownFieldSet.Builder message, int member, long value) {
    message.clearField(member);
    if (value != 0) {
      present(message, member, value);
    }
  }

  /** Sets a scalar that is written also when it is 0. */
  static void present(UnknownFieldSet.Builder message, int member, long value) {
    message.clearField(member).addField(member, Field.newBuilder().addVarint(value).build());
  }

  /** Sets texts or messages. */
  static void bytes(UnknownFieldSet.Builder message, int member, List<ByteString> values) {
    Field.Builder field = Field.newBuilder();
    values.forEach(field::addLengthDelimited);
    message.clearField(member).addField(member, field.build());
  }

  /** Sets a list of numbers of 32 bits. */
  static void packed(UnknownFieldSet.Builder message, int member, int[] values) {
    if (values.length == 0) {
      return;
    }
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (int value : values) {
        out.writeInt32NoTag(value);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes(message, member, List.of(bytes.toByteString()));
  }

  /**
   * A list of numbers of 32 bits, however it is written.
   *
   * @throws IllegalArgumentException if it is none
   */
  static int[] numbers(UnknownFieldSet message, int member) {
    Field field = message.getField(member);
    IntStream.Builder numbers = IntStream.builder();
    field.getVarintList().forEach(number -> numbers.add(number.intValue()));
    try {
      for (ByteString packed : field.getLengthDelimitedList()) {
        for (CodedInputStream in = packed.newCodedInput(); !in.isAtEnd(); ) {
          numbers.add(in.readInt32());
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not a list of numbers", e);
    }
    return numbers.build().toArray();
  }
}
