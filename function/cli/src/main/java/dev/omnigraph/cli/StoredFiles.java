package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.manifest.Texts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Files that take the place of all of their kind that are stored. */
final class StoredFiles {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|FOLDER",
      description =
          "Files, and folders with all such files below them. What is stored and not among them"
              + " goes.")
  private List<Path> places = List.of();

  @Option(names = "--none", description = "No file: all that are stored go.")
  private boolean none;

  /**
   * @param ending of the files of a folder that are meant
   */
  Texts texts(String ending) {
    if (none != places.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          none
              ? "`--none` stores no file, and files are named; leave one of them out."
              : "No file is named; `--none` takes away all that are stored.");
    }
    return TextFiles.read(places, ending);
  }

  /** The member of a request that has them. */
  static void write(JsonGenerator json, Texts texts) throws IOException {
    json.writeObjectFieldStart("files");
    for (Map.Entry<String, String> file : texts.files().entrySet()) {
      json.writeStringField(file.getKey(), file.getValue());
    }
    json.writeEndObject();
  }

  /**
   * What became of them.
   *
   * @param member of the answer: {@code queries} or {@code policy}
   */
  static void print(Answer answer, String member, Cost cost, PrintWriter out) {
    answer
        .list(member)
        .forEach(
            file ->
                out.printf("  %s %s%n", file.path("change").asText(), file.path("file").asText()));
    int changes = answer.list(member).size();
    String what =
        answer.flag("replayed")
            ? "done before under this key"
            : changes == 0 ? "nothing to do" : Costs.count(changes, "file") + " stored anew";
    out.println(Costs.line(what, answer.commit(), cost));
  }
}
