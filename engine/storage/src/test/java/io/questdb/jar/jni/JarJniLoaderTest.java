package io.questdb.jar.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarJniLoaderTest {
  private static final String RESOURCE = "/org/assertj/core/api/Assertions.class";

  @TempDir Path folder;

  @Test
  void theLibraryIsCopiedOnceAndThenReused() throws IOException {
    LibraryCache cache = new LibraryCache(folder);
    Path first = cache.copyOf(JarJniLoaderTest.class, RESOURCE);
    Files.setLastModifiedTime(first, FileTime.fromMillis(1000));

    Path second = cache.copyOf(JarJniLoaderTest.class, RESOURCE);

    assertThat(second).isEqualTo(first).hasFileName("Assertions.class");
    assertThat(Files.getLastModifiedTime(second).toMillis()).isEqualTo(1000);
  }

  @Test
  void aCopyOfTheWrongSizeIsReplaced() throws IOException {
    LibraryCache cache = new LibraryCache(folder);
    Path copy = cache.copyOf(JarJniLoaderTest.class, RESOURCE);
    long size = Files.size(copy);
    Files.write(copy, new byte[7]);

    assertThat(cache.copyOf(JarJniLoaderTest.class, RESOURCE)).hasSize(size);
  }

  @Test
  void racingProcessesLeaveOneWholeFileAndNothingElse() throws Exception {
    List<Callable<Path>> racers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      racers.add(() -> new LibraryCache(folder).copyOf(JarJniLoaderTest.class, RESOURCE));
    }
    List<Path> copies = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Path> racer : threads.invokeAll(racers)) {
        copies.add(racer.get());
      }
    }

    assertThat(copies).containsOnly(copies.getFirst());
    try (Stream<Path> files = Files.list(copies.getFirst().getParent())) {
      assertThat(files).containsExactly(copies.getFirst());
    }
  }

  @Test
  void aPlatformWithoutALibraryIsNamedWithTheOnesThatHaveOne() {
    assertThat(JarJniLoader.platform("Linux", "amd64")).isEqualTo("linux-x86-64");
    assertThat(JarJniLoader.platform("Mac OS X", "aarch64")).isEqualTo("darwin-aarch64");
    assertThatThrownBy(() -> JarJniLoader.platform("Windows 11", "amd64"))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining("Windows 11-x86-64")
        .hasMessageContaining("Linux");
    assertThatThrownBy(() -> JarJniLoader.platform("Mac OS X", "x86_64"))
        .hasMessageContaining("darwin-x86-64");
  }
}
