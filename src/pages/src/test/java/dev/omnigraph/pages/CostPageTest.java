package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The arithmetic of {@code docs/run/cost.md} follows from its inputs, by the formulas that it
 * gives.
 */
class CostPageTest {
  private static final double PUT = 5.00;
  private static final double GET = 0.40;
  private static final double MILLION_GB_SECONDS = 13.3334;
  private static final double REQUEST_AND_LOG = 0.20 + 1.00;
  private static final double SECONDS_OF_A_REQUEST = 0.020;
  private static final String HEADER_OF_REQUESTS = "| 24,000 rows |";
  private static final String HEADER_OF_DOLLARS = "| | S3 | time |";
  private static final String HEADER_OF_STARTS = "| memory | page cache | package |";

  private final String page = text("cost.md");

  @Test
  void theRequestsOfAnOperationArePriced() {
    assertThat(rows(page, HEADER_OF_REQUESTS))
        .hasSizeGreaterThan(8)
        .allSatisfy(
            (operation, cells) ->
                assertThat(cells.get(4))
                    .as(operation)
                    .isEqualTo(dollars(number(cells, 0) * PUT + number(cells, 1) * GET)));
  }

  @Test
  void aMillionOperationsCostWhatTheFormulaSays() {
    assertThat(rows(page, HEADER_OF_DOLLARS))
        .hasSizeGreaterThan(8)
        .allSatisfy((name, cells) -> assertThat(cells).as(name).isEqualTo(expected(name)));
  }

  @Test
  void aMonthInUseIsSummedUpFromTheTable() {
    Map<String, List<String>> dollars = rows(page, HEADER_OF_DOLLARS);
    String look = cell(dollars, "look up by key, warm", 4);
    String lookCold = cell(dollars, "look up by key, cold, native", 4);
    String insert = cell(dollars, "insert one keyed node, warm", 4);
    String insertCold = cell(dollars, "insert one keyed node, cold, native", 4);
    double sum =
        0.9 * Double.parseDouble(look)
            + 0.1 * Double.parseDouble(lookCold)
            + 0.1 * (0.9 * Double.parseDouble(insert) + 0.1 * Double.parseDouble(insertCold))
            + 10 * 0.023;

    assertThat(page)
        .contains(
            "0.9 × %s + 0.1 × %s + 0.1 × (0.9 × %s + 0.1 × %s) + 10 × 0.023 = %s dollars"
                .formatted(look, lookCold, insert, insertCold, dollars(sum)));
  }

  private List<String> expected(String name) {
    String kind = name.contains("cold") ? name.substring(name.indexOf("cold, ") + 6) : "";
    String operation = kind.isEmpty() ? name : name.substring(0, name.lastIndexOf(", " + kind));
    Map<String, List<String>> requests = rows(page, HEADER_OF_REQUESTS);
    boolean load = operation.startsWith("load");
    double own = load ? 0.100 : 0.010;
    double gigabytes = load ? 1769 / 1024.0 : 1;
    double seconds =
        Double.parseDouble(cell(requests, operation, 3)) * SECONDS_OF_A_REQUEST
            + own
            + (kind.isEmpty() ? 0 : startUpSeconds(kind));
    double s3 = Double.parseDouble(cell(requests, operation, 4));
    double lambda = gigabytes * seconds * MILLION_GB_SECONDS;
    return List.of(
        dollars(s3),
        String.format(Locale.ROOT, "%,d ms", Math.round(seconds * 1000)),
        String.format(Locale.ROOT, "%.3f", gigabytes * seconds),
        dollars(lambda),
        dollars(s3 + lambda + REQUEST_AND_LOG));
  }

  /** Until the first answer, with files not in the page cache, as it was measured. */
  private static double startUpSeconds(String kind) {
    Map<String, List<String>> starts = rows(text("packaging.md"), HEADER_OF_STARTS, 3);
    String millis = cell(starts, "1,024 MB, cold, " + kind, 1);
    return Double.parseDouble(millis.replace(",", "")) / 1000;
  }

  private static String cell(Map<String, List<String>> rows, String name, int column) {
    return Objects.requireNonNull(rows.get(name), name).get(column);
  }

  private static double number(List<String> cells, int column) {
    return Double.parseDouble(cells.get(column));
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }

  private static Map<String, List<String>> rows(String page, String header) {
    return rows(page, header, 1);
  }

  /** The table below a header, by its first columns. */
  private static Map<String, List<String>> rows(String page, String header, int keys) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    page.substring(page.indexOf("\n" + header))
        .strip()
        .lines()
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
        .forEach(
            cells ->
                rows.put(
                    String.join(", ", cells.subList(0, keys)), cells.subList(keys, cells.size())));
    return rows;
  }

  private static String text(String name) {
    return Project.text("docs/run/" + name);
  }
}
