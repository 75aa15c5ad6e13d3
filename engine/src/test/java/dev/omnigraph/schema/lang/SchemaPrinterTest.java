package dev.omnigraph.schema.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchemaPrinterTest {

  @Test
  void aSchemaIsPrintedInOneForm() {
    Catalog catalog =
        SchemaCompilerTest.compile(
            """
            node A implements I @description("a \\"b\\"") { id2: I64 x: F64? @unique v: Vector(2) @embed("s", model="m") s: String
              @range(x, -1.5..) @check(s, "\\\\d+") @key(id2) @index(s) }
            interface I { s: String }
            edge E: A -> A @card(1..) { w: enum("a b", c)  @key(src, dst) @unique(dst) }
            """);

    assertThat(SchemaPrinter.print(catalog))
        .isEqualTo(
            """
            interface I {
                s: String
            }

            node A implements I @description("a \\"b\\"") {
                id2: I64 @key
                x: F64? @unique
                v: Vector(2) @embed("s", model="m")
                s: String @index
                @range(x, -1.5..)
                @check(s, "\\\\d+")
            }

            edge E: A -> A @card(1..) {
                w: enum("a b", c)
                @key(src, dst)
                @unique(dst)
            }
            """);
  }

  @Test
  void whatIsPrintedCompilesToTheSameAndPrintsTheSame() {
    for (int seed = 0; seed < 300; seed++) {
      Catalog catalog = SchemaCompilerTest.compile(new RandomSchema(seed).text());

      String printed = SchemaPrinter.print(catalog);
      Catalog again = SchemaCompilerTest.compile(printed);

      assertThat(SchemaPrinter.print(again)).isEqualTo(printed);
      assertThat(again.interfaces()).as(printed).isEqualTo(catalog.interfaces());
      assertThat(again.nodes()).as(printed).isEqualTo(catalog.nodes());
      assertThat(again.edges()).as(printed).isEqualTo(catalog.edges());
      assertThat(CatalogJson.decode(CatalogJson.encode(catalog))).isEqualTo(catalog);
    }
  }

  /** A schema that is right, with anything the language has. */
  private static final class RandomSchema {
    private static final List<String> TYPES =
        List.of(
            "String",
            "Bool",
            "I32",
            "I64",
            "U32",
            "U64",
            "F32",
            "F64",
            "Date",
            "DateTime",
            "enum(a, b)",
            "enum(\"x y\", z)",
            "[String]",
            "[I64]",
            "[enum(a)]",
            "Vector(3)",
            "Blob");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    RandomSchema(long seed) {
      random = new Random(seed);
    }

    String text() {
      out.append("interface Base { shared: String  other: I32? @note }\n");
      int nodes = 1 + random.nextInt(3);
      for (int i = 0; i < nodes; i++) {
        boolean base = random.nextBoolean();
        out.append("node N").append(i).append(base ? " implements Base" : "");
        out.append(maybe(" @description(\"d \\\" \\n é\")"))
            .append(maybe(" @tag(a, \"b c\", 1.5, k=2, 0..)"));
        out.append(" {\n").append(base ? "shared: String other: I32?\n" : "");
        body(false);
        out.append("}\n");
      }
      for (int i = random.nextInt(3); i >= 0; i--) {
        out.append("edge E").append(i).append(": N0 -> N").append(random.nextInt(nodes));
        out.append(maybe(" @card(0..1)")).append(maybe(" @label(\"x=y\")"));
        if (random.nextBoolean()) {
          out.append(" {\n");
          body(true);
          out.append("}");
        }
        out.append("\n");
      }
      return out.toString();
    }

    private void body(boolean edge) {
      List<String> single = new ArrayList<>();
      List<String> rules = new ArrayList<>();
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        String name = "p" + i;
        String type = TYPES.get(random.nextInt(TYPES.size()));
        boolean nullable = random.nextInt(3) == 0;
        boolean blob = type.equals("Blob");
        boolean list = type.startsWith("[");
        out.append(name).append(": ").append(type).append(nullable ? "?" : "");
        out.append(blob || list ? "" : maybe(" @index")).append(blob ? "" : maybe(" @unique"));
        out.append(maybe(" @note(\"n\")")).append('\n');
        if (!nullable && !blob && !list && !type.startsWith("V")) {
          single.add(name);
        }
        if (type.matches("[IUF]\\d+")) {
          rules.add("@range(" + name + ", " + (random.nextBoolean() ? "0..5" : "..7") + ")");
        } else if (type.equals("String")) {
          rules.add("@check(" + name + ", \"[a-z\\\\d]*\")");
        }
      }
      Collections.shuffle(single, random);
      if (!single.isEmpty() && random.nextBoolean()) {
        String members = String.join(", ", single.subList(0, 1 + random.nextInt(single.size())));
        rules.add("@key(" + (edge ? "dst, src, " : "") + members + ")");
      }
      if (single.size() > 1) {
        rules.add("@unique(" + String.join(", ", single) + ")");
      }
      Collections.shuffle(rules, random);
      rules.forEach(rule -> out.append(rule).append('\n'));
    }

    private String maybe(String text) {
      return random.nextBoolean() ? text : "";
    }
  }
}
