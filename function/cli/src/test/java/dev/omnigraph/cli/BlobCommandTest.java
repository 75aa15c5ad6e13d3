package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCommandTest {
  private static final String SCHEMA =
      "node Town { name: String @key  map: Blob? @content_type(kind)  kind: String? }";

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("graph"));
    Path schema = Files.writeString(folder.resolve("town.pg"), SCHEMA);
    terminal.graph("init", "--schema", schema.toString());
    terminal.pipe("{\"type\":\"Town\",\"data\":{\"name\":\"Ulm\"}}");
    terminal.graph("load", "-");
    terminal.clear();
  }

  @Test
  void aFileThatIsPutComesBack() throws IOException {
    byte[] content = new byte[(16 << 20) + 5];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("map.png"), content);
    Path copy = folder.resolve("copy.png");

    assertThat(
            terminal.graph(
                "blob put", "--content-type=image/png", "Town", "Ulm", "map", file.toString()))
        .isZero();
    assertThat(terminal.out()).contains("16,777,221 bytes of digest ", "commit");
    terminal.clear();
    assertThat(terminal.graph("blob get", "Town", "Ulm", "map", "-o", copy.toString())).isZero();

    assertThat(Files.readAllBytes(copy)).isEqualTo(content);
    assertThat(terminal.out()).startsWith("16,777,221 bytes of image/png · commit ");
  }

  @Test
  void whatIsPipedInGoesOutWhereTheOutputGoes() {
    assertThat(run("abc", "blob", "put", "Town", "Ulm", "map", "-")).isEmpty();

    assertThat(run("", "blob", "get", "Town", "Ulm", "map")).isEqualTo(bytes("abc"));
    assertThat(run("", "blob", "get", "--range", "1-1", "Town", "Ulm", "map"))
        .isEqualTo(bytes("b"));
    assertThat(run("", "blob", "get", "--range=-2", "Town", "Ulm", "map")).isEqualTo(bytes("bc"));
    assertThat(run("", "blob", "get", "--range", "2-", "Town", "Ulm", "map")).isEqualTo(bytes("c"));
  }

  @Test
  void aContentIsReplacedOnlyWhereItIsTheExpectedOne() {
    terminal.pipe("abc");
    terminal.graph("blob put", "Town", "Ulm", "map", "-");
    String digest = terminal.out().replaceAll("(?s).*digest (\\w+) .*", "$1");

    assertThat(terminal.graph("blob put", "--if-digest=0", "Town", "Ulm", "map", "-"))
        .isEqualTo(ExitCodes.CONFLICT);
    assertThat(terminal.err()).contains("not what the request expects");
    assertThat(terminal.graph("blob put", "--if-digest", digest, "Town", "Ulm", "map", "-"))
        .isZero();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    terminal.pipe("abc");
    terminal.graph("blob put", "Town", "Ulm", "map", "-");
    Path missing = folder.resolve("missing/map.png");

    assertThat(terminal.graph("blob get", "Town", "Ulm", "map", "-o", missing.toString()))
        .isEqualTo(1);
    assertThat(terminal.err()).contains(missing + " cannot be written: there is no such folder");
    assertThat(terminal.graph("blob get", "Town", "Ulm", "map", "-o", folder.toString()))
        .isEqualTo(1);
    assertThat(terminal.err()).contains(folder + " cannot be written: ");
  }

  @Test
  void mistakesAreTold() {
    assertThat(terminal.graph("blob get", "Town", "Ulm", "map")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err()).contains("Town \"Ulm\".map has no value.");
    assertThat(terminal.graph("blob get", "Town", "Ulm", "mpa")).isEqualTo(1);
    assertThat(terminal.err()).contains("Did you mean `map`?");
    assertThat(terminal.graph("blob get", "--range", "x", "Town", "Ulm", "map")).isEqualTo(2);
    assertThat(terminal.err()).contains("\"x\" is not a range of bytes");
    assertThat(terminal.graph("blob put", "Town", "Ulm", "map", "no-such-file")).isEqualTo(1);
    assertThat(terminal.err()).contains("no-such-file cannot be read: there is no such file");
  }

  private byte[] run(String piped, String... words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    List<String> line = new ArrayList<>(Arrays.asList(words));
    line.addAll(2, List.of("--graph", folder.resolve("graph").toString()));
    int code =
        Main.run(
            new ByteArrayInputStream(bytes(piped)),
            bytes,
            new PrintWriter(new StringWriter(), true),
            new PrintWriter(err, true),
            line.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
