import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What the entries of the class path ask for, in files below {@code META-INF/native-image}. */
final class JarMetadata {
  private static final String FOLDER = "META-INF/native-image";

  private static final Map<String, String> OPTIONS =
      Map.of(
          "jni-config.json", "JNIConfigurationResources",
          "proxy-config.json", "DynamicProxyConfigurationResources",
          "reachability-metadata.json", "ReachabilityMetadataResources",
          "reflect-config.json", "ReflectionConfigurationResources",
          "resource-config.json", "ResourceConfigurationResources",
          "serialization-config.json", "SerializationConfigurationResources");

  private final CommandLine line;

  JarMetadata(CommandLine line) {
    this.line = line;
  }

  void read() throws IOException {
    for (Path entry : Stream.concat(line.classPath.stream(), line.modulePath.stream()).toList()) {
      if (Files.isDirectory(entry)) {
        read(entry, entry);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
          read(entry, jar.getPath("/"));
        } catch (ProviderNotFoundException notAJar) {
          continue;
        }
      }
    }
  }

  private void read(Path entry, Path root) throws IOException {
    Path folder = root.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString();
      if (isExcluded(entry, name)) {
        continue;
      }
      String option = OPTIONS.get(file.getFileName().toString());
      if (option != null) {
        line.fromJars.add("-H:" + option + "=" + name);
      } else if (file.getFileName().toString().equals("native-image.properties")) {
        readProperties(Files.readAllBytes(file), root.relativize(file.getParent()).toString());
      }
    }
  }

  private boolean isExcluded(Path entry, String name) {
    return line.excluded.stream()
        .anyMatch(
            it ->
                it.jar().matcher(entry.toString()).find() && it.file().matcher("/" + name).find());
  }

  /** {@code ${.}} stands for the file's own folder. */
  private void readProperties(byte[] bytes, String folder) throws IOException {
    Properties properties = new Properties();
    properties.load(new ByteArrayInputStream(bytes));
    line.readFromJar(properties.getProperty("Args", "").replace("${.}", folder));
    line.java.addAll(
        CommandLine.split(properties.getProperty("JavaArgs", "").replace("${.}", folder)));
  }
}
