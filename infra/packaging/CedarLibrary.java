import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * Copies Cedar's native library for Linux out of the engine's module to the folder whose files go
 * into a package.
 *
 * <pre>java CedarLibrary.java CLASS_PATH x86_64|aarch64 FOLDER</pre>
 *
 * <p>Its makers have stripped it. The module is a jar or, while it is built, a folder.
 */
final class CedarLibrary {
  private static final String FILE = "libcedar_java_ffi.so";
  private static final Pattern MODULE =
      Pattern.compile(".*(omnigraph-access-[^/]*\\.jar|access/target/classes/?)");

  private CedarLibrary() {}

  public static void main(String[] args) throws IOException {
    Path module = module(args[0]);
    Path target = Path.of(args[2], FILE);
    Files.createDirectories(target.getParent());
    if (Files.isDirectory(module)) {
      copy(module.resolve("jne"), args[1], target);
    } else {
      try (FileSystem files = FileSystems.newFileSystem(module)) {
        copy(files.getPath("jne"), args[1], target);
      }
    }
  }

  private static void copy(Path libraries, String architecture, Path target) throws IOException {
    Path library = libraries.resolve("linux").resolve(architecture).resolve(FILE);
    Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path module(String classPath) {
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(classPath)
        .filter(entry -> MODULE.matcher(entry).matches())
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no omnigraph-access on the class path"));
  }
}
