package dev.omnigraph.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What native code asks a JVM for, and what the metadata of native executables declares. */
final class JniLookups {
  private static final Path PROJECT =
      Path.of(System.getProperty("omnigraph.functions")).resolveSibling("");
  private static final Path NATIVE = PROJECT.resolve("infra/packaging/native");
  private static final Path METADATA =
      PROJECT.resolve(
          "engine/storage/src/main/resources/META-INF/native-image/dev.omnigraph/omnigraph-storage/reachability-metadata.json");

  private JniLookups() {}

  /** Those of the lookups that no metadata declares. */
  static Set<String> undeclared(Set<String> lookups) throws IOException {
    Set<String> declared = new TreeSet<>();
    for (JsonNode entry : new ObjectMapper().readTree(METADATA.toFile()).path("reflection")) {
      declare(entry.path("type").asText(), entry, declared);
    }
    Set<String> undeclared = new TreeSet<>(lookups);
    undeclared.removeIf(lookup -> declared.contains(lookup) || declared.contains(group(lookup)));
    return undeclared;
  }

  private static void declare(String type, JsonNode entry, Set<String> declared) {
    declared.add("class " + type);
    for (JsonNode method : entry.path("methods")) {
      List<String> parameters = new ArrayList<>();
      method.path("parameterTypes").forEach(p -> parameters.add(p.asText()));
      declared.add(method(type, method.path("name").asText(), String.join(",", parameters)));
    }
    for (JsonNode field : entry.path("fields")) {
      declared.add("field %s.%s".formatted(type, field.path("name").asText()));
    }
    entry
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith("allDeclared") && entry.path(name).asBoolean()) {
                declared.add(name + " " + type);
              }
            });
  }

  /** What declares the lookup together with all others of its kind. */
  private static String group(String lookup) {
    String name = lookup.substring(lookup.indexOf(' ') + 1).replaceFirst("\\(.*", "");
    String kind =
        lookup.startsWith("field")
            ? "allDeclaredFields"
            : name.endsWith(".<init>") ? "allDeclaredConstructors" : "allDeclaredMethods";
    return kind + " " + name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static String method(String type, String name, String parameters) {
    return "method %s.%s(%s)".formatted(type, name, parameters);
  }

  /** The lookups that the engine's tests were recorded with. */
  static Set<String> recorded() throws IOException {
    return lookups(Files.readAllLines(NATIVE.resolve("jni-lookups.txt")));
  }

  /** The agent that writes down lookups, if there is a C compiler to build it. */
  static Optional<Path> agent() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of("/usr/bin/cc"))) {
      return Optional.empty();
    }
    Path includes = Path.of(System.getProperty("java.home"), "include");
    Path agent = Path.of("target", "libjnitrace.so").toAbsolutePath();
    Process cc =
        new ProcessBuilder(
                "/usr/bin/cc",
                "-shared",
                "-fPIC",
                "-O1",
                "-I" + includes,
                "-I" + includes.resolve("linux"),
                NATIVE.resolve("jni-trace.c").toString(),
                "-o",
                agent.toString())
            .inheritIO()
            .start();
    if (cc.waitFor() != 0) {
      throw new IllegalStateException("jni-trace.c does not compile");
    }
    return Optional.of(agent);
  }

  /** What Lance and Arrow asked for, by traces of the agent. */
  static Set<String> traced(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("liblance_jni.so\t") || line.startsWith("jnilib-")) {
            lines.add(line.substring(line.indexOf('\t') + 1));
          }
        }
      }
      return lookups(lines);
    }
  }

  private static Set<String> lookups(List<String> lines) {
    return lines.stream()
        .map(line -> line.split("\t"))
        .map(
            part ->
                switch (part[0]) {
                  case "class" -> "class " + type(part[1]);
                  case "method" -> method(type(part[1]), part[2], parameters(part[3]));
                  default -> "field %s.%s".formatted(type(part[1]), part[2]);
                })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String parameters(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(JniLookups::name)
        .collect(Collectors.joining(","));
  }

  /** {@code java/lang/Long}, {@code Ljava/lang/Long;} or an array as metadata names it. */
  private static String type(String name) {
    if (name.startsWith("[") || name.endsWith(";")) {
      return name(ClassDesc.ofDescriptor(name));
    }
    return name.replace('/', '.');
  }

  private static String name(ClassDesc type) {
    if (type.isArray()) {
      return name(type.componentType()) + "[]";
    }
    return type.packageName().isEmpty()
        ? type.displayName()
        : type.packageName() + "." + type.displayName();
  }
}
