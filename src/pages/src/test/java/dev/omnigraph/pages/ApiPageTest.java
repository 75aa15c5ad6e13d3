package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on the API has the routes that the API's document has. */
class ApiPageTest {
  private static final Pattern PATH = Pattern.compile("^ {2}(/\\S*):$");
  private static final Pattern METHOD = Pattern.compile("^ {4}(get|put|post|delete):$");
  private static final Pattern ROW =
      Pattern.compile("^\\| `((?:GET|PUT|POST|DELETE) /[^`]*)` \\|", Pattern.MULTILINE);

  @Test
  void everyRouteHasOneRow() {
    List<String> rows =
        ROW.matcher(Project.text("docs/use/api.md")).results().map(row -> row.group(1)).toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(routes());
  }

  private static List<String> routes() {
    List<String> routes = new ArrayList<>();
    String path = "";
    for (String line :
        Project.text("function/api/src/main/resources/META-INF/openapi.yaml").lines().toList()) {
      var here = PATH.matcher(line);
      var method = METHOD.matcher(line);
      if (here.matches()) {
        path = here.group(1);
      } else if (method.matches()) {
        routes.add(method.group(1).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return routes;
  }
}
