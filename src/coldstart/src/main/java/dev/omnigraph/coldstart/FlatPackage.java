package dev.omnigraph.coldstart;

import dev.omnigraph.testkit.FunctionPackage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A JVM package in the layout of the container image: the files of the zip, the loose classes among
 * them in a jar, because an AOT cache takes no folders on the class path, and Lambda's runtime
 * client. {@code java @java.args}, run in the folder, starts it.
 */
record FlatPackage(Path folder) {
  private static final String CLASSES = "app.jar";
  private static final String CLIENT = "client";
  private static final String CACHE = "omnigraph.aot";
  private static final String RECORD = "omnigraph.aotconf";
  private static final String ARGUMENTS = "java.args";

  static FlatPackage of(FunctionPackage unpacked, Path folder) throws IOException {
    Files.createDirectories(folder.resolve(CLIENT));
    for (String jar :
        FunctionPackage.runtimeClient(System.getProperty("java.class.path"))
            .split(File.pathSeparator)) {
      copy(Path.of(jar), folder.resolve(CLIENT).resolve(Path.of(jar).getFileName()));
    }
    try (OutputStream file = Files.newOutputStream(folder.resolve(CLASSES));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      for (Path from : unpacked.files()) {
        Path name = unpacked.folder().relativize(from);
        if (name.startsWith("lib") || name.toString().endsWith(".so")) {
          copy(from, folder.resolve(name));
        } else {
          jar.putNextEntry(new ZipEntry(name.toString()));
          Files.copy(from, jar);
          jar.closeEntry();
        }
      }
    }
    return new FlatPackage(folder.toAbsolutePath());
  }

  Path cache() {
    return folder.resolve(CACHE);
  }

  /** What a training run leaves, which the cache is made of. */
  Path record() {
    return folder.resolve(RECORD);
  }

  /** What the training run is started with. */
  List<String> training(Path java, List<String> flags) throws IOException {
    return command(java, flags, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + RECORD));
  }

  /**
   * What makes the cache, after the training run. A step of its own, because a JVM that is stopped
   * by a signal does not live to do it.
   */
  List<String> creation(Path java, List<String> flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=" + RECORD,
            "-XX:AOTCache=" + CACHE,
            "-cp",
            classPath()));
    return command;
  }

  /** Writes {@code java.args}, which starts the function with its cache. */
  void writeArguments(Path java, List<String> flags) throws IOException {
    List<String> command = command(java, flags, List.of("-XX:AOTCache=" + CACHE));
    Files.write(folder.resolve(ARGUMENTS), command.subList(1, command.size()));
  }

  List<String> command(Path java) {
    return List.of(java.toString(), "@" + ARGUMENTS);
  }

  List<Path> files() {
    return new FunctionPackage(folder).files();
  }

  private List<String> command(Path java, List<String> flags, List<String> cacheFlags)
      throws IOException {
    List<String> all = new ArrayList<>(flags);
    all.addAll(cacheFlags);
    return new FunctionPackage(folder).command(java, all, classPath());
  }

  /** The cache is good for this order only. */
  private String classPath() throws IOException {
    List<String> jars = new ArrayList<>();
    try (Stream<Path> client = Files.list(folder.resolve(CLIENT))) {
      client.sorted().forEach(jar -> jars.add(folder.relativize(jar).toString()));
    }
    jars.add(CLASSES);
    try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
      libraries.sorted().forEach(jar -> jars.add(folder.relativize(jar).toString()));
    }
    return jars.stream().collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
