package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionManifestTest {

  @Test
  void aFragmentThatComesGetsTheIdAfterTheGreatestThatWasEverGivenOut() {
    VersionManifest before = manifest(7, 0, fragment(2, 10));

    VersionManifest after = before.after(adding(5)).orElseThrow();

    assertThat(after.rows()).isEqualTo(15);
    assertThat(after.files("t")).containsExactly("t/data/f2", "t/data/f5");
    assertThat(ids(after)).containsExactly(2L, 8L);
    assertThat(before.deltaTo(after)).isEqualTo(adding(5));
  }

  @Test
  void theFirstFragmentOfATableHasTheId0() {
    VersionManifest empty = manifest(-1, 0);

    assertThat(ids(empty.after(adding(5)).orElseThrow())).containsExactly(0L);
  }

  @Test
  void noIdIsGivenOutTwiceAlsoWhenTheGreatestGoes() {
    VersionManifest before = manifest(2, 0, fragment(2, 10));

    VersionManifest after =
        before.after(touching(before, 2, null)).orElseThrow().after(adding(5)).orElseThrow();

    assertThat(ids(after)).containsExactly(3L);
  }

  @Test
  void aChangeDoesNotFitAFragmentThatIsNotAsItWas() {
    VersionManifest before = manifest(2, 0, fragment(2, 10));
    VersionManifest other = manifest(2, 0, fragment(2, 11));
    RowDelta drop = touching(before, 2, null);

    assertThat(before.after(drop)).isPresent();
    assertThat(other.after(drop)).isEmpty();
    assertThat(before.after(drop).orElseThrow().after(drop)).isEmpty();
  }

  @Test
  void deletedRowsAreCountedAndTheirListIsNamedAndFlaggedWhileThereIsOne() {
    VersionManifest before = manifest(2, 0, fragment(1, 4), fragment(2, 10));

    VersionManifest fewer =
        before.after(touching(before, 2, deletions(fragment(2, 10), 7, 3))).orElseThrow();
    VersionManifest whole = fewer.after(touching(fewer, 2, null)).orElseThrow();

    assertThat(before.rows()).isEqualTo(14);
    assertThat(fewer.rows()).isEqualTo(11);
    assertThat(fewer.files("t"))
        .containsExactly("t/data/f1", "t/data/f2", "t/_deletions/2-1-7.arrow");
    assertThat(flags(fewer)).containsExactly(1L, 1L);
    assertThat(whole.rows()).isEqualTo(4);
    assertThat(flags(whole)).containsExactly(0L, 0L);
  }

  @Test
  void aChangeThatDeletesMoreThanThereIsOrDoesNotTellHowManyIsRefused() {
    VersionManifest before = manifest(2, 0, fragment(2, 10));
    Pin pin = new Pin("t", 1, "tx", 10, 0, before, List.of(), new TreeMap<>());

    for (long deleted : List.of(0L, 11L, -1L)) {
      RowDelta delta = touching(before, 2, deletions(fragment(2, 10), 7, deleted));
      assertThatThrownBy(() -> pin.after(delta))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fragment 2");
    }
  }

  @Test
  void aFragmentThatIsTouchedTwiceIsRefused() {
    VersionManifest before = manifest(2, 0, fragment(2, 10));
    RowDelta.Touched touched = touching(before, 2, null).touched().getFirst();
    RowDelta twice = new RowDelta(List.of(), List.of(touched, touched));

    assertThatThrownBy(() -> before.after(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fragment 2");
  }

  @Test
  void whatIsNotKnownStaysAsItIs() {
    UnknownFieldSet.Builder fragment = Protobuf.parsed(fragment(2, 10).bytes()).toBuilder();
    Protobuf.bytes(fragment, 99, List.of(ByteString.copyFromUtf8("of a fragment")));
    UnknownFieldSet.Builder message =
        UnknownFieldSet.newBuilder()
            .mergeFrom(read(manifest(2, 0, FragmentMessage.parse(fragment.build().toByteString()))))
            .addField(77, Field.newBuilder().addFixed32(9).build());

    VersionManifest after =
        VersionManifest.parse(message.build().toByteArray()).after(adding(5)).orElseThrow();

    assertThat(read(after).getField(77).getFixed32List()).containsExactly(9);
    assertThat(Protobuf.number(read(after), 3)).isEqualTo(1);
    assertThat(after.fragments().getFirst().bytes()).isEqualTo(fragment.build().toByteString());
  }

  @Test
  void anIdThatIsThereTwiceOrNeverGivenOutIsRefused() {
    assertThatThrownBy(() -> manifest(3, 0, fragment(2, 1), fragment(2, 2)))
        .hasMessageContaining("fragment 2 is there twice");
    assertThatThrownBy(() -> manifest(1, 0, fragment(2, 1))).hasMessageContaining("fragment 2");
    assertThatThrownBy(() -> manifest(-1, 0, fragment(0, 1))).hasMessageContaining("fragment 0");
    assertThatThrownBy(() -> manifest(1, 0, fragment(-2, 1))).hasMessageContaining("fragment -2");
    assertThatThrownBy(() -> manifest(1L << 40, 0, fragment(1L << 32, 1)))
        .hasMessageContaining("fragment 4294967296");
  }

  @Test
  void noIdIsGivenOutThatAnAddressOfARowCannotHold() {
    VersionManifest last = manifest(Integer.MAX_VALUE, 0);

    assertThatThrownBy(() -> last.after(adding(5))).isInstanceOf(IllegalArgumentException.class);
  }

  /** The table library reads a serialized version whatever its flags are. */
  @Test
  void featuresThatAreNotKnownAreRefused() {
    assertThat(manifest(1, 1).rows()).isZero();
    assertThatThrownBy(() -> manifest(1, 16)).hasMessageContaining("flags 16");
  }

  @Test
  void aHandleThatReadsNoIndexHasANumberThatTheLibraryOpensAtOnceAndThatNoVersionHas() {
    for (long version : List.of(1L, -7L, Long.MIN_VALUE)) {
      UnknownFieldSet.Builder indexed =
          UnknownFieldSet.newBuilder().mergeFrom(read(manifest(2, 0, fragment(2, 10))));
      Protobuf.number(indexed, 3, version);
      Protobuf.present(indexed, 6, 0);
      VersionManifest manifest = VersionManifest.parse(indexed.build().toByteArray());

      VersionManifest rows = VersionManifest.parse(manifest.withoutIndexes());

      assertThat(Protobuf.number(read(rows), 3)).isNegative().isNotEqualTo(version);
      assertThat(read(rows).hasField(6)).isFalse();
      assertThat(rows.fragments()).isEqualTo(manifest.fragments());
    }
  }

  @Test
  void whatIsNoMessageOrNoFileOfAVersionIsRefused() {
    VersionManifest manifest = manifest(1, 0, fragment(1, 3));
    byte[] file = file(manifest.message());

    assertThat(VersionManifest.ofFile(file)).isEqualTo(manifest);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> VersionManifest.ofFile(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> VersionManifest.parse(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPackedVersionIsTheSameAndACutOneIsRefused() {
    VersionManifest manifest = manifest(1, 0, fragment(1, 3));
    String packed = manifest.packed();

    assertThat(VersionManifest.unpack(packed)).isEqualTo(manifest);
    for (int length = 0; length < packed.length(); length++) {
      String cut = packed.substring(0, length);
      assertThatThrownBy(() -> VersionManifest.unpack(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRecordSaysAChangeOfRowsWhereOneMakesTheNextVersionAndElseTheVersion() {
    Pin pin = pin(1, 4, manifest(2, 0, fragment(1, 4), fragment(2, 10)));
    Pin next = pin.after(adding(5)).orElseThrow();
    Pin dropped = next.after(touching(FakeVersions.manifest(next), 3, null)).orElseThrow();
    Pin sibling = pin.after(adding(6)).orElseThrow();

    assertThat(pin.stepTo(pin)).isEqualTo(RowDelta.NONE);
    assertThat(pin.stepTo(next)).isEqualTo(adding(5));
    assertThat(next.stepTo(dropped)).isInstanceOf(RowDelta.class);
    assertThat(pin.stepTo(dropped)).as("two changes on").isEqualTo(new NewBase(dropped));
    assertThat(next.stepTo(sibling)).as("beside it").isEqualTo(new NewBase(sibling));
    Pin base = pin(-9, 5, manifest(0, 0, fragment(0, 14)));
    assertThat(pin.stepTo(base)).isEqualTo(new NewBase(base));
    assertThat(pin.stepTo(base).after(pin)).isEqualTo(base);
    Pin large = new Pin("t", -9, "tx", 14, 5, null, List.of(), new TreeMap<>());
    assertThat(pin.stepTo(large)).isEqualTo(new NewBase(large));
    assertThat(large.stepTo(pin)).isEqualTo(new NewBase(pin));
  }

  /** Between these two a difference of fragments would give out another id than the version has. */
  @Test
  void aVersionThatAChangeOfRowsWouldNotMakeExactlyIsSaidWhole() {
    Pin pin = pin(1, 4, manifest(2, 0, fragment(2, 10)));
    Pin other = pin(1, 5, manifest(4, 0, fragment(2, 10), fragment(4, 5)));

    assertThat(pin.stepTo(other)).isEqualTo(new NewBase(other));
  }

  @Test
  void aChangeOfRowsKeepsTheLookUpObjectsAndOthersSayThem() {
    Pin pin = pin(1, 4, manifest(2, 0, fragment(2, 10)));
    LookupRef ref =
        new LookupRef(
            LookupColumn.ID,
            new DerivedRef("01234567-89ab-cdef-0123-456789abcdef.lookup", 901, 77, 5));
    Pin lookedUp = FakeVersions.withLookups(pin, ref);

    assertThat(lookedUp.digest()).as("the rows are the same").isEqualTo(pin.digest());
    assertThat(pin.stepTo(lookedUp)).isEqualTo(new NewBase(lookedUp));
    assertThat(pin.stepTo(lookedUp).after(pin)).isEqualTo(lookedUp);
    Pin next = lookedUp.after(adding(5)).orElseThrow();
    assertThat(next.lookups()).containsExactly(ref);
    assertThat(next.lookupKeys())
        .containsExactly("t/_lookups/01234567-89ab-cdef-0123-456789abcdef.lookup");
    assertThat(lookedUp.stepTo(next)).isEqualTo(adding(5));
    Pin dropped = next.withLookups(List.of());
    assertThat(lookedUp.stepTo(dropped)).isEqualTo(new NewBase(dropped));
    assertThatThrownBy(() -> FakeVersions.withLookups(pin, ref, ref))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noChangeLeavesTheVersionAsItIs() {
    Pin pin = pin(1, 4, manifest(2, 0, fragment(2, 10)));
    Pin large = new Pin("t", -9, "tx", 14, 5, null, List.of(), new TreeMap<>());

    assertThat(RowDelta.NONE.after(pin)).isSameAs(pin);
    assertThat(RowDelta.NONE.after(large)).isSameAs(large);
    assertThatThrownBy(() -> adding(5).after(large)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Pin pin(long version, long generation, VersionManifest manifest) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder().mergeFrom(read(manifest));
    Protobuf.number(message, 3, version);
    VersionManifest numbered = VersionManifest.parse(message.build().toByteArray());
    return new Pin(
        "t",
        version,
        "tx" + version,
        numbered.rows(),
        generation,
        numbered,
        List.of(),
        new TreeMap<>());
  }

  private static byte[] file(byte[] message) {
    return ByteBuffer.allocate(5 + 4 + message.length + 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[5])
        .putInt(message.length)
        .put(message)
        .putLong(5)
        .putShort((short) 0)
        .putShort((short) 2)
        .put(new byte[] {'L', 'A', 'N', 'C'})
        .array();
  }

  private static RowDelta touching(
      VersionManifest manifest, long id, @Nullable FragmentMessage replacement) {
    FragmentMessage was =
        manifest.fragments().stream().filter(f -> f.id() == id).findFirst().orElseThrow();
    return RowDelta.of(List.of(), List.of(RowDelta.Touched.of(was, replacement)));
  }

  private static RowDelta adding(long rows) {
    return RowDelta.of(List.of(fragment(rows, rows)), List.of());
  }

  private static VersionManifest manifest(long max, long flags, FragmentMessage... fragments) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    Protobuf.bytes(message, 2, Arrays.stream(fragments).map(FragmentMessage::bytes).toList());
    Protobuf.number(message, 3, 1);
    Protobuf.number(message, 9, flags);
    if (max >= 0) {
      Protobuf.present(message, 11, max);
    }
    return VersionManifest.parse(message.build().toByteArray());
  }

  private static FragmentMessage fragment(long id, long rows) {
    UnknownFieldSet.Builder file = UnknownFieldSet.newBuilder();
    Protobuf.bytes(file, 1, List.of(ByteString.copyFromUtf8("f" + id)));
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    Protobuf.number(message, 1, id);
    Protobuf.bytes(message, 2, List.of(file.build().toByteString()));
    Protobuf.number(message, 4, rows);
    return FragmentMessage.parse(message.build().toByteString());
  }

  private static FragmentMessage deletions(FragmentMessage fragment, long id, long rows) {
    UnknownFieldSet.Builder deletions = UnknownFieldSet.newBuilder();
    Protobuf.number(deletions, 2, 1);
    Protobuf.number(deletions, 3, id);
    Protobuf.number(deletions, 4, rows);
    UnknownFieldSet.Builder message = Protobuf.parsed(fragment.bytes()).toBuilder();
    Protobuf.bytes(message, 3, List.of(deletions.build().toByteString()));
    return FragmentMessage.parse(message.build().toByteString());
  }

  private static UnknownFieldSet read(VersionManifest manifest) {
    return Protobuf.parsed(ByteString.copyFrom(manifest.message()));
  }

  private static List<Long> flags(VersionManifest manifest) {
    return List.of(Protobuf.number(read(manifest), 9), Protobuf.number(read(manifest), 10));
  }

  private static List<Long> ids(VersionManifest manifest) {
    return manifest.fragments().stream().map(FragmentMessage::id).toList();
  }
}
