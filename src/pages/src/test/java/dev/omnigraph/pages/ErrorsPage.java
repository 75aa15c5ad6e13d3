package dev.omnigraph.pages;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Limit;
import dev.omnigraph.protocol.check.Finding.Severity;
import dev.omnigraph.protocol.check.FindingCode;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.schema.SchemaChangeError;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.wire.HttpError;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of errors, made from the codes. */
final class ErrorsPage {
  private static final String TOP =
      """
      # Errors

      Every failure has a stable code, a message for people, details, and most have a next step.
      Over HTTP they are `code`, `error`, `details` and `next_step` of [one object](use/api.md#errors-and-limits); ingest writes the same fields into its results, and the command line prints message and next step.
      A program decides by the status or the code, and never by the message.
      Where a next step below is general, the one of the failure itself is more precise.

      The first sections are ordered by what you can do; the others belong to one part of the product.
      The build makes this page from the code: `infra/test ErrorsPageTest -Dpages.write=true` writes it again.
      """;

  /**
   * A section of codes that belong to one part of the product.
   *
   * @param enums whose codes it has
   */
  private record Part(String heading, String text, List<Class<?>> enums) {}

  private static final List<Part> PARTS =
      List.of(
          new Part(
              "Requests and answers over HTTP",
              "The request did not reach a graph, or its answer does not reach you.",
              List.of(HttpError.class)),
          new Part(
              "Rules of loads and mutations",
              """
              An entity, or a line of an input, breaks a rule; nothing of the commit is written.
              The details list up to 20 `violations`, each with its code and its line or id.
              The failure itself has the code of the first one, or of the first one with status 400.\
              """,
              List.of(RuleError.class, ValueError.class)),
          new Part(
              "Both languages",
              "A mistake of a schema or a query has its file, line and column, and the details list all mistakes of a source.",
              List.of(LanguageError.class, Limit.class)),
          new Part(
              "The schema language",
              "See [the schema language](use/schema-language.md).",
              List.of(SchemaError.class)),
          new Part(
              "Changes of a schema",
              "See [how to change a schema](use/schema-language.md).",
              List.of(SchemaChangeError.class)),
          new Part(
              "The query language",
              "See [the query language](use/query-language.md).",
              List.of(QueryError.class)));

  private ErrorsPage() {}

  static String text() {
    return Stream.of(
            Stream.of(TOP),
            Arrays.stream(ErrorKind.values()).map(ErrorsPage::kind),
            PARTS.stream().map(ErrorsPage::part),
            Stream.of(findings()))
        .flatMap(section -> section)
        .filter(section -> !section.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String kind(ErrorKind kind) {
    List<ErrorCode> codes =
        Catalogue.enums().stream()
            .filter(type -> PARTS.stream().noneMatch(part -> part.enums().contains(type)))
            .flatMap(Catalogue::codes)
            .filter(code -> code.kind() == kind)
            .sorted(Comparator.comparing(ErrorCode::text))
            .toList();
    return codes.isEmpty()
        ? ""
        : "## %s\n\nStatus %d%s.\n%s\n\n%s"
            .formatted(
                heading(kind),
                HttpError.status(kind),
                others(kind, codes),
                advice(kind),
                table(
                    "code | when | next step",
                    codes.stream().map(code -> row(name(code), code.meaning(), nextStep(code)))));
  }

  /** The codes that have a status of their own. */
  private static String others(ErrorKind kind, List<ErrorCode> codes) {
    return codes.stream()
        .filter(code -> status(code) != HttpError.status(kind))
        .map(code -> ", but %d for %s".formatted(status(code), name(code)))
        .collect(Collectors.joining());
  }

  private static String heading(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> "The request is wrong";
      case NOT_FOUND -> "It does not exist";
      case GONE -> "It is gone";
      case CONFLICT -> "The state of the graph forbids it";
      case PRECONDITION -> "The graph is in another state than you expected";
      case TOO_LARGE -> "It is too large";
      case FORBIDDEN -> "A right is missing";
      case UNAVAILABLE -> "It may succeed later";
      case UNKNOWN_OUTCOME -> "It may or may not have happened";
      case INTERNAL -> "Something is broken";
    };
  }

  private static String advice(ErrorKind kind) {
    return switch (kind) {
      case INVALID -> "The same request never succeeds: correct it.";
      case NOT_FOUND -> "Look for the right name, or create what is missing.";
      case GONE -> "It does not come back.";
      case CONFLICT -> "Look at the state, decide again, and change the request.";
      case PRECONDITION ->
          "Nothing was written: read the state, decide again, and send the request with it.";
      case TOO_LARGE -> "Send less, or ask for less.";
      case FORBIDDEN -> "Whoever runs the system can change that.";
      case UNAVAILABLE -> "The commit was not made: send the same request again.";
      case UNKNOWN_OUTCOME ->
          "Find out before you write again; with an idempotency key, you can send the same request again.";
      case INTERNAL ->
          "The graph is damaged, the store or the machine does not fit, or there is a defect: the log has the cause.";
    };
  }

  private static String part(Part part) {
    return "## %s\n\n%s\n\n%s"
        .formatted(
            part.heading(),
            part.text(),
            table(
                "code | status | when | next step",
                part.enums().stream()
                    .flatMap(Catalogue::codes)
                    .sorted(
                        Comparator.comparingInt(ErrorsPage::status).thenComparing(ErrorCode::text))
                    .map(
                        code ->
                            row(
                                name(code),
                                Integer.toString(status(code)),
                                code.meaning(),
                                nextStep(code)))));
  }

  private static int status(ErrorCode code) {
    return HttpError.status(code);
  }

  private static String findings() {
    return """
        ## Findings of repair

        `omnigraph repair` reports what it finds with one of these codes.
        *Damage* is lost and needs a backup; `repair --apply` writes again what is *derived*; *pending* is settled by the next write or by `optimize`; *foreign* is left as it is.

        %s\
        """
        .formatted(
            table(
                "code | severity | what was found",
                Arrays.stream(FindingCode.values())
                    .map(code -> row("`" + code.text() + "`", severity(code), code.meaning()))));
  }

  private static String severity(FindingCode code) {
    Severity severity = code.severity();
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static String name(ErrorCode code) {
    return "`" + code.text() + "`";
  }

  private static String nextStep(ErrorCode code) {
    String step = code.nextStep();
    return step == null ? "" : escaped(step);
  }

  /** Outside of code, a backslash is written as two. */
  private static String escaped(String text) {
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i += 2) {
      parts[i] = parts[i].replace("\\", "\\\\");
    }
    return String.join("`", parts);
  }

  private static String table(String head, Stream<String> rows) {
    String columns = "|" + "---|".repeat(head.split("\\|").length);
    return "| " + head + " |\n" + columns + "\n" + rows.collect(Collectors.joining());
  }

  private static String row(String... cells) {
    return ("| " + String.join(" | ", cells) + " |\n").replace("|  |", "| |");
  }
}
