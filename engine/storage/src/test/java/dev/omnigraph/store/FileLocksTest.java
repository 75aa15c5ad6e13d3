package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
  @TempDir Path folder;

  @Test
  void aStoppedHolderIsReportedAndADeadOneIsForgotten() throws Exception {
    FileLocks impatient = new FileLocks(folder, Duration.ofMillis(20));
    FileLocks patient = new FileLocks(folder, Duration.ofSeconds(30));
    Process holder = FileStoreRacer.start(folder, "hold", "key");
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('.');

      assertThatThrownBy(() -> impatient.exclusively("key", () -> "ran"))
          .isInstanceOf(StoreException.Transient.class)
          .hasMessageContaining("another process");
    } finally {
      holder.destroyForcibly();
    }
    assertThat(patient.exclusively("key", () -> "ran")).isEqualTo("ran");
  }

  @Test
  void aFailedActionReleasesTheLock() throws Exception {
    FileLocks locks = new FileLocks(folder, Duration.ofMillis(20));
    assertThatThrownBy(
            () ->
                locks.exclusively(
                    "key",
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");

    assertThat(locks.exclusively("key", () -> "ran")).isEqualTo("ran");
  }
}
