package dev.omnigraph.protocol.object;

import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.Sidecar;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * How objects of one kind are stored, and by what a writer knows its own again.
 *
 * @param decode of a key and a body
 * @param isOwn whether the second, which was found, is the first, or what became of it
 */
public record ObjectKind<T>(
    Function<T, byte[]> encode, BiFunction<String, byte[], T> decode, BiPredicate<T, T> isOwn) {

  public static final ObjectKind<ManifestRecord> RECORD =
      new ObjectKind<>(
          RecordCodec::encode,
          RecordCodec::decode,
          (ours, found) -> found.operationId().equals(ours.operationId()));

  /** Nobody else creates one under the operation's name. */
  public static final ObjectKind<Sidecar> SIDECAR =
      new ObjectKind<>(
          Sidecar::encode,
          Sidecar::decode,
          (ours, found) -> found.operationId().equals(ours.operationId()));

  /** A branch stays its creator's, whoever has moved its hint or its status since. */
  public static final ObjectKind<BranchObject> BRANCH =
      new ObjectKind<>(
          BranchObject::encode,
          BranchObject::decode,
          (ours, found) -> found.branchId().equals(ours.branchId()));

  public static final ObjectKind<Horizon> HORIZON =
      new ObjectKind<>(
          Horizon::encode,
          (key, body) -> Horizon.decode(body),
          (ours, found) -> found.nonce().equals(ours.nonce()));

  public static final ObjectKind<ChangeSet.Inline> CHANGES =
      new ObjectKind<>(ChangeSet.Inline::encode, ChangeSet.Inline::decode, Object::equals);
}
