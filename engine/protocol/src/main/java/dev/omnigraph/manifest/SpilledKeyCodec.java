package dev.omnigraph.manifest;

import dev.omnigraph.manifest.ManifestState.UsedKey;

/** {@link UsedKey} as an object of its own, after it left the state. */
public final class SpilledKeyCodec {
  private SpilledKeyCodec() {}

  /** The same bytes whoever spills the key, because they are made from its committed record. */
  public static byte[] encode(UsedKey key) {
    return Json.object(out -> StateCodec.writeUsedKey(out, key));
  }

  /**
   * @throws UnreadableObject naming the key
   */
  public static UsedKey decode(String key, byte[] body) {
    Fields in = Json.parse(key, body);
    UsedKey used = StateCodec.readUsedKey(in);
    in.end();
    if (!Keys.isOfKey(key, used.key())) {
      throw UnreadableObject.corrupt(key, "it is of another idempotency key", null);
    }
    return used;
  }
}
