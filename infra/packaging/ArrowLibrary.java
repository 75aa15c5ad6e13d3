import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Copies the native libraries of arrow-c-data for Linux out of its jar, corrected for native-image.
 *
 * <pre>java ArrowLibrary.java CLASS_PATH RESOURCES</pre>
 *
 * <p>The libraries ask JNI's {@code FindClass} for {@code Lpkg/Name;}. HotSpot takes that for {@code
 * pkg/Name}; native-image, which follows the specification, finds no class and the process ends. The
 * copies, at the same place under RESOURCES as in the jar, ask for {@code pkg/Name} and serve both.
 */
final class ArrowLibrary {
  private static final List<String> LIBRARIES =
      List.of(
          "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so",
          "arrow_cdata_jni/aarch_64/libarrow_cdata_jni.so");

  private static final List<String> CLASSES =
      List.of(
          "java/lang/Object",
          "java/lang/RuntimeException",
          "org/apache/arrow/c/jni/PrivateData",
          "org/apache/arrow/c/jni/CDataJniException",
          "org/apache/arrow/c/ArrayStreamExporter$ExportedArrayStreamPrivateData");

  private ArrowLibrary() {}

  public static void main(String[] args) throws IOException {
    Path jar =
        Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
            .splitAsStream(args[0])
            .map(Path::of)
            .filter(path -> path.getFileName().toString().matches("arrow-c-data-[0-9.]+\\.jar"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no arrow-c-data on the class path"));
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      for (String library : LIBRARIES) {
        byte[] bytes = Files.readAllBytes(files.getPath(library));
        for (String name : CLASSES) {
          correct(bytes, name);
        }
        Path target = Path.of(args[1], library);
        Files.createDirectories(target.getParent());
        Files.write(target, bytes);
      }
    }
  }

  private static void correct(byte[] library, String name) {
    byte[] wrong = ("\0L" + name + ";\0").getBytes(StandardCharsets.US_ASCII);
    byte[] right = ("\0" + name + "\0\0\0").getBytes(StandardCharsets.US_ASCII);
    int at = indexOf(library, wrong, 0);
    if (at < 0 || indexOf(library, wrong, at + 1) >= 0) {
      throw new IllegalStateException(
          "expected the class name L" + name + "; once: is this another version of arrow-c-data?");
    }
    System.arraycopy(right, 0, library, at, right.length);
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.indexOf(new String(wanted, StandardCharsets.ISO_8859_1), from);
  }
}
