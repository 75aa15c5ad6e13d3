import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Prints what the image builder, or the command in front of it, may use of other modules' inside,
 * as arguments of {@code java}.
 *
 * <pre>java BuilderModules.java JARS builder|driver</pre>
 *
 * <p>A GraalVM has these exports built into its module graph; a JDK of another vendor has to be
 * told.
 */
final class BuilderModules {
  private static final String BUILDER = "org.graalvm.nativeimage.builder";

  private static final String BUILDER_MODULES =
      String.join(
          ",",
          BUILDER,
          "org.graalvm.nativeimage.base",
          "org.graalvm.nativeimage.pointsto",
          "org.graalvm.nativeimage.objectfile",
          "org.graalvm.nativeimage.configure",
          "org.graalvm.nativeimage.libgraal",
          "org.graalvm.truffle.compiler",
          "jdk.graal.compiler",
          "org.graalvm.nativeimage",
          "org.graalvm.word",
          "org.graalvm.collections",
          "org.graalvm.espresso.shared.svm");

  private static final Set<String> JDK_MODULES =
      Set.of(
          "java.base",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.net.http",
          "java.rmi",
          "java.sql",
          "java.xml",
          "jdk.internal.jvmstat",
          "jdk.internal.vm.ci",
          "jdk.jfr",
          "jdk.management",
          "jdk.management.agent",
          "jdk.net");

  private BuilderModules() {}

  public static void main(String[] args) {
    switch (args[1]) {
      case "builder" -> printBuilder();
      case "driver" -> printDriver(Path.of(args[0]));
      default -> throw new IllegalArgumentException("builder or driver, not " + args[1]);
    }
  }

  /** The builder's modules see every package of the JDK's modules that not everybody sees. */
  private static void printBuilder() {
    ModuleFinder.ofSystem().findAll().stream()
        .map(reference -> reference.descriptor())
        .filter(module -> JDK_MODULES.contains(module.name()))
        .sorted()
        .forEach(
            module -> {
              Set<String> hidden = new TreeSet<>(module.packages());
              hidden.removeAll(exportedToAll(module));
              hidden.forEach(
                  name ->
                      System.out.println(
                          "--add-exports=" + module.name() + "/" + name + "=" + BUILDER_MODULES));
            });
  }

  private static Set<String> exportedToAll(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }

  /** The command reads the builder's options, and makes the functions that convert their values. */
  private static void printDriver(Path jars) {
    for (String exported :
        new String[] {
          "jdk.graal.compiler/jdk.graal.compiler.options",
          BUILDER + "/com.oracle.svm.core.option",
          "org.graalvm.nativeimage.base/com.oracle.svm.common.option",
          "org.graalvm.nativeimage.base/com.oracle.svm.util"
        }) {
      System.out.println("--add-exports=" + exported + "=ALL-UNNAMED");
    }
    new TreeSet<>(ModuleFinder.of(jars).find(BUILDER).orElseThrow().descriptor().packages())
        .stream()
            .filter(name -> name.startsWith("com.oracle.svm"))
            .forEach(
                name -> System.out.println("--add-opens=" + BUILDER + "/" + name + "=ALL-UNNAMED"));
  }
}
