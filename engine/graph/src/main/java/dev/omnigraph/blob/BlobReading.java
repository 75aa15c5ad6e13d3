package dev.omnigraph.blob;

import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobError;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.StoredBlob;
import dev.omnigraph.view.View;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Reads a blob, or a part of it, in memory of the part's size. */
public final class BlobReading {
  private final BlobRequest request;
  private final BufferAllocator allocator;

  /**
   * @param allocator for what finds the row
   */
  public BlobReading(BlobRequest request, BufferAllocator allocator) {
    this.request = request;
    this.allocator = allocator;
  }

  /** The type that will be read, if there is one of its name. */
  public List<EntityType> types(View view) {
    return BlobProperty.type(view.catalog(), request.place()).stream().toList();
  }

  /**
   * Finds the row, then what the blob begins with, then the part; the last two are one request
   * where the part begins close to the beginning and nothing has to be known before it is read. A
   * condition is held against the content first: what is not sent can have any size and any part.
   *
   * @throws GraphException {@code unknown_type}, {@code unknown_property}, {@code not_a_blob},
   *     {@code entity_not_found}, {@code blob_not_found}, {@code range_not_satisfiable}, {@code
   *     blob_too_large} before any of the content is read, or {@code blob_changed}
   */
  public BlobAnswer read(View view) {
    BlobPlace place = request.place();
    BlobProperty property = BlobProperty.of(view.catalog(), place);
    BlobRow row = BlobRow.find(view, property, place, allocator);
    StoredBlob blob = row.blob();
    if (blob == null) {
      throw nothing(place);
    }
    boolean isAsked = !request.condition().equals(BlobCondition.NONE);
    if (isAsked && !request.condition().isMet(blob.digest())) {
      throw changed(place, blob.digest());
    }
    if (isAsked && request.condition().isKnown(blob.digest())) {
      return answer(view, row, blob, Slice.NOTHING, null);
    }
    Slice slice = Slice.of(request, blob.length());
    return answer(view, row, blob, slice, blob.read(slice.offset(), slice.length()));
  }

  private static BlobAnswer answer(
      View view, BlobRow row, StoredBlob blob, Slice slice, byte @Nullable [] bytes) {
    return new BlobAnswer(
        blob.length(),
        blob.digest(),
        row.contentType(),
        slice.offset(),
        slice.isPartial(),
        bytes,
        view.logicalCommitId());
  }

  /** The content is not what is expected. */
  static GraphException changed(BlobPlace place, @Nullable String digest) {
    return GraphException.of(
            BlobError.BLOB_CHANGED,
            digest == null
                ? "%s has no value, and the request expects one.".formatted(place)
                : "The content of %s is not what the request expects.".formatted(place))
        .with("digest", digest == null ? "" : digest)
        .build();
  }

  private static GraphException nothing(BlobPlace place) {
    return GraphException.of(BlobError.BLOB_NOT_FOUND, "%s has no value.".formatted(place))
        .with("type", place.type())
        .with("id", place.id())
        .with("field", place.property())
        .build();
  }

  /** A part of a content whose length is known. */
  private record Slice(long offset, int length, boolean isPartial) {
    static final Slice NOTHING = new Slice(0, 0, false);

    static Slice of(BlobRequest request, long length) {
      return switch (request.part()) {
        case BlobPart.Nothing none -> NOTHING;
        case BlobPart.Whole whole -> bounded(request, 0, length, false);
        case BlobPart.Span(long first, long last) when first < length ->
            bounded(request, first, Math.min(last, length - 1) - first + 1, true);
        case BlobPart.Span span -> throw outside(request.place(), length);
        case BlobPart.Last(long count) when count == 0 -> throw outside(request.place(), length);
        // Of nothing there is no part that could be named.
        case BlobPart.Last last when length == 0 -> NOTHING;
        case BlobPart.Last(long count) ->
            bounded(request, length - Math.min(count, length), Math.min(count, length), true);
      };
    }

    private static Slice bounded(BlobRequest request, long offset, long length, boolean isPartial) {
      if (length > request.most()) {
        throw GraphException.of(
                BlobError.BLOB_TOO_LARGE,
                "%,d bytes of %s are asked for; %,d is the most for one answer."
                    .formatted(length, request.place(), request.most()))
            .next(
                "Ask for ranges of at most %d bytes, as in Range: bytes=0-%d."
                    .formatted(request.most(), request.most() - 1))
            .with("bytes", length)
            .with("limit", request.most())
            .build();
      }
      return new Slice(offset, Math.toIntExact(length), isPartial);
    }

    private static GraphException outside(BlobPlace place, long length) {
      return GraphException.of(
              BlobError.RANGE_NOT_SATISFIABLE,
              "%s has %,d bytes, and the range has none of them.".formatted(place, length))
          .with("length", length)
          .build();
    }
  }
}
