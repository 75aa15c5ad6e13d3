import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was asked for: options of the builder's JVM, options of the image, and where its classes
 * are.
 */
final class CommandLine {
  /**
   * Configuration that is not read: files whose name the second matches in jars the first matches.
   */
  record Excluded(Pattern jar, Pattern file) {}

  final List<String> java = new ArrayList<>();
  final List<String> image = new ArrayList<>();
  final List<String> fromJars = new ArrayList<>();
  final List<Path> classPath = new ArrayList<>();
  final List<Path> modulePath = new ArrayList<>();
  final List<Excluded> excluded = new ArrayList<>();
  boolean verbose;

  private final ApiOptions api;
  private final List<String> words = new ArrayList<>();
  private Path jar;
  private String jarMainClass;

  CommandLine(ApiOptions api) {
    this.api = api;
  }

  void read(String[] args) throws IOException {
    List<String> expanded =
        new ArrayList<>(split(System.getenv().getOrDefault("NATIVE_IMAGE_OPTIONS", "")));
    for (String arg : args) {
      if (arg.startsWith("@")) {
        expanded.addAll(split(Files.readString(Path.of(arg.substring(1)))));
      } else {
        expanded.add(arg);
      }
    }
    for (Iterator<String> rest = expanded.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      if (!readOwn(option, rest)) {
        readShared(option, rest, image);
      }
    }
    if (jar != null) {
      readJar();
    }
  }

  /** The {@code Args} of a native-image.properties in a jar. */
  void readFromJar(String args) throws IOException {
    for (Iterator<String> rest = split(args).iterator(); rest.hasNext(); ) {
      readShared(rest.next(), rest, fromJars);
    }
  }

  Optional<String> mainClass() {
    return Optional.ofNullable(
        jar != null ? jarMainClass : words.isEmpty() ? null : words.getFirst());
  }

  Optional<String> imageName() {
    int at = jar == null ? 1 : 0;
    if (words.size() > at) {
      return Optional.of(words.get(at));
    }
    if (jar != null) {
      return Optional.of(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
    }
    return mainClass().map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** Reads what only a command line has, and no jar; false if it is something else. */
  private boolean readOwn(String option, Iterator<String> rest) throws IOException {
    switch (option) {
      case "-jar" -> jar = Path.of(rest.next()).toAbsolutePath();
      case "-cp", "-classpath", "--class-path" -> addClassPath(rest.next().split(":"));
      case "-p", "--module-path" ->
          Stream.of(rest.next().split(":"))
              .map(Path::of)
              .map(Path::toAbsolutePath)
              .forEach(modulePath::add);
      case "--verbose" -> verbose = true;
      default -> {
        if (option.startsWith("-") || option.isEmpty()) {
          return false;
        }
        words.add(option);
      }
    }
    return true;
  }

  private void readShared(String option, Iterator<String> rest, List<String> image)
      throws IOException {
    switch (option) {
      case "" -> {}
      case "--exclude-config" ->
          excluded.add(new Excluded(Pattern.compile(rest.next()), Pattern.compile(rest.next())));
      case "--add-modules", "--enable-native-access" -> java.add(option + "=" + rest.next());
      case "--enable-preview" -> java.add(option);
      default -> {
        if (option.startsWith("-J")) {
          java.add(option.substring(2));
        } else if (option.matches("(?s)(-D|--add-modules=|--enable-native-access=).*")) {
          java.add(option);
        } else if (option.matches("(?s)-[HR]:.*")) {
          image.add(option);
        } else if (!option.startsWith("-E")) { // -E passes a variable on, which happens anyway.
          image.add(api.builderOption(option, rest));
        }
      }
    }
  }

  private void readJar() throws IOException {
    addClassPath(jar.toString());
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      jarMainClass = manifest.getValue("Main-Class");
      for (String entry : split(manifest.getValue("Class-Path"))) {
        addClassPath(jar.resolveSibling(entry).toString());
      }
      for (String name : List.of("Add-Exports", "Add-Opens")) {
        for (String packages : split(manifest.getValue(name))) {
          fromJars.add("-H:" + name.replace("-", "") + "=" + packages + "=ALL-UNNAMED");
        }
      }
    }
  }

  private void addClassPath(String... entries) throws IOException {
    for (String entry : entries) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (entry.endsWith("*")) {
        try (Stream<Path> files = Files.list(path.getParent())) {
          files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(classPath::add);
        }
      } else if (Files.exists(path) && !classPath.contains(path)) {
        classPath.add(path);
      }
    }
  }

  /** Splits at white space outside quotes; a backslash inside double quotes keeps what follows. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    if (text == null) {
      return words;
    }
    StringBuilder word = new StringBuilder();
    boolean within = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == '"' && c == '\\' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        within = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (within) {
          words.add(word.toString());
        }
        word.setLength(0);
        within = false;
      } else {
        word.append(c);
        within = true;
      }
    }
    if (within) {
      words.add(word.toString());
    }
    return words;
  }
}
