package dev.omnigraph.schema.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.SchemaPlan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaPrinterTest {
  private static final int SEEDS = 400;

  @Test
  void aSchemaIsPrintedInOneForm() {
    Catalog catalog =
        SchemaCompilerTest.compile(
            """
            node A implements I @description("a \\"b\\"") { id2: I64 x: F64? @unique v: Vector(2)? @embed("s", model="m") @index( metric = "l2", ) s: String
              @range(x, -1.5..) @check(s, "\\\\d+") @key(id2) @index(s)
              t: String @index(stem = false, language="german") }
            interface I { s: String }
            edge E: A -> A @card(1..) { w: enum("a b", c)  @key(src, dst) @unique(dst) }
            node M { s: String @key(lower(trim(s))) }
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
                v: Vector(2)? @embed("s", model="m") @index(metric="l2")
                s: String @index
                t: String @index(stem=false, language="german")
                @range(x, -1.5..)
                @check(s, "\\\\d+")
            }

            node M {
                s: String
                @key(lower(trim(s)))
            }

            edge E: A -> A @card(1..) {
                w: enum("a b", c)
                @key(src, dst)
                @unique(dst)
            }
            """);
  }

  @Test
  void annotationsOfOthersArePrintedAsTheyWereWritten() {
    String source =
        """
        node A @owner(team, "people ops", -1.5, 0..9, level=2, by="a b") {
            x: I32 @pii
        }
        """;

    assertThat(SchemaPrinter.print(SchemaCompilerTest.compile(source))).isEqualTo(source);
  }

  @Test
  void whatIsPrintedCompilesToTheSameAndPrintsTheSame() {
    for (int seed = 0; seed < SEEDS; seed++) {
      String source = RandomSchemas.text(seed);
      Catalog catalog = SchemaCompilerTest.compile(source);

      String printed = SchemaPrinter.print(catalog);
      Catalog again = SchemaCompilerTest.compile(printed);

      assertThat(SchemaPrinter.print(again)).as(source).isEqualTo(printed);
      assertThat(again.interfaces()).as(printed).isEqualTo(catalog.interfaces());
      assertThat(again.nodes()).as(printed).isEqualTo(catalog.nodes());
      assertThat(again.edges()).as(printed).isEqualTo(catalog.edges());
      assertThat(CatalogJson.decode(CatalogJson.encode(catalog))).as(source).isEqualTo(catalog);
    }
  }

  @Test
  void whatIsPrintedIsNoChangeOfTheSchema() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Catalog catalog = SchemaCompilerTest.compile(RandomSchemas.text(seed));
      String printed = SchemaPrinter.print(catalog);

      Catalog again =
          SchemaCompiler.compile(printed, "again.pg", Optional.of(catalog), () -> "new");

      assertThat(SchemaPlan.of(catalog, again, false).steps()).as(printed).isEmpty();
    }
  }
}
