package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.StoredObject;
import java.util.Optional;

/** Stored queries and policies by their hashes. */
public final class StoredTexts {
  private final Requests requests;
  private final ImmutableObjects immutable;

  public StoredTexts(Requests requests, ImmutableObjects immutable) {
    this.requests = requests;
    this.immutable = immutable;
  }

  /** Stores texts under their hash; nothing names them yet. */
  public void put(Texts texts) {
    if (!texts.isEmpty()) {
      requests.ensure(Seam.STAGE_TEXTS, ObjectKeys.texts(texts.hash()), texts.encode());
    }
  }

  /**
   * @throws UnreadableObject naming the object
   */
  public Texts get(TextsHash hash) {
    if (hash.equals(TextsHash.NONE)) {
      return Texts.NONE;
    }
    String key = ObjectKeys.texts(hash);
    Optional<Texts> known = immutable.find(key, Texts.class);
    if (known.isPresent()) {
      return known.get();
    }
    StoredObject stored =
        requests.get(Seam.OPEN_TEXTS, key).orElseThrow(() -> UnreadableObject.missing(key));
    Texts texts = Texts.decode(hash, stored.body());
    immutable.remember(key, texts, stored.body().length);
    return texts;
  }
}
