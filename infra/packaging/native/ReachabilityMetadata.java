import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the reachability metadata with which native-image lets Lance's and Arrow's native libraries
 * call back into Java.
 *
 * <pre>java ReachabilityMetadata.java CLASS_PATH LOOKUPS OUT</pre>
 *
 * <p>What native code asks for is known from two sides. The recording (LOOKUPS, made by {@code
 * record}) has every lookup that the engine's tests caused. It misses what no test reaches, such as
 * the exception for a rare error, so these are added:
 *
 * <ul>
 *   <li>all members of Lance's own API classes, which its library reads by name;
 *   <li>all members of the classes of Arrow and of Lance's error types that a library names;
 *   <li>of the JDK's boxes, collections, times and exceptions that a library names, and of their
 *       super types and those of Lance's classes, the public members that a library names;
 *   <li>the accessors of every list class of the JDK, because Lance's library resolves them on the
 *       class of the list that it is given.
 * </ul>
 */
final class ReachabilityMetadata {
  /** Parts of Lance's Java API that the engine does not use. */
  private static final Pattern UNUSED =
      Pattern.compile("org/lance/(shaded|memwal|test|file|delta|namespace/(?!errors/)).*");

  /** Read by JNI's own functions rather than by methods; what else is asked of them is recorded. */
  private static final Pattern RECORDED_ONLY =
      Pattern.compile(
          "java/lang/(Object|String|Runtime|CharSequence|[a-z].*)|java/(?!lang|util|time|io).*");

  private static final Set<String> LIST_ACCESSORS =
      Set.of("size()I", "get(I)Ljava/lang/Object;", "add(Ljava/lang/Object;)Z");

  private final Map<String, ClassModel> models = new TreeMap<>();
  private final Map<String, Type> types = new TreeMap<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder names = new StringBuilder();

  /** The members of one class that native code may reach; all of them if {@code whole}. */
  private static final class Type {
    final Set<String> methods = new TreeSet<>();
    final Set<String> fields = new TreeSet<>();
    boolean whole;
  }

  public static void main(String[] args) throws IOException {
    ReachabilityMetadata metadata = new ReachabilityMetadata();
    for (String artifact :
        List.of(
            "lance-core", "lance-namespace-core", "arrow-vector", "arrow-memory-core", "arrow-c-data")) {
      metadata.read(jar(args[0], artifact));
    }
    FileSystem jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    metadata.readClasses(jdk.getPath("/modules/java.base/java"));
    metadata.addNamed();
    metadata.addRecorded(Files.readAllLines(Path.of(args[1])));
    metadata.addInherited();
    metadata.addLists();
    Files.writeString(Path.of(args[2]), metadata.json());
    System.out.println(args[2] + ": " + metadata.types.size() + " classes");
  }

  private static Path jar(String classPath, String artifact) {
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(classPath)
        .map(Path::of)
        .filter(jar -> jar.getFileName().toString().matches(artifact + "-[0-9.]+\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not on the class path: " + artifact));
  }

  private void read(Path jar) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      readClasses(files.getPath("/org"));
      for (String library :
          List.of(
              "nativelib/linux-x86-64/liblance_jni.so",
              "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so")) {
        if (Files.exists(files.getPath(library))) {
          readLibrary(Files.readAllBytes(files.getPath(library)));
        }
      }
    }
  }

  /**
   * Keeps the text of a library. Constants of Rust lie end to end without a separator: a name is
   * found in the text around it, not as a word.
   */
  private void readLibrary(byte[] library) {
    String all = new String(library, StandardCharsets.ISO_8859_1);
    Pattern.compile("[A-Za-z0-9_$/;()<>\\[]{3,}")
        .matcher(all)
        .results()
        .map(MatchResult::group)
        .forEach(run -> text.append(run).append('\n'));
    Pattern.compile("(java|org/lance|org/apache/arrow)/[A-Za-z0-9_$/]+")
        .matcher(all)
        .results()
        .map(MatchResult::group)
        .forEach(run -> names.append(run).append('\n'));
  }

  private void readClasses(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
        models.put(model.thisClass().asInternalName(), model);
      }
    }
  }

  private void addNamed() {
    models.forEach(
        (name, model) -> {
          boolean named = names.indexOf(name) >= 0;
          if (name.startsWith("java/")) {
            if (named && model.flags().has(AccessFlag.PUBLIC)) {
              type(name);
              addNamedMembers(model);
            }
          } else if (named || name.startsWith("org/lance/")) {
            addWhole(name);
          }
        });
  }

  private void addWhole(String name) {
    boolean anonymous = name.matches(".*\\$[0-9]+.*");
    if (!UNUSED.matcher(name).matches() && !anonymous && !name.endsWith("Builder")) {
      type(name).whole = true;
    }
  }

  private void addRecorded(List<String> lookups) {
    for (String line : lookups) {
      String[] lookup = line.split("\t");
      String name = lookup[1].replaceAll("^L|;$", "");
      if (!name.startsWith("[")) {
        switch (lookup[0]) {
          case "class" -> type(name);
          case "method" -> type(name).methods.add(method(lookup[2], lookup[3]));
          case "field" -> type(name).fields.add(lookup[2]);
          default -> throw new IllegalArgumentException(line);
        }
      }
    }
  }

  /** A member is looked up on a class and found only if the class that declares it has it. */
  private void addInherited() {
    for (String name : List.copyOf(types.keySet())) {
      superTypes(models.get(name.replace('.', '/')))
          .filter(model -> model.thisClass().asInternalName().startsWith("java/"))
          .forEach(this::addNamedMembers);
    }
  }

  private void addLists() {
    for (ClassModel model : models.values()) {
      List<ClassModel> withSuperTypes = superTypes(model).toList();
      boolean list =
          withSuperTypes.stream()
              .anyMatch(type -> type.thisClass().asInternalName().equals("java/util/List"));
      if (list && model.thisClass().asInternalName().startsWith("java/util/")) {
        type(model.thisClass().asInternalName());
        withSuperTypes.forEach(
            type -> addMembers(type, m -> LIST_ACCESSORS.contains(nameOf(m) + descriptor(m))));
      }
    }
  }

  private Stream<ClassModel> superTypes(ClassModel model) {
    return Stream.concat(
        Stream.of(model),
        Stream.concat(model.superclass().stream(), model.interfaces().stream())
            .map(ClassEntry::asInternalName)
            .filter(models::containsKey)
            .flatMap(name -> superTypes(models.get(name))));
  }

  private void addNamedMembers(ClassModel model) {
    if (!RECORDED_ONLY.matcher(model.thisClass().asInternalName()).matches()) {
      addMembers(model, m -> m.flags().has(AccessFlag.PUBLIC) && text.indexOf(nameOf(m)) >= 0);
    }
  }

  private void addMembers(ClassModel model, Predicate<MethodModel> wanted) {
    for (MethodModel method : model.methods()) {
      if (!method.flags().has(AccessFlag.BRIDGE) && wanted.test(method)) {
        String owner = model.thisClass().asInternalName();
        type(owner).methods.add(method(nameOf(method), descriptor(method)));
      }
    }
  }

  private Type type(String internalName) {
    return types.computeIfAbsent(internalName.replace('/', '.'), name -> new Type());
  }

  private static String nameOf(MethodModel method) {
    return method.methodName().stringValue();
  }

  private static String descriptor(MethodModel method) {
    return method.methodType().stringValue();
  }

  private static String method(String name, String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(parameter -> '"' + javaName(parameter) + '"')
        .collect(
            Collectors.joining(", ", "{\"name\": \"" + name + "\", \"parameterTypes\": [", "]}"));
  }

  private static String javaName(ClassDesc type) {
    if (type.isArray()) {
      return javaName(type.componentType()) + "[]";
    }
    return type.isPrimitive()
        ? type.displayName()
        : type.descriptorString().replaceAll("^L|;$", "").replace('/', '.');
  }

  private String json() {
    return types.entrySet().stream()
        .map(entry -> json(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(",\n", "{\n  \"reflection\": [\n", "\n  ]\n}\n"));
  }

  private static String json(String name, Type type) {
    StringBuilder json = new StringBuilder();
    json.append("    {\"type\": \"").append(name).append("\", \"jniAccessible\": true");
    if (type.whole) {
      json.append(",\n     \"allDeclaredConstructors\": true");
      json.append(", \"allDeclaredMethods\": true, \"allDeclaredFields\": true");
    } else {
      append(json, "methods", type.methods.stream());
      append(json, "fields", type.fields.stream().map(field -> "{\"name\": \"" + field + "\"}"));
    }
    return json.append('}').toString();
  }

  private static void append(StringBuilder json, String key, Stream<String> members) {
    String joined = members.collect(Collectors.joining(",\n       "));
    if (!joined.isEmpty()) {
      json.append(",\n     \"").append(key).append("\": [\n       ").append(joined).append(']');
    }
  }
}
