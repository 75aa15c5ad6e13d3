package dev.omnigraph.protocol.object;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that never change, by key, for the life of the process and in bounded memory. That an
 * object is absent is never remembered.
 */
public final class ImmutableObjects {
  private final long capacity;
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long held;

  private record Entry(Object value, long size) {}

  /**
   * @param capacity in bytes of the stored form
   */
  public ImmutableObjects(long capacity) {
    this.capacity = capacity;
  }

  public synchronized <T> Optional<T> find(String key, Class<T> type) {
    Entry entry = entries.get(key);
    return entry == null ? Optional.empty() : Optional.of(type.cast(entry.value()));
  }

  public synchronized void remember(String key, Object value, long size) {
    if (size > capacity / 4) {
      return;
    }
    Entry before = entries.put(key, new Entry(value, size));
    held += size - (before == null ? 0 : before.size());
    var oldest = entries.entrySet().iterator();
    while (held > capacity && oldest.hasNext()) {
      Map.Entry<String, Entry> entry = oldest.next();
      held -= entry.getValue().size();
      oldest.remove();
    }
  }
}
