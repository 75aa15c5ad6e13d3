package dev.omnigraph.table;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.omnigraph.lookup.LookupRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Versions of tables that no library made, for tests above this module. */
public final class FakeVersions {
  private FakeVersions() {}

  /** A fragment, by the name of its data file. */
  public record Part(String file, long rows) {}

  /** A version that a library would have made. */
  public static Pin base(String path, long version, long generation, List<Part> parts) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    List<ByteString> fragments = new ArrayList<>();
    for (Part part : parts) {
      fragments.add(fragment(part).withId(fragments.size()).bytes());
    }
    Protobuf.bytes(message, 2, fragments);
    Protobuf.number(message, 3, version);
    if (!parts.isEmpty()) {
      Protobuf.present(message, 11, parts.size() - 1);
    }
    VersionManifest manifest = VersionManifest.parse(message.build().toByteArray());
    return new Pin(
        path,
        version,
        "tx" + version,
        manifest.rows(),
        generation,
        manifest,
        List.of(),
        new TreeMap<>());
  }

  /**
   * The version without some parts of another one and with others.
   *
   * @param removed with the ids that they have on the version that they were read on
   * @return empty when one that goes is not there as it was
   */
  public static Optional<Pin> changed(Pin on, Collection<Removed> removed, Collection<Part> added) {
    return on.after(
        RowDelta.of(
            added.stream().map(FakeVersions::fragment).toList(),
            removed.stream().map(Removed::touched).toList()));
  }

  /** The version after nothing else than that these look-up objects of it were made. */
  public static Pin withLookups(Pin pin, LookupRef... lookups) {
    return withDerived(pin, List.of(lookups), pin.segments());
  }

  /** The same with search segments. */
  public static Pin withDerived(Pin pin, List<LookupRef> lookups, List<SegmentRef> segments) {
    return pin.withLookups(lookups).withSegments(segments).withGeneration(pin.generation() + 1);
  }

  /** A part that goes. */
  public record Removed(long id, String was) {
    RowDelta.Touched touched() {
      return new RowDelta.Touched(id, was, null);
    }
  }

  /** A part of a version. */
  public record Present(Removed removal, Part part) {}

  /** The parts of a version, in its order. */
  public static List<Present> parts(Pin pin) {
    List<Present> parts = new ArrayList<>();
    for (FragmentMessage fragment : manifest(pin).fragments()) {
      String key = fragment.files("").getFirst();
      parts.add(
          new Present(
              new Removed(fragment.id(), fragment.digest()),
              new Part(key.substring(key.lastIndexOf('/') + 1), fragment.rows())));
    }
    return parts;
  }

  /** What a version consists of that is not too large to say it. */
  static VersionManifest manifest(Pin pin) {
    return Objects.requireNonNull(pin.manifest());
  }

  private static FragmentMessage fragment(Part part) {
    UnknownFieldSet.Builder file = UnknownFieldSet.newBuilder();
    Protobuf.bytes(file, 1, List.of(ByteString.copyFromUtf8(part.file())));
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    Protobuf.bytes(message, 2, List.of(file.build().toByteString()));
    Protobuf.number(message, 4, part.rows());
    return FragmentMessage.parse(message.build().toByteString());
  }
}
