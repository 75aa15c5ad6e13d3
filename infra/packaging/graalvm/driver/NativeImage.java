import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of native-image, as far as Quarkus and the project's scripts use it: turns its
 * documented options into those of the image builder, adds what the jars of the class path ask for,
 * and starts the builder.
 */
final class NativeImage {
  private static final Path HOME = Path.of(System.getProperty("java.home"));
  private static final Path BUILDER = HOME.resolve("lib/svm/builder");

  private NativeImage() {}

  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--version")) {
      printVersion();
      return;
    }
    CommandLine line = new CommandLine(new ApiOptions());
    line.read(args);
    new JarMetadata(line).read();
    List<String> command = command(line);
    if (line.verbose) {
      System.out.println("Executing [\n" + String.join(" \\\n", command) + "\n]");
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("JVMCI_VERSION_CHECK", "ignore");
    System.exit(builder.start().waitFor());
  }

  /** In the form that Quarkus reads: the vendor's line tells GraalVM and Mandrel from others. */
  private static void printVersion() throws IOException {
    String version = version();
    String label = "assembled-" + version;
    String build = Runtime.version().toString().replace("-LTS", "") + "-jvmci-" + version;
    System.out.println("native-image " + version + " 2026-01-20");
    System.out.println("OpenJDK Runtime Environment " + label + " (build " + build + ")");
    System.out.println("OpenJDK 64-Bit Server VM " + label + " (build " + build + ", mixed mode)");
  }

  /** That of the builder's jars, as in {@code svm-25.0.2.jar}. */
  private static String version() throws IOException {
    try (Stream<Path> jars = Files.list(BUILDER)) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.matches("svm-[0-9.]+\\.jar"))
          .map(name -> name.substring("svm-".length(), name.length() - ".jar".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> command(CommandLine line) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/java").toString());
    command.addAll(javaOptions());
    if (line.java.stream().noneMatch(option -> option.startsWith("-Xmx"))) {
      command.add("-XX:MaxRAMPercentage=50");
    }
    command.addAll(line.java);
    command.addAll(modules());
    // The builder ends when this process does, which it sees by this file.
    command.add("-keepalive");
    command.add("/proc/" + ProcessHandle.current().pid() + "/comm");
    command.add("-imagecp");
    command.add(path(line.classPath));
    if (!line.modulePath.isEmpty()) {
      command.add("-imagemp");
      command.add(path(line.modulePath));
    }
    command.add("-H:CLibraryPath=" + HOME.resolve("lib/svm/clibraries/linux-amd64"));
    command.add("-H:ImageBuildID=" + UUID.randomUUID());
    command.add("-H:Path=" + Path.of("").toAbsolutePath());
    line.mainClass().ifPresent(name -> command.add("-H:Class=" + name));
    line.imageName().ifPresent(name -> command.add("-H:Name=" + name));
    command.addAll(line.fromJars);
    command.addAll(line.image);
    return command;
  }

  private static List<String> javaOptions() throws IOException {
    String version = version();
    return List.of(
        "-XX:+UnlockExperimentalVMOptions",
        "-XX:+EnableJVMCI",
        "-XX:-UseJVMCICompiler",
        "-XX:+UseParallelGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xss10m",
        "-Xshare:off",
        "-Djava.awt.headless=true",
        "-Djdk.internal.lambda.disableEagerInitialization=true",
        "-Dorg.graalvm.vendor=own",
        "-Dorg.graalvm.version=" + version,
        "-Dorg.graalvm.vendorversion=assembled-" + version,
        "-Dcom.oracle.graalvm.isaot=true",
        "-Dorg.graalvm.nativeimage.imagecode=buildtime",
        "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
        "-DJVMCI_VERSION_CHECK=ignore",
        "@" + HOME.resolve("lib/svm/builder.args"),
        "--add-modules=ALL-DEFAULT",
        "--enable-native-access=org.graalvm.nativeimage.builder,org.graalvm.nativeimage.base");
  }

  private static List<String> modules() throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(BUILDER)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    Path compiler =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().startsWith("compiler-"))
            .findFirst()
            .orElseThrow();
    return List.of(
        "--upgrade-module-path",
        compiler.toString(),
        "--module-path",
        path(jars.stream().filter(jar -> !jar.equals(compiler)).toList()),
        "--module",
        "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner");
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(":"));
  }
}
