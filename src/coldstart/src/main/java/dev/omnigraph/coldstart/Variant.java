package dev.omnigraph.coldstart;

import dev.omnigraph.testkit.FunctionPackage;
import java.nio.file.Path;
import java.util.List;

/**
 * A package and the way it is started.
 *
 * @param folder where it runs
 * @param files that the start reads, as far as they are the package's own
 */
record Variant(String name, Path folder, List<String> command, List<Path> files) {
  /** As Lambda's Java runtime is set, but for the heap, which is the rest of the memory there. */
  static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MaxRAMPercentage=60",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  static Variant nativeOf(FunctionPackage unpacked) {
    return new Variant("native", unpacked.folder(), List.of("./bootstrap"), unpacked.files());
  }

  /** From the zip, by Lambda's Java runtime, which loads the function with a loader of its own. */
  static Variant jvm(FunctionPackage unpacked, Path java) {
    String client = FunctionPackage.runtimeClient(System.getProperty("java.class.path"));
    return new Variant(
        "JVM", unpacked.folder(), unpacked.command(java, JVM_FLAGS, client), unpacked.files());
  }

  /** From the container image: everything on one class path, as an AOT cache needs it. */
  static Variant withCache(FlatPackage trained, Path java) {
    return new Variant("JVM, AOT cache", trained.folder(), trained.command(java), trained.files());
  }
}
