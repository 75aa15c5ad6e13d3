package dev.omnigraph.lookup;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.PageInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads the pages of a block. */
final class BlockInput {
  private BlockInput() {}

  /**
   * @param ids of all keys, one after the other
   * @param ends of each id
   * @param rows where the rows of each key start, and last how many there are
   * @param targets of the rows; none of nodes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Keys(byte[] ids, int[] ends, int[] rows, int[] targets) {}

  static Keys keys(byte[] page, LookupIndex.Block block, LookupIndex index) {
    PageInput in = new PageInput(page);
    byte[] heads = in.block();
    PageInput head = new PageInput(Deflation.unpack(heads, 0, heads.length));
    int[] ends = new int[block.keys()];
    byte[] ids = new byte[16 * block.keys()];
    int start = 0;
    int end = 0;
    for (int key = 0; key < block.keys(); key++) {
      int shared = head.upTo(end - start);
      int more = head.count();
      if (ids.length - end < shared + more) {
        ids = Arrays.copyOf(ids, Math.max(2 * ids.length, end + shared + more));
      }
      System.arraycopy(ids, start, ids, end, shared);
      head.copy(ids, end + shared, more);
      boolean follows =
          more > 0 && (start + shared == end || after(ids[end + shared], ids[start + shared]));
      if (key > 0 && !follows) {
        throw PageInput.damaged();
      }
      start = end;
      end += shared + more;
      ends[key] = end;
    }
    int[] rows = new int[block.keys() + 1];
    for (int key = 0; key < block.keys(); key++) {
      rows[key + 1] = rows[key] + head.upTo(block.rows() - rows[key]);
    }
    head.finish();
    if (rows[block.keys()] != block.rows()
        || !Arrays.equals(ids, 0, ends[0], block.id(), 0, block.id().length)) {
      throw PageInput.damaged();
    }
    KeySet set = index.targets();
    int[] targets = set == null ? new int[0] : targets(in, rows, set.size());
    in.finish();
    return new Keys(ids, ends, rows, targets);
  }

  private static int[] targets(PageInput in, int[] rows, int size) {
    int[] targets = new int[rows[rows.length - 1]];
    for (int key = 0; key + 1 < rows.length; key++) {
      int last = 0;
      for (int row = rows[key]; row < rows[key + 1]; row++) {
        last += in.upTo(size - 1 - last);
        targets[row] = last;
      }
    }
    return targets;
  }

  static long[] numbers(byte[] page, int rows, long most) {
    PageInput in = new PageInput(Deflation.unpack(page, 0, page.length));
    long[] numbers = new long[rows];
    long last = 0;
    for (int row = 0; row < rows; row++) {
      last += in.signed();
      if (last < 0 || last >= most) {
        throw PageInput.damaged();
      }
      numbers[row] = last;
    }
    in.finish();
    return numbers;
  }

  static VectorSchemaRoot columns(byte[] page, int rows, Schema schema, BufferAllocator allocator) {
    byte[] message = Deflation.unpack(page, 0, page.length);
    ReadChannel in = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message)));
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    try (ArrowRecordBatch batch = batch(in, allocator)) {
      if (batch.getLength() != rows) {
        throw PageInput.damaged();
      }
      new VectorLoader(root).load(batch);
      return root;
    } catch (RuntimeException | Error e) {
      root.close();
      throw e;
    }
  }

  private static ArrowRecordBatch batch(ReadChannel in, BufferAllocator allocator) {
    try {
      return MessageSerializer.deserializeRecordBatch(in, allocator);
    } catch (IOException e) {
      throw PageInput.damaged();
    }
  }

  private static boolean after(byte one, byte other) {
    return Byte.compareUnsigned(one, other) > 0;
  }
}
