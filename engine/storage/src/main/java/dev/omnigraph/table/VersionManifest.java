package dev.omnigraph.table;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.omnigraph.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a table consists of: Lance's {@code Manifest} message, in which commits that
 * only add fragments, exchange their lists of deleted rows or drop them have exchanged these, and
 * nothing else. Its number and its indexes are those of the version that was made last by Lance
 * itself, its <em>base</em>. Immutable; equal when the content is.
 *
 * <p>The number tells nothing about the content: two branches may have gone on from one base.
 */
public final class VersionManifest {
  private static final int FRAGMENTS = 2;
  private static final int VERSION = 3;
  private static final int INDEX_SECTION = 6;
  private static final int READER_FLAGS = 9;
  private static final int WRITER_FLAGS = 10;
  private static final int MAX_FRAGMENT_ID = 11;
  private static final int TRANSACTION_FILE = 12;
  private static final int TRANSACTION_SECTION = 21;

  /** The flag of a version that has lists of deleted rows: the only one that is known here. */
  private static final long DELETIONS = 1;

  /** Of the numbers of versions that nothing counts, by which the library opens any at once. */
  private static final long DETACHED = 1L << 63;

  /** Of the number of a handle that reads no index, which is nowhere the number of a version. */
  private static final long SHADOW = 1L << 62;

  /** Position of the message, two numbers of the format, and four letters. */
  private static final int FOOTER = 16;

  private static final byte[] MAGIC = {'L', 'A', 'N', 'C'};

  private final UnknownFieldSet rest;
  private final List<FragmentMessage> fragments;
  private final long maxFragmentId;
  private final ByteString message;

  /**
   * @param rest members other than the fragments and the greatest id
   * @param maxFragmentId -1 before the first fragment
   * @throws IllegalArgumentException see {@link #parse}
   */
  private VersionManifest(
      UnknownFieldSet rest, List<FragmentMessage> fragments, long maxFragmentId) {
    checkIds(fragments, maxFragmentId);
    this.rest = rest;
    this.fragments = List.copyOf(fragments);
    this.maxFragmentId = maxFragmentId;
    UnknownFieldSet.Builder whole = rest.toBuilder();
    Protobuf.bytes(whole, FRAGMENTS, fragments.stream().map(FragmentMessage::bytes).toList());
    if (maxFragmentId >= 0) {
      Protobuf.present(whole, MAX_FRAGMENT_ID, maxFragmentId);
    }
    this.message = whole.build().toByteString();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException saying what is wrong: not a message, a fragment id that is
   *     there twice or was never given out, or flags of a format that is not known, all of which
   *     the table library would not notice
   */
  public static VersionManifest parse(byte[] message) {
    UnknownFieldSet whole = Protobuf.parsed(ByteString.copyFrom(message));
    long flags = Protobuf.number(whole, READER_FLAGS) | Protobuf.number(whole, WRITER_FLAGS);
    if ((flags & ~DELETIONS) != 0) {
      throw new IllegalArgumentException("it has features that are not known: flags " + flags);
    }
    return new VersionManifest(
        whole.toBuilder().clearField(FRAGMENTS).clearField(MAX_FRAGMENT_ID).build(),
        whole.getField(FRAGMENTS).getLengthDelimitedList().stream()
            .map(FragmentMessage::parse)
            .toList(),
        whole.hasField(MAX_FRAGMENT_ID) ? Protobuf.number(whole, MAX_FRAGMENT_ID) : -1);
  }

  /**
   * Reads the message of a version's file, at the end of it.
   *
   * @throws IllegalArgumentException see {@link #parse}
   */
  static VersionManifest ofFile(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int footer = file.length - FOOTER;
    if (footer < 0
        || !ByteBuffer.wrap(MAGIC).equals(bytes.slice(file.length - MAGIC.length, MAGIC.length))) {
      throw new IllegalArgumentException("not a version of a table");
    }
    long at = bytes.getLong(footer);
    if (at < 0 || at > footer - Integer.BYTES) {
      throw new IllegalArgumentException("its manifest lies outside of it");
    }
    byte[] message = new byte[footer - Integer.BYTES - (int) at];
    if (bytes.getInt((int) at) != message.length) {
      throw new IllegalArgumentException("its manifest does not end at its footer");
    }
    bytes.get((int) at + Integer.BYTES, message);
    return parse(message);
  }

  /**
   * The message, deflated, in Base64.
   *
   * @see #unpack
   */
  public String packed() {
    return Packing.pack(message());
  }

  /**
   * Reads a packed message.
   *
   * @throws IllegalArgumentException see {@link #parse}
   */
  public static VersionManifest unpack(String packed) {
    return parse(Packing.unpack(packed));
  }

  /** The message; equal bytes for equal versions. */
  public byte[] message() {
    return message.toByteArray();
  }

  /** What tells versions apart: SHA-256 of the message, as 64 lower-case hexadecimal digits. */
  public String digest() {
    return Sha256.hex(message());
  }

  List<FragmentMessage> fragments() {
    return fragments;
  }

  /** Rows that are not deleted. */
  public long rows() {
    return fragments.stream().mapToLong(FragmentMessage::rows).sum();
  }

  /** Keys of the data and of the lists of deleted rows. */
  public List<String> files(String path) {
    return fragments.stream().flatMap(fragment -> fragment.files(path).stream()).toList();
  }

  /**
   * The same rows for a handle that reads no index: then nothing asks the store for the base's list
   * of them, nor for the base. What such a handle commits has lost its indexes.
   */
  byte[] withoutIndexes() {
    UnknownFieldSet.Builder shadow =
        Protobuf.parsed(message).toBuilder()
            .clearField(INDEX_SECTION)
            .clearField(TRANSACTION_FILE)
            .clearField(TRANSACTION_SECTION);
    Protobuf.number(shadow, VERSION, (Protobuf.number(rest, VERSION) ^ SHADOW) | DETACHED);
    return shadow.build().toByteArray();
  }

  /**
   * The version after a change. New fragments get the ids that follow the greatest that was ever
   * given out; no id is given out twice.
   *
   * @return empty when a fragment that the change touches is not there, or not as it was
   * @throws IllegalArgumentException if the change holds no messages, or touches a fragment twice
   */
  Optional<VersionManifest> after(RowDelta delta) {
    Map<Long, RowDelta.Touched> touched = new HashMap<>();
    for (RowDelta.Touched touch : delta.touched()) {
      if (touched.put(touch.id(), touch) != null) {
        throw new IllegalArgumentException("fragment " + touch.id() + " is touched twice");
      }
    }
    List<FragmentMessage> after = new ArrayList<>();
    for (FragmentMessage fragment : fragments) {
      RowDelta.Touched touch = touched.remove(fragment.id());
      if (touch == null) {
        after.add(fragment);
      } else if (!touch.was().equals(fragment.digest())) {
        return Optional.empty();
      } else {
        touch.now().ifPresent(after::add);
      }
    }
    if (!touched.isEmpty()) {
      return Optional.empty();
    }
    long max = maxFragmentId;
    for (FragmentMessage added : delta.fragments()) {
      max++;
      after.add(added.withId(max));
    }
    return Optional.of(new VersionManifest(flagged(after), after, max));
  }

  /** The change of rows that makes the other version of this one, if any does. */
  RowDelta deltaTo(VersionManifest next) {
    Map<Long, FragmentMessage> left = new HashMap<>();
    next.fragments.forEach(fragment -> left.put(fragment.id(), fragment));
    List<RowDelta.Touched> touched = new ArrayList<>();
    for (FragmentMessage fragment : fragments) {
      FragmentMessage now = left.remove(fragment.id());
      if (!fragment.equals(now)) {
        touched.add(RowDelta.Touched.of(fragment, now));
      }
    }
    return RowDelta.of(
        next.fragments.stream().filter(fragment -> left.containsKey(fragment.id())).toList(),
        touched);
  }

  /** Only the flag that says whether rows are deleted follows from the fragments. */
  private UnknownFieldSet flagged(List<FragmentMessage> after) {
    long deletions = after.stream().anyMatch(FragmentMessage::hasDeletions) ? DELETIONS : 0;
    UnknownFieldSet.Builder flagged = rest.toBuilder();
    for (int flags : List.of(READER_FLAGS, WRITER_FLAGS)) {
      Protobuf.number(flagged, flags, (Protobuf.number(rest, flags) & ~DELETIONS) | deletions);
    }
    return flagged.build();
  }

  private static void checkIds(List<FragmentMessage> fragments, long max) {
    Set<Long> ids = new HashSet<>();
    for (FragmentMessage fragment : fragments) {
      if (!ids.add(fragment.id())) {
        throw new IllegalArgumentException("fragment " + fragment.id() + " is there twice");
      }
      // Addresses of rows have 32 bits for it, and the library's Java objects an int.
      if (fragment.id() < 0 || fragment.id() > Math.min(max, Integer.MAX_VALUE)) {
        throw new IllegalArgumentException("fragment " + fragment.id() + " was never given out");
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionManifest that && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return message.hashCode();
  }

  @Override
  public String toString() {
    return fragments.size() + " fragments on version " + Protobuf.number(rest, VERSION);
  }
}
