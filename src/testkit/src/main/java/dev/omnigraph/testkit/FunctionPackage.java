package dev.omnigraph.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A {@code function.zip}, unpacked as Lambda does it. What is in it says how it is run: a {@code
 * bootstrap} is an executable, anything else is for Lambda's Java runtime.
 *
 * @param folder where it is unpacked
 */
public record FunctionPackage(Path folder) {
  /** What Lambda's Java runtime hands every event of a Quarkus application to. */
  public static final String HANDLER =
      "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

  private static final String RUNTIME_CLIENT =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** Unpacks it, unless that was done before. */
  public static FunctionPackage unpack(Path zip, Path folder) {
    Path absolute = folder.toAbsolutePath();
    try {
      unpackTo(zip, absolute);
    } catch (IOException e) {
      throw new UncheckedIOException("It is not built, or cannot be unpacked: " + zip, e);
    }
    return new FunctionPackage(absolute);
  }

  public boolean isNative() {
    return Files.exists(folder.resolve("bootstrap"));
  }

  /** All files of it. */
  public List<Path> files() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that Lambda counts against its limit of 250 MB. */
  public long unpackedSize() {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** Its jars, in the order in which a class path has to name them. */
  public List<Path> jars() {
    return files().stream().filter(file -> file.toString().endsWith(".jar")).toList();
  }

  /**
   * How to run it, in its folder.
   *
   * @param java the launcher that Lambda's runtime stands for; not used natively
   * @param jvmFlags likewise
   * @param classPath that holds the runtime client, and more where the function's own classes are
   *     to be on it; likewise
   */
  public List<String> command(Path java, List<String> jvmFlags, String classPath) {
    if (isNative()) {
      return List.of("./bootstrap");
    }
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", classPath, RUNTIME_CLIENT, HANDLER));
    return command;
  }

  /**
   * The jars of Lambda's Java runtime interface client, out of a class path: on Lambda they are a
   * part of the runtime.
   */
  public static String runtimeClient(String classPath) {
    return Arrays.stream(classPath.split(java.io.File.pathSeparator))
        .filter(
            jar -> Path.of(jar).getFileName().toString().matches("(aws-lambda-java|utils-lite)-.*"))
        // A function runs in a folder of its own.
        .map(jar -> Path.of(jar).toAbsolutePath().toString())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private static void unpackTo(Path zip, Path folder) throws IOException {
    Path done = folder.resolveSibling(folder.getFileName() + ".unpacked");
    String state = zip + " " + Files.size(zip) + " " + Files.getLastModifiedTime(zip);
    if (Files.exists(done) && Files.readString(done).equals(state)) {
      return;
    }
    delete(folder);
    try (ZipFile content = new ZipFile(zip.toFile())) {
      Enumeration<? extends ZipEntry> entries = content.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          continue;
        }
        Files.createDirectories(target.getParent());
        try (InputStream bytes = content.getInputStream(entry)) {
          Files.copy(bytes, target);
        }
      }
    }
    Path bootstrap = folder.resolve("bootstrap");
    if (Files.exists(bootstrap)) {
      Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(done, state);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
