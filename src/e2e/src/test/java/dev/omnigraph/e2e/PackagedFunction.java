package dev.omnigraph.e2e;

import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A {@code function.zip}, unpacked as Lambda does it. What is in it says how it is run: a {@code
 * bootstrap} is an executable, anything else is for Lambda's Java runtime. So the same tests hold
 * for both.
 */
final class PackagedFunction {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String HANDLER =
      "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

  private final Path folder;

  private PackagedFunction(Path folder) {
    this.folder = folder;
  }

  /** The package of a module below {@code function/}. */
  static PackagedFunction of(String module) {
    Path zip = Path.of(System.getProperty("omnigraph.functions"), module, "target/function.zip");
    Path folder = Path.of("target", "functions", module).toAbsolutePath();
    try {
      unpack(zip, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Build it first: ./mvnw package -pl function/" + module, e);
    }
    return new PackagedFunction(folder);
  }

  boolean isNative() {
    return Files.exists(folder.resolve("bootstrap"));
  }

  /** Bytes that Lambda counts against its limit of 250 MB. */
  long unpackedSize() {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LambdaRuntimeEmulator start(Map<String, String> environment) {
    if (isNative()) {
      return LambdaRuntimeEmulator.start(List.of("./bootstrap"), environment, folder, TIMEOUT);
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA_TOOL_OPTIONS", System.getProperty("omnigraph.jvm.args"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-cp",
            runtimeClient(),
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            HANDLER);
    return LambdaRuntimeEmulator.start(command, all, folder, TIMEOUT);
  }

  /** On Lambda it is a part of the runtime; here it comes from this test's class path. */
  private static String runtimeClient() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            jar -> Path.of(jar).getFileName().toString().matches("(aws-lambda-java|utils-lite)-.*"))
        .collect(Collectors.joining(":"));
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    Path done = folder.resolveSibling(folder.getFileName() + ".unpacked");
    String state = Files.size(zip) + " " + Files.getLastModifiedTime(zip);
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
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }
}
