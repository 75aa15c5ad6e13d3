package dev.omnigraph.search.text;

import dev.omnigraph.derived.LiveFile;
import java.util.Collection;
import java.util.Map;

/** Texts in memory as a table gives them. */
final class PlainTail implements TailTexts {
  private final Map<Long, String> texts;

  PlainTail(Map<Long, String> texts) {
    this.texts = texts;
  }

  @Override
  public void read(Collection<LiveFile> files, TextSink sink) {
    files.forEach(
        file ->
            texts.forEach(
                (address, text) -> {
                  if ((int) (address >>> 32) == file.fragment()) {
                    sink.accept(address, text);
                  }
                }));
  }

  @Override
  public void read(long[] addresses, TextSink sink) {
    for (long address : addresses) {
      String text = texts.get(address);
      if (text != null) {
        sink.accept(address, text);
      }
    }
  }
}
