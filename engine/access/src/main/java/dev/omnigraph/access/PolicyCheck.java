package dev.omnigraph.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds policies to the language and to the schema, file by file. */
final class PolicyCheck {
  private static final String SCHEMA = "graph.cedarschema";

  private final Cedar cedar = new Cedar();
  private final String schema = schema();
  private final List<Diagnostic> found = new ArrayList<>();

  private PolicyCheck() {}

  /**
   * @throws GraphException as {@link Policies#check}
   */
  static void run(Policies policies) {
    List<PolicyText> texts = policies.texts();
    PolicyCheck check = new PolicyCheck();
    policies.files().forEach((file, text) -> check.file(new Source(file, text)));
    check.ids(texts);
    if (!check.found.isEmpty()) {
      throw new LanguageException(check.found);
    }
  }

  private void file(Source source) {
    JsonNode answer = cedar.validate(schema, source.text());
    List<Mistake> mistakes = new ArrayList<>();
    answer
        .path("errors")
        .forEach(error -> mistakes.add(Mistake.of(source, AccessError.POLICY_SYNTAX, error)));
    // A policy that can never apply is a mistake, and so is a letter that only looks like another.
    for (String kind : List.of("validationErrors", "validationWarnings")) {
      for (JsonNode error : answer.path(kind)) {
        mistakes.add(Mistake.of(source, AccessError.POLICY_INVALID, error.path("error")));
      }
    }
    if (mistakes.isEmpty() && !answer.path("type").asText("").equals("success")) {
      throw Cedar.failed(answer.toString());
    }
    Diagnostics diagnostics = new Diagnostics(source);
    try {
      for (Mistake mistake : mistakes) {
        // Of a policy as a whole is said what follows from the mistake in it.
        if (mistakes.stream().noneMatch(mistake::isAround)) {
          diagnostics.error(mistake.code(), mistake.span(), mistake.message(), mistake.help());
        }
      }
      diagnostics.throwIfAny();
    } catch (LanguageException e) {
      found.addAll(e.diagnostics());
    }
  }

  private record Mistake(AccessError code, Span span, String message, @Nullable String help) {

    static Mistake of(Source source, AccessError code, JsonNode error) {
      JsonNode place = error.path("sourceLocations").path(0);
      Span span =
          PolicyText.span(
              source,
              chars(source.text(), place.path("start").asInt(0)),
              chars(source.text(), place.path("end").asInt(0)));
      return new Mistake(code, span, sentence(error, place), PolicyCheck.help(error, code));
    }

    boolean isAround(Mistake other) {
      return span.start() <= other.span.start()
          && other.span.end() <= span.end()
          && span.end() - span.start() > other.span.end() - other.span.start();
    }
  }

  private static String sentence(JsonNode error, JsonNode place) {
    String message =
        error
            .path("message")
            .asText("")
            .replaceFirst("^failed to parse policies from string: ", "")
            .replaceFirst("^for policy `[^`]*`, ", "");
    String label = place.path("label").asText("");
    String text = label.isEmpty() || label.equals("null") ? message : message + "; " + label;
    return text.isEmpty() ? "It cannot be read." : upper(text) + ".";
  }

  private static @Nullable String help(JsonNode error, AccessError code) {
    JsonNode help = error.path("help");
    if (!help.isTextual() || help.asText().isEmpty()) {
      return code.nextStep();
    }
    String text = upper(help.asText());
    return text.endsWith("?") ? text : text + ".";
  }

  private static String upper(String text) {
    int first = Character.charCount(text.codePointAt(0));
    return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
  }

  /** The offset in chars of an offset in the bytes of UTF-8. */
  private static int chars(String text, int bytes) {
    int seen = 0;
    int at = 0;
    while (at < text.length() && seen < bytes) {
      int c = text.codePointAt(at);
      seen += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      at += Character.charCount(c);
    }
    return at;
  }

  private void ids(List<PolicyText> texts) {
    Map<String, PolicyText> holders = new HashMap<>();
    for (PolicyText text : texts) {
      PolicyText other = holders.putIfAbsent(text.name(), text);
      if (other != null) {
        found.add(
            new Diagnostic(
                AccessError.POLICY_ID_TWICE,
                text.span(),
                "`%s` is also the `@id` of %s.".formatted(text.name(), other.key()),
                text.source().excerpt(text.span()),
                AccessError.POLICY_ID_TWICE.nextStep()));
      }
    }
  }

  private static String schema() {
    try (InputStream bytes = PolicyCheck.class.getResourceAsStream(SCHEMA)) {
      if (bytes == null) {
        throw Cedar.failed("the resource " + SCHEMA + " is missing");
      }
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Cedar.failed("the resource " + SCHEMA + " cannot be read");
    }
  }
}
