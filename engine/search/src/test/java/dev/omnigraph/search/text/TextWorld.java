package dev.omnigraph.search.text;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of texts in memory, its newest version, and the segments that were made of it. */
final class TextWorld implements DeletedRows, TailTexts {
  static final long MEMORY = 64L << 20;
  static final long MOST = 1L << 30;

  final TextAnalyzer analyzer;
  final List<File> files = new ArrayList<>();
  final List<Stored> segments = new ArrayList<>();
  int textsRead;
  int listsRead;
  private int nextFile;
  private int nextList;

  TextWorld(TextAnalysis analysis) {
    this.analyzer = TextAnalyzer.of(analysis);
  }

  /** A data file, and the rows of it that were deleted. */
  static final class File {
    private final String path;
    private final int fragment;
    final List<@Nullable String> texts;
    private final BitSet deleted = new BitSet();
    private String list = "";

    private File(int number, List<@Nullable String> texts) {
      this.path = "file-" + number;
      // A branch may give a fragment any number.
      this.fragment = number * 7 % 1000;
      this.texts = texts;
    }

    LiveFile live() {
      return new LiveFile(
          fragment,
          new CoveredFile(path, texts.size(), list),
          texts.size() - deleted.cardinality());
    }

    private long address(int place) {
      return (long) fragment << 32 | place;
    }
  }

  /** A segment in the store, of which each request is counted. */
  static final class Stored implements Ranges {
    final DerivedRef ref;
    final List<CoveredFile> files;
    final List<int[]> requests = new ArrayList<>();
    byte[] bytes;

    Stored(DerivedRef ref, List<CoveredFile> files, byte[] bytes) {
      this.ref = ref;
      this.files = files;
      this.bytes = bytes;
    }

    @Override
    public synchronized byte[] read(long offset, int length) {
      requests.add(new int[] {(int) offset, length});
      int from = (int) Math.min(offset, bytes.length);
      return Arrays.copyOfRange(bytes, from, (int) Math.min(offset + length, bytes.length));
    }
  }

  File append(List<@Nullable String> texts) {
    File file = new File(nextFile++, texts);
    files.add(file);
    return file;
  }

  void delete(File file, int place) {
    file.deleted.set(place);
    file.list = "deleted-" + nextList++;
  }

  List<LiveFile> version() {
    return files.stream().map(File::live).toList();
  }

  /** The texts of all live rows, by address. */
  SortedMap<Long, String> texts() {
    SortedMap<Long, String> texts = new TreeMap<>();
    for (File file : files) {
      for (int place = 0; place < file.texts.size(); place++) {
        String text = file.texts.get(place);
        if (text != null && !file.deleted.get(place)) {
          texts.put(file.address(place), text);
        }
      }
    }
    return texts;
  }

  Stored build(List<File> covered) {
    return build(covered, MEMORY);
  }

  Stored build(List<File> covered, long memory) {
    List<CoveredFile> list = covered.stream().map(file -> file.live().file()).toList();
    try (TextSegmentWriter writer = new TextSegmentWriter(analyzer, list, memory, MOST)) {
      long number = 0;
      for (File file : covered) {
        for (int place = 0; place < file.texts.size(); place++) {
          if (!file.deleted.get(place)) {
            writer.add(number, file.texts.get(place));
          }
          number++;
        }
      }
      return store(writer.finish());
    }
  }

  /** One of the rows that others know; a file that several know is that of the first. */
  Stored merge(List<Stored> merged) {
    Map<String, LiveFile> left = new HashMap<>();
    version().forEach(live -> left.put(live.file().path(), live));
    Map<Stored, List<LiveFile>> own = new LinkedHashMap<>();
    for (Stored stored : merged) {
      List<LiveFile> files = new ArrayList<>();
      stored.files.forEach(file -> files.add(left.remove(file.path())));
      files.removeIf(Objects::isNull);
      own.put(stored, files);
    }
    List<CoveredFile> files =
        own.values().stream().flatMap(List::stream).map(LiveFile::file).toList();
    try (TextSegmentWriter writer = new TextSegmentWriter(analyzer, files, MEMORY, MOST)) {
      long number = 0;
      for (Map.Entry<Stored, List<LiveFile>> source : own.entrySet()) {
        writer.add(number, open(source.getKey()), source.getValue(), this);
        number += source.getValue().stream().mapToLong(live -> live.file().rows()).sum();
      }
      return store(writer.finish());
    }
  }

  TextSegment open(Stored stored) {
    return new TextSegment(stored.ref, stored, new PageCache(256 << 20), Runnable::run);
  }

  TextIndex index() {
    return index(segments);
  }

  TextIndex index(List<Stored> used) {
    return TextIndex.of(
        analyzer, used.stream().map(this::open).toList(), version(), this, this, Runnable::run);
  }

  @Override
  public Map<Integer, BitSet> of(Collection<LiveFile> fragments) {
    listsRead += fragments.size();
    Map<Integer, BitSet> rows = new HashMap<>();
    for (LiveFile fragment : fragments) {
      rows.put(fragment.fragment(), file(fragment.fragment()).deleted);
    }
    return rows;
  }

  @Override
  public void read(Collection<LiveFile> wanted, TextSink sink) {
    SortedMap<Long, String> all = texts();
    for (LiveFile live : wanted) {
      long first = (long) live.fragment() << 32;
      all.subMap(first, first + (1L << 32))
          .forEach(
              (address, text) -> {
                textsRead++;
                sink.accept(address, text);
              });
    }
  }

  @Override
  public void read(long[] addresses, TextSink sink) {
    SortedMap<Long, String> all = texts();
    for (long address : addresses) {
      String text = all.get(address);
      if (text != null) {
        textsRead++;
        sink.accept(address, text);
      }
    }
  }

  static Stored store(TextSegmentWriter.Written written) {
    return new Stored(written.ref(), written.files(), bytes(written.body()));
  }

  private File file(int fragment) {
    return files.stream().filter(file -> file.fragment == fragment).findFirst().orElseThrow();
  }

  private static byte[] bytes(DerivedBody body) {
    try (InputStream in = body.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
