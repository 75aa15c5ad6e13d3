package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;

/** Writes levels as runs of equal ones, each its length and the level. */
final class LevelRuns {
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int level;
  private int count;

  void add(int next) {
    if (next != level) {
      endRun();
      level = next;
    }
    count++;
  }

  /** What was added since the last call, as a page has it: its length, then the runs. */
  byte[] take() {
    endRun();
    PlainBytes block = new PlainBytes();
    block.bytes(out.toByteArray());
    out = new ByteArrayOutputStream();
    return block.take();
  }

  private void endRun() {
    if (count > 0) {
      Varints.write(out, (long) count << 1);
      out.write(level);
      count = 0;
    }
  }
}
