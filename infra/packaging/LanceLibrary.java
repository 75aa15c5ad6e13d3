import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * Copies Lance's native library for Linux out of its jar, without the symbols that only a debugger
 * reads, to the folder whose files go into a function's package.
 *
 * <pre>java LanceLibrary.java CLASS_PATH x86_64|aarch64 FOLDER</pre>
 *
 * <p>Stripping takes 181 MB to 159 MB. Where there is no {@code strip} for the architecture, the
 * library is packaged as it is, with a warning. A copy that is newer than the jar is kept.
 */
final class LanceLibrary {
  private static final String FILE = "liblance_jni.so";

  private LanceLibrary() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path jar = lanceJar(args[0]);
    String platform = platform(args[1]);
    Path target = Path.of(args[2], FILE);
    if (isCurrent(target, jar, platform)) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path unfinished = target.resolveSibling(FILE + ".part");
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Path library = files.getPath("nativelib", platform, FILE);
      Files.copy(library, unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!strip(unfinished)) {
      System.out.println(
          "[WARNING] No strip for "
              + args[1]
              + " (package binutils): "
              + FILE
              + " keeps its symbols, 20 MB.");
    }
    Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path lanceJar(String classPath) {
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(classPath)
        .map(Path::of)
        .filter(path -> path.getFileName().toString().matches("lance-core-[0-9.]+\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no lance-core on the class path"));
  }

  private static String platform(String architecture) {
    return switch (architecture) {
      case "x86_64" -> "linux-x86-64";
      case "aarch64" -> "linux-aarch64";
      default -> throw new IllegalArgumentException("x86_64 or aarch64, not " + architecture);
    };
  }

  private static boolean isCurrent(Path target, Path jar, String platform) throws IOException {
    if (!Files.exists(target)
        || Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(jar)) < 0) {
      return false;
    }
    try (InputStream header = Files.newInputStream(target)) {
      return machine(header) == (platform.equals("linux-x86-64") ? 0x3e : 0xb7);
    }
  }

  /** The field of an ELF file's header that names the processor. */
  private static int machine(InputStream header) throws IOException {
    header.skipNBytes(18);
    return header.read();
  }

  /** Whether it was stripped; a strip for another architecture leaves the file as it is. */
  private static boolean strip(Path library) throws InterruptedException {
    ProcessBuilder strip = new ProcessBuilder("strip", "--strip-unneeded", library.toString());
    strip.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return strip.start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
