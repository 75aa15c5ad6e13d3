package dev.omnigraph.e2e;

import dev.omnigraph.testkit.FunctionPackage;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A package as the build made it, native or not, so that the same tests hold for both. */
final class PackagedFunction {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final FunctionPackage unpacked;

  private PackagedFunction(FunctionPackage unpacked) {
    this.unpacked = unpacked;
  }

  /** The package of a module below {@code function/}. */
  static PackagedFunction of(String module) {
    Path zip = Path.of(System.getProperty("omnigraph.functions"), module, "target/function.zip");
    return new PackagedFunction(
        FunctionPackage.unpack(zip, Path.of("target", "functions", module)));
  }

  boolean isNative() {
    return unpacked.isNative();
  }

  /** Bytes that Lambda counts against its limit of 250 MB. */
  long unpackedSize() {
    return unpacked.unpackedSize();
  }

  LambdaRuntimeEmulator start(Map<String, String> environment) {
    return start(environment, 512);
  }

  /**
   * Starts it.
   *
   * @param heap megabytes of the Java heap
   */
  LambdaRuntimeEmulator start(Map<String, String> environment, int heap) {
    Map<String, String> all = new HashMap<>(environment);
    all.merge("JAVA_TOOL_OPTIONS", System.getProperty("omnigraph.jvm.args"), "%s %s"::formatted);
    List<String> command =
        new ArrayList<>(
            unpacked.command(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                List.of("-XX:TieredStopAtLevel=1", "-Xmx" + heap + "m"),
                FunctionPackage.runtimeClient(System.getProperty("java.class.path"))));
    if (unpacked.isNative()) {
      command.add("-Xmx" + heap + "m");
    }
    return LambdaRuntimeEmulator.start(command, all, unpacked.folder(), TIMEOUT);
  }
}
