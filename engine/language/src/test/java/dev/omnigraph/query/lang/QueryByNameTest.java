package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.schema.Catalog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryByNameTest {
  private static final Catalog CATALOG = Queries.catalog();
  private static final String PEOPLE = "query people() { match { $p: Person } return { $p } } ";
  private static final String NOTES = "query notes() { match { $n: Note } return { $n } } ";

  @Test
  void theOnlyQueryNeedsNoName() {
    assertThat(QueryCompiler.query(PEOPLE, "q.gq", null, CATALOG).name()).isEqualTo("people");
    assertThat(QueryCompiler.query(PEOPLE + NOTES, "q.gq", "notes", CATALOG).name())
        .isEqualTo("notes");
  }

  @Test
  void oneOfSeveralIsChosenByName() {
    GraphException e = refused(PEOPLE + NOTES, null);

    assertThat(e.code()).isEqualTo("query_not_named");
    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(e).hasMessage("The source has 2 queries.");
    assertThat(e.nextStep()).isEqualTo("Name one of `people`, `notes`.");
    assertThat(refused("", null).nextStep()).isEqualTo("Write `query name(…) { … }`.");
  }

  @Test
  void aNameThatNoQueryHasIsNotFound() {
    GraphException e = refused(PEOPLE + NOTES, "peple");

    assertThat(e.code()).isEqualTo("query_not_found");
    assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(e).hasMessage("There is no query `peple`.");
    assertThat(e.nextStep()).isEqualTo("Did you mean `people`?");
  }

  private static GraphException refused(String source, @Nullable String name) {
    return catchThrowableOfType(
        GraphException.class, () -> QueryCompiler.query(source, "q.gq", name, CATALOG));
  }
}
