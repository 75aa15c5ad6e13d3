package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.value.PropertyType;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void ofOneTypeTheyAreTheSameToTheLastBit() {
    assertThat(same("F64", 0.0, "F64", -0.0)).isFalse();
    assertThat(same("F64", Double.NaN, "F64", Double.NaN)).isTrue();
    assertThat(same("String", null, "String", "")).isFalse();
    assertThat(same("[String]", List.of(), "[String]", null)).isFalse();
    assertThat(same("Vector(2)", new float[] {1, 2}, "Vector(2)", new float[] {1, 2})).isTrue();
    assertThat(same("Blob", new byte[] {1}, "Blob", new byte[] {2})).isFalse();
  }

  @Test
  void aWiderTypeKeepsTheValue() {
    assertThat(same("I32", 1, "I64", 1L)).isTrue();
    assertThat(same("U32", 1L, "U64", BigInteger.ONE)).isTrue();
    assertThat(same("F32", 0.1f, "F64", (double) 0.1f)).isTrue();
    assertThat(same("F32", 0.1f, "F64", 0.1)).isFalse();
    assertThat(same("I32", 1, "[I32]", List.of(1))).isTrue();
    assertThat(same("I32", null, "I64", null)).isTrue();
  }

  @Test
  void aValueOfAnEnumerationGoesOnUnderItsNewName() {
    String later = "enum(open, closed @rename_from(\"done\"))";
    assertThat(same("enum(open, done)", "done", later, "closed")).isTrue();
    assertThat(same("enum(open, done)", "open", later, "closed")).isFalse();
    assertThat(same("enum(open, done)", "open", later, "open")).isTrue();
  }

  private static boolean same(
      String was, @Nullable Object before, String is, @Nullable Object after) {
    return Values.same(type(was), before, type(is), after);
  }

  private static PropertyType type(String spelling) {
    Catalog catalog =
        SchemaCompiler.compile(
            "node T { p: " + spelling + "? }",
            "t.pg",
            Optional.empty(),
            () -> "01J00000000000000000000000");
    return catalog.entities().iterator().next().property("p").orElseThrow().type();
  }
}
