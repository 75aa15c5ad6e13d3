package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LintTest {
  private static final String SOURCE =
      """
      query friends($n: String, $min: I32?) @description("who knows whom") {
        match { $p: Person { name: $n }  $p knows{1,2} $f  $f.age > $min  not { $f worksAt $_ }
          optional { $f $r:rated $note } }
        return { $f.name, $f as who, count($note) as notes, max($r.stars), null as nothing }
      }
      query purge($n: String) { delete Note where text = $n }
      query hire($n: String) { insert WorksAt { from: $n, to: "C" } update Company set { founded: null } where name = "C" }
      """;

  @Test
  void everyQueryIsReportedWithWhatItTakesGivesReadsAndWrites() {
    List<Lint.Report> reports = Lint.lint(SOURCE, "q.gq", Queries.catalog());

    assertThat(Lint.text(reports))
        .isEqualTo(
            """
            read friends($n: String, $min: I32?)
              who knows whom
              returns f.name: String, who: Person, notes: I64, max(r.stars): U32?, nothing: null
              reads   Company, Knows, Note, Person, Rated, WorksAt
            write purge($n: String)
              reads   Note, Rated
              writes  Note, Rated
            write hire($n: String)
              reads   Company, Person
              writes  Company, WorksAt
            """);
  }

  @Test
  void theReportIsAlsoJson() {
    List<Lint.Report> reports =
        Lint.lint(
            "query q($n: [String]?) { match { $p: Person } return { $p.age } }",
            "q.gq",
            Queries.catalog());

    assertThat(Lint.json(reports, List.of()))
        .isEqualTo(
            "{\"queries\":[{\"name\":\"q\",\"kind\":\"read\",\"description\":\"\","
                + "\"parameters\":[{\"name\":\"n\",\"type\":\"[String]\",\"optional\":true}],"
                + "\"columns\":[{\"name\":\"p.age\",\"type\":\"I32?\"}],"
                + "\"reads\":[\"Person\"],\"writes\":[]}],\"hints\":[]}");
  }
}
