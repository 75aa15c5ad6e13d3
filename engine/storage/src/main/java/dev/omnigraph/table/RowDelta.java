package dev.omnigraph.table;

import com.google.protobuf.ByteString;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that come, and fragments that lose rows: a change of a table that is whole without a
 * version of its own.
 *
 * @param added Lance's {@code DataFragment} messages in Base64, without the ids that whoever
 *     applies them gives out
 * @param touched the fragments that lose rows, each once
 */
public record RowDelta(List<String> added, List<Touched> touched) implements TableStep {
  static final RowDelta NONE = new RowDelta(List.of(), List.of());

  public RowDelta {
    added = List.copyOf(added);
    touched = List.copyOf(touched);
  }

  /**
   * A fragment that loses rows.
   *
   * @param was digest of its message when the rows were chosen: the change fits only while it is
   *     the same, because another message may stand for other rows under the same id
   * @param is its message with the new list of deleted rows in Base64, or null when no row is left
   */
  public record Touched(long id, String was, @Nullable String is) {
    static Touched of(FragmentMessage was, @Nullable FragmentMessage is) {
      return new Touched(was.id(), was.digest(), is == null ? null : encoded(is));
    }

    /** As it is afterwards; empty when no row is left. */
    Optional<FragmentMessage> now() {
      return Optional.ofNullable(is).map(message -> decoded(message).withId(id));
    }
  }

  /**
   * This, if it holds what it should.
   *
   * @throws IllegalArgumentException saying what does not read as a fragment
   */
  public RowDelta checked() {
    files("");
    fragments().forEach(FragmentMessage::rows);
    touched.forEach(touch -> touch.now().ifPresent(FragmentMessage::rows));
    return this;
  }

  static RowDelta of(List<FragmentMessage> added, List<Touched> touched) {
    return new RowDelta(added.stream().map(RowDelta::encoded).toList(), touched);
  }

  /** The fragments that come, without ids. */
  List<FragmentMessage> fragments() {
    return added.stream().map(RowDelta::decoded).toList();
  }

  /**
   * Keys of the files of the fragments that come or stay with fewer rows.
   *
   * @param path of the table
   */
  public List<String> files(String path) {
    return Stream.concat(fragments().stream(), touched.stream().flatMap(t -> t.now().stream()))
        .flatMap(fragment -> fragment.files(path).stream())
        .toList();
  }

  @Override
  public Pin after(Pin base) {
    return base.after(this)
        .orElseThrow(
            () -> new IllegalArgumentException("it touches a fragment that is not as it was"));
  }

  private static String encoded(FragmentMessage fragment) {
    return Base64.getEncoder().encodeToString(fragment.withId(0).bytes().toByteArray());
  }

  private static FragmentMessage decoded(String text) {
    return FragmentMessage.parse(ByteString.copyFrom(Base64.getDecoder().decode(text)));
  }
}
