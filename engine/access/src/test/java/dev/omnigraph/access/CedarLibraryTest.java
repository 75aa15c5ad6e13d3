package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CedarLibraryTest {
  @TempDir Path cache;

  @Test
  void theLibraryIsCopiedOnceAndThenReused() throws IOException {
    URL resource = Objects.requireNonNull(getClass().getResource("CedarLibraryTest.class"));
    Path first = CedarLibrary.copy(resource, cache, "lib.so");
    Files.setLastModifiedTime(first, FileTime.fromMillis(1000));

    Path second = CedarLibrary.copy(resource, cache, "lib.so");

    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(second).toMillis()).isEqualTo(1000);
  }

  @Test
  void aCopyThatWasCutIsReplaced() throws IOException {
    URL resource = Objects.requireNonNull(getClass().getResource("CedarLibraryTest.class"));
    Path copy = CedarLibrary.copy(resource, cache, "lib.so");
    long size = Files.size(copy);
    Files.write(copy, new byte[7]);

    assertThat(CedarLibrary.copy(resource, cache, "lib.so")).hasSize(size);
  }

  @Test
  void eachPlatformHasItsFolderInTheJar() {
    assertThat(CedarLibrary.resource("Linux", "amd64", "a.so")).isEqualTo("/jne/linux/x86_64/a.so");
    assertThat(CedarLibrary.resource("Mac OS X", "aarch64", "a.dylib"))
        .isEqualTo("/jne/macos/aarch64/a.dylib");
    assertThat(CedarLibrary.resource("Linux", "arm64", "a.so"))
        .isEqualTo("/jne/linux/aarch64/a.so");
  }
}
