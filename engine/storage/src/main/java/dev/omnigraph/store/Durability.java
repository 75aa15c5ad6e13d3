package dev.omnigraph.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What makes the files of a folder survive a power failure; a test can count it, or refuse it. */
interface Durability {

  /** What was written to the file is durable when this returns. */
  void file(FileChannel written) throws IOException;

  /** The names in the folder are durable when this returns. */
  void folder(Path folder) throws IOException;

  /** {@code fsync(2)} of the file or the folder. */
  Durability FSYNC =
      new Durability() {
        @Override
        public void file(FileChannel written) throws IOException {
          written.force(true);
        }

        @Override
        public void folder(Path folder) throws IOException {
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      };
}
