package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.store.FileObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on tables in a folder, which each begins with and of which nothing stays allocated. */
abstract class FolderTables {
  @TempDir Path folder;
  LanceTables tables;

  @BeforeEach
  void open() {
    tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT);
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    tables.close();
  }
}
