package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads Cedar's native library.
 *
 * <p>The first of these that there is: the file that the system property {@code
 * omnigraph.cedar.library} names; {@code libcedar_java_ffi.so} in {@code $LAMBDA_TASK_ROOT}; the
 * same beside the executable that runs; the library inside the jar, copied once into {@code
 * $XDG_CACHE_HOME/omnigraph} ({@code ~/.cache/omnigraph}) and reused by every later process.
 */
final class CedarLibrary {
  static final String LIBRARY_PROPERTY = "omnigraph.cedar.library";

  private CedarLibrary() {}

  /**
   * Does nothing when it is loaded already.
   *
   * @throws GraphException {@code evaluator_unavailable}
   */
  static void load() {
    try {
      System.load(locate().toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError | IOException e) {
      throw GraphException.of(
              AccessError.EVALUATOR_UNAVAILABLE,
              "The native library of Cedar does not load: " + e.getMessage())
          .cause(e)
          .build();
    }
  }

  private static Path locate() throws IOException {
    String configured = System.getProperty(LIBRARY_PROPERTY);
    if (configured != null) {
      return Path.of(configured);
    }
    String file = System.mapLibraryName("cedar_java_ffi");
    Optional<Path> shipped =
        folders().map(folder -> folder.resolve(file)).filter(Files::isRegularFile).findFirst();
    if (shipped.isPresent()) {
      return shipped.get();
    }
    String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"), file);
    URL url = CedarLibrary.class.getResource(resource);
    if (url == null) {
      throw new IOException("there is none for this platform (" + resource + ")");
    }
    return copy(url, cache(System.getenv("XDG_CACHE_HOME")), file);
  }

  /** Where packages have it: Lambda unpacks them to the one, executables lie in the other. */
  private static Stream<Path> folders() {
    return Stream.of(
            Optional.ofNullable(System.getenv("LAMBDA_TASK_ROOT")).map(Path::of),
            ProcessHandle.current().info().command().map(Path::of).map(Path::getParent))
        .flatMap(Optional::stream);
  }

  static String resource(String os, String architecture, String file) {
    String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "macos" : "linux";
    String processor =
        switch (architecture) {
          case "amd64" -> "x86_64";
          case "arm64" -> "aarch64";
          default -> architecture;
        };
    return "/jne/" + system + "/" + processor + "/" + file;
  }

  private static Path cache(@Nullable String configured) {
    return configured == null || configured.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(configured);
  }

  /** Processes may race: each writes a file of its own and renames it into place whole. */
  static Path copy(URL url, Path cache, String file) throws IOException {
    URLConnection connection = url.openConnection();
    // A cached connection would keep the jar open for the life of the process.
    connection.setUseCaches(false);
    try (InputStream bytes = connection.getInputStream()) {
      long size = connection.getContentLengthLong();
      Path target = cache.resolve("omnigraph").resolve("cedar-" + size).resolve(file);
      if (Files.isRegularFile(target) && Files.size(target) == size) {
        return target;
      }
      Files.createDirectories(target.getParent());
      Path temporary = Files.createTempFile(target.getParent(), file, ".part");
      try {
        Files.copy(bytes, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      return target;
    }
  }
}
