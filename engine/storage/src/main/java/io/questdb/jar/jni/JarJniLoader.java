package io.questdb.jar.jni;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads a native library. Lance binds to this name and signature.
 *
 * <p>The first of these that there is: the file that the system property {@code
 * omnigraph.lance.library} names; {@code liblance_jni.so} in {@code $LAMBDA_TASK_ROOT}; the same
 * beside the executable that runs; the library inside the jar, copied once into {@code
 * $XDG_CACHE_HOME/omnigraph} ({@code ~/.cache/omnigraph}) and reused by every later process.
 */
public interface JarJniLoader {
  /** System property with the path of the library. */
  String LIBRARY_PROPERTY = "omnigraph.lance.library";

  /**
   * Loads the library.
   *
   * @param owner the class whose jar may carry the library
   * @param folder resource folder with one folder per platform, such as {@code linux-x86-64}
   * @param name without prefix and suffix
   * @throws UnsatisfiedLinkError if there is none for this platform or it cannot be loaded; the
   *     message says what to do
   */
  static void loadLib(Class<?> owner, String folder, String name) {
    Path library = locate(owner, folder, System.mapLibraryName(name));
    try {
      System.load(library.toString());
    } catch (UnsatisfiedLinkError e) {
      throw failure(
          "The native library "
              + library.getFileName()
              + " does not load on this system (it needs glibc 2.28 or newer): "
              + e.getMessage(),
          e);
    }
  }

  private static Path locate(Class<?> owner, String folder, String file) {
    String configured = System.getProperty(LIBRARY_PROPERTY);
    if (configured != null) {
      Path path = Path.of(configured).toAbsolutePath();
      if (!Files.isRegularFile(path)) {
        throw failure("The system property " + LIBRARY_PROPERTY + " names no file.", null);
      }
      return path;
    }
    Optional<Path> shipped =
        folders().map(shipping -> shipping.resolve(file)).filter(Files::isRegularFile).findFirst();
    if (shipped.isPresent()) {
      return shipped.get();
    }
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    try {
      return LibraryCache.ofUser().copyOf(owner, folder + "/" + platform + "/" + file);
    } catch (FileNotFoundException e) {
      throw failure(
          "The native library of Lance is missing. Put "
              + file
              + " beside the executable, or name it with the system property "
              + LIBRARY_PROPERTY
              + ".",
          e);
    } catch (IOException e) {
      throw failure(
          "The native library of Lance cannot be copied to the user's cache folder"
              + " (about 180 MB). Make the folder writable, point XDG_CACHE_HOME at one that is,"
              + " or set the system property "
              + LIBRARY_PROPERTY
              + " to a copy of the library.",
          e);
    }
  }

  /** Where packages have it: Lambda unpacks them to the one, executables lie in the other. */
  private static Stream<Path> folders() {
    return Stream.of(
            Optional.ofNullable(System.getenv("LAMBDA_TASK_ROOT")).map(Path::of),
            ProcessHandle.current().info().command().map(Path::of).map(Path::getParent))
        .flatMap(Optional::stream);
  }

  /** The name of a platform's folder in the jar. */
  static String platform(String os, String arch) {
    String lower = os.toLowerCase(Locale.ROOT);
    String kernel = lower.startsWith("mac") ? "darwin" : lower.startsWith("linux") ? "linux" : os;
    String cpu =
        switch (arch) {
          case "amd64", "x86_64" -> "x86-64";
          case "arm64", "aarch64" -> "aarch64";
          default -> arch;
        };
    String platform = kernel + "-" + cpu;
    return switch (platform) {
      case "linux-x86-64", "linux-aarch64", "darwin-aarch64" -> platform;
      default ->
          throw failure(
              "There is no native library of Lance for "
                  + platform
                  + "; use Linux on x86-64 or aarch64, or macOS on Apple silicon.",
              null);
    };
  }

  private static UnsatisfiedLinkError failure(String message, @Nullable Throwable cause) {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }
}
