package dev.omnigraph.soak;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How workers are started quickly: as the native executable that {@link #EXECUTABLE} names; else
 * from an ahead-of-time cache of the JDK that a worker in training wrote, which needs the class
 * path to be jars.
 */
final class WorkerImage {
  /** System property: what {@code infra/soak-native} built, with Lance's library beside it. */
  static final String EXECUTABLE = "soak.worker";

  private static final String HEAP = "-Xmx128m";
  private static final List<String> JVM =
      List.of(
          HEAP,
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          // Its warnings would go to standard output, which is for replies.
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final @Nullable Path executable;
  private final String classPath;
  private final Path cache;

  private WorkerImage(@Nullable Path executable, String classPath, Path cache) {
    this.executable = executable;
    this.classPath = classPath;
    this.cache = cache;
  }

  /** Prepares a folder; the first worker should be a {@link #trainee}. */
  static WorkerImage in(Path folder) throws IOException {
    Path cache = folder.resolve("worker.aot");
    @Nullable String executable = System.getProperty(EXECUTABLE);
    if (executable != null) {
      return new WorkerImage(Path.of(executable).toAbsolutePath(), "", cache);
    }
    List<String> jars = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(element);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve("classes-" + jars.size() + ".jar");
        pack(path, jar);
        jars.add(jar.toString());
      } else if (Files.isRegularFile(path)) {
        jars.add(element);
      }
    }
    return new WorkerImage(null, String.join(File.pathSeparator, jars), cache);
  }

  /** A worker that writes the cache as it ends of its own accord. */
  WorkerProcess trainee(URI endpoint) throws IOException {
    return start(endpoint, "trainee", Duration.ofMinutes(1), "-XX:AOTCacheOutput=" + cache);
  }

  WorkerProcess worker(URI endpoint, String accessKey, Duration writeTime) throws IOException {
    return start(endpoint, accessKey, writeTime, "-XX:AOTCache=" + cache);
  }

  private WorkerProcess start(URI endpoint, String accessKey, Duration writeTime, String option)
      throws IOException {
    List<String> command = new ArrayList<>();
    // Libraries that are copied there stay behind when a worker is killed.
    String temporary = "-Djava.io.tmpdir=" + cache.getParent();
    if (executable != null) {
      command.addAll(List.of(executable.toString(), HEAP, temporary));
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(JVM);
      command.addAll(List.of(temporary, option));
      command.addAll(List.of("-cp", classPath, Worker.class.getName()));
    }
    command.addAll(List.of(endpoint.toString(), accessKey, Long.toString(writeTime.toMillis())));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Fewer threads: there are many workers and few processors.
    builder.environment().put("LANCE_CPU_THREADS", "1");
    builder.environment().put("LANCE_IO_THREADS", "4");
    builder.environment().put("TOKIO_WORKER_THREADS", "1");
    if (executable != null) {
      builder.environment().put("LAMBDA_TASK_ROOT", String.valueOf(executable.getParent()));
    }
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()));
    return new WorkerProcess(accessKey, builder.start());
  }

  /** What workers said beside their replies. */
  Path errors() {
    return cache.resolveSibling("workers.err");
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
