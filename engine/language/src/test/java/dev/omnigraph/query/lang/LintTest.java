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
  void typesAreFoundWhereverAPatternStands() {
    List<Lint.Report> reports =
        Lint.lint(
            """
            query in_a_condition { match { $p: Person  exists { $p worksAt $_ } or $p.age > 3 } return { $p } }
            query in_another { match { $p: Person  count { $p <knows> $f  not exists { $f rated $_ } } = 0 } return { $p } }
            query returned { match { $n: Note } return { sum($r.stars) { $_ $r:rated $n } as stars } }
            query ordered { match { $c: Company } return { $c.name } order { count { $_ worksAt $c } desc } }
            query of_groups { match { $p: Person } return { $p.kind, max(count { $p knows $_ }) as most } having { sum(count { $p worksAt $_ }) > 1 } }
            query joined { match { $p: Person  $c: Company  $c.name = $p.email  optional { $n: Note  $n.text = $c.name } } return { $p } }
            """,
            "q.gq",
            Queries.catalog());

    assertThat(reports.stream().map(report -> report.name() + " " + report.reads()))
        .containsExactly(
            "in_a_condition [Company, Person, WorksAt]",
            "in_another [Knows, Note, Person, Rated]",
            "returned [Note, Person, Rated]",
            "ordered [Company, Person, WorksAt]",
            "of_groups [Company, Knows, Person, WorksAt]",
            "joined [Company, Note, Person]");
    assertThat(reports).allSatisfy(report -> assertThat(report.writes()).isEmpty());
  }

  @Test
  void allMistakesOfAllQueriesAreReportedAtOnceWithTheirPlaces() {
    assertThat(
            Queries.mistakes(
                """
                query detached { match { $p: Person  exists { $q: Person } } return { $p } }
                query grouped { match { $p: Person } return { count($p) as n } having { $p.age > 1 } }
                query joined { match { $p: Person  $c: Company  $c.founded = $p.age } return { $p } }
                query inside { match { $p: Person  count { $p knows $f  $f.nothing = 1 } > 0 } return { $p } }
                """))
        .map(mistake -> mistake.substring(0, mistake.indexOf(' ', mistake.indexOf(' ') + 1)))
        .containsExactly(
            "1:38 detached_block",
            "2:73 order_not_returned",
            "3:49 not_comparable",
            "4:60 unknown_property");
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
