package dev.omnigraph.lookup;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.table.ArrowValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A look-up object in memory, the version of the table that sees it, and what was asked for. */
final class LookupWorld implements Ranges, DeletedRows {
  final List<int[]> requests = new ArrayList<>();
  PageCache cache = new PageCache(64L << 20);
  final List<LiveFile> version = new ArrayList<>();
  final Map<Integer, BitSet> deleted = new HashMap<>();
  private final LookupSample sample;
  private final LookupRef ref;
  private byte[] body;
  private int listsRead;

  LookupWorld(LookupSample sample, LookupSample.Lookups object) {
    this.sample = sample;
    this.ref = object.ref();
    this.body = object.body();
  }

  /** Sees all that the object knows. */
  LookupWorld whole() {
    for (int i = 0; i < sample.files.size(); i++) {
      version.add(new LiveFile(i, sample.files.get(i), sample.files.get(i).rows()));
    }
    return this;
  }

  void store(byte[] other) {
    body = other;
  }

  LookupReader reader() {
    return reader(ref);
  }

  LookupReader reader(LookupRef other) {
    return reader(other, Runnable::run);
  }

  LookupReader reader(LookupRef other, Executor executor) {
    return new LookupReader(other, this, cache, version, this, executor);
  }

  @Override
  public synchronized byte[] read(long offset, int length) {
    requests.add(new int[] {(int) offset, length});
    int from = (int) Math.min(offset, body.length);
    return Arrays.copyOfRange(body, from, (int) Math.min(offset + length, body.length));
  }

  @Override
  public Map<Integer, BitSet> of(Collection<LiveFile> fragments) {
    listsRead += fragments.size();
    return deleted;
  }

  /** How many were asked for. */
  long bytes() {
    return requests.stream().mapToLong(request -> request[1]).sum();
  }

  int listsRead() {
    return listsRead;
  }

  /** A row as it is found. */
  record Found(int target, List<@Nullable Object> values, long address) {}

  /** The rows of some keys that should be found. */
  Map<Integer, List<Found>> expected(Collection<Integer> keys, Need need) {
    Map<Integer, List<Found>> expected = new TreeMap<>();
    for (int key : keys) {
      List<Found> rows = new ArrayList<>();
      for (LookupSample.Row row : sample.byKey.get(key)) {
        long address = address(row.number());
        if (address >= 0) {
          rows.add(
              new Found(
                  sample.by == LookupColumn.ID ? -1 : row.target(),
                  need.columns() ? row.values() : List.of(),
                  need.addresses() ? address : -1));
        }
      }
      expected.put(key, rows);
    }
    return expected;
  }

  /** The rows of some keys as a reader finds them. */
  Map<Integer, List<Found>> found(
      Lookup lookup, int[] ranks, Collection<byte[]> ids, Need need, BufferAllocator allocator) {
    Map<Integer, List<Found>> found = new TreeMap<>();
    lookup.read(
        ranks,
        ids,
        need,
        allocator,
        block -> {
          for (int rank : ranks) {
            if (rank >= block.first() && rank < block.first() + block.size()) {
              found.put(rank, rows(block, rank - block.first(), need));
            }
          }
          for (byte[] id : ids) {
            int key = block.find(id);
            if (key >= 0) {
              found.put(block.first() + key, rows(block, key, need));
            }
          }
        });
    return found;
  }

  List<Found> rows(LookupBlock block, int key, Need need) {
    List<Found> rows = new ArrayList<>();
    for (int row = block.start(key); row < block.end(key); row++) {
      if (block.isLive(row)) {
        List<@Nullable Object> values = new ArrayList<>();
        for (FieldVector vector : block.columns().getFieldVectors()) {
          values.add(ArrowValues.get(vector, row));
        }
        rows.add(
            new Found(
                sample.by == LookupColumn.ID ? -1 : block.target(row),
                values,
                need.addresses() ? block.address(row) : -1));
      }
    }
    return rows;
  }

  private long address(int number) {
    CoveredFile file = sample.files.get(sample.fileOf(number));
    int place = sample.placeOf(number);
    for (LiveFile live : version) {
      CoveredFile now = live.file();
      if (now.path().equals(file.path())) {
        boolean lost = !file.deletions().isEmpty() && now.deletions().isEmpty();
        boolean gone =
            !now.deletions().equals(file.deletions())
                && deleted.getOrDefault(live.fragment(), new BitSet()).get(place);
        return lost || gone ? -1 : (long) live.fragment() << 32 | place;
      }
    }
    return -1;
  }
}
