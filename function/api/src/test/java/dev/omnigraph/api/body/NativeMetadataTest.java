package dev.omnigraph.api.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Jackson asks for the class of arrays of what a list holds. A native executable has only what its
 * metadata names, and a body that is missing there fails at the first request.
 */
class NativeMetadataTest {
  private static final String API = "dev.omnigraph.api.";

  @Test
  void arraysOfWhatBodiesListAreDeclared() throws Exception {
    Set<String> listed = new TreeSet<>();
    for (Class<?> body : bodies()) {
      for (RecordComponent component : body.getRecordComponents()) {
        if (component.getGenericType() instanceof ParameterizedType list
            && component.getType().equals(List.class)
            && isBody(list.getActualTypeArguments()[0])) {
          listed.add(list.getActualTypeArguments()[0].getTypeName() + "[]");
        }
      }
    }

    assertThat(listed).isNotEmpty().isEqualTo(declared());
  }

  private static boolean isBody(Type type) {
    return type.getTypeName().startsWith(API);
  }

  private static List<? extends Class<?>> bodies() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Objects.requireNonNull(QueryResult.class.getResource("/")).toURI())
            .resolveSibling("classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
          .filter(name -> name.startsWith(API) && name.endsWith(".class"))
          .filter(name -> !name.endsWith("package-info.class"))
          .map(NativeMetadataTest::load)
          .filter(Class::isRecord)
          .toList();
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.substring(0, file.length() - ".class".length()));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> declared() throws IOException {
    Set<String> types = new TreeSet<>();
    try (InputStream metadata =
        Objects.requireNonNull(
            QueryResult.class.getResourceAsStream(
                "/META-INF/native-image/dev.omnigraph/omnigraph-api/reachability-metadata.json"))) {
      for (JsonNode entry : new ObjectMapper().readTree(metadata).path("reflection")) {
        types.add(entry.path("type").asText());
      }
    }
    return types;
  }
}
