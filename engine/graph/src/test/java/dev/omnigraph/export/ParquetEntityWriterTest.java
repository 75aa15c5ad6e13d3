package dev.omnigraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParquetEntityWriterTest {
  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          "node A { name: String @key } node B { name: String @key }",
          "g.pg",
          Optional.empty(),
          () -> "t");

  private final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();

  @Test
  void aFileIsWholeOnlyWhenItsTypeHasEnded() throws IOException {
    try (ParquetEntityWriter writer = new ParquetEntityWriter(this::open)) {
      begin(writer, "A");
      begin(writer, "B");
    }

    assertThat(end("A")).isEqualTo("PAR1");
    assertThat(file("B")).hasSize(4);
  }

  @Test
  void theLastFileIsWholeAfterTheEnd() throws IOException {
    try (ParquetEntityWriter writer = new ParquetEntityWriter(this::open)) {
      begin(writer, "A");
      writer.end();
    }

    assertThat(end("A")).isEqualTo("PAR1");
    assertThat(file("A")).hasSizeGreaterThan(8);
  }

  private static void begin(ParquetEntityWriter writer, String name) throws IOException {
    ExportedType type = ExportedType.of(CATALOG.node(name).orElseThrow(), true);
    writer.begin(type);
    writer.row(type, new @Nullable Object[] {"1", "1"});
  }

  private ByteArrayOutputStream open(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.put(name, out);
    return out;
  }

  private String end(String name) {
    byte[] file = file(name);
    return new String(file, file.length - 4, 4, StandardCharsets.US_ASCII);
  }

  private byte[] file(String name) {
    return Objects.requireNonNull(files.get(name), name).toByteArray();
  }
}
