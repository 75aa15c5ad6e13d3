package dev.omnigraph.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.schema.SchemaChangeError;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.value.ValueError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  /**
   * What only the modules above say: of loads and requests, of the limit of an answer, and of what
   * is computed.
   */
  private static final Set<ErrorCode> SAID_ABOVE =
      Set.of(
          LanguageError.UNKNOWN_FIELD,
          QueryError.INVALID_LIMIT,
          QueryError.DIVISION_BY_ZERO,
          QueryError.ZERO_VECTOR);

  @Test
  void everyCodeOfTheLanguagesIsExpectedByATest() throws IOException {
    String tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests = files.filter(Files::isRegularFile).map(this::read).collect(Collectors.joining());
    }
    List<String> unexpected =
        Stream.<ErrorCode[]>of(
                LanguageError.values(),
                ValueError.values(),
                SchemaError.values(),
                SchemaChangeError.values(),
                QueryError.values())
            .flatMap(Arrays::stream)
            .filter(code -> !SAID_ABOVE.contains(code))
            .map(ErrorCode::text)
            .filter(code -> !Pattern.compile("\\b" + code + "\\b").matcher(tests).find())
            .toList();

    assertThat(unexpected).isEmpty();
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
