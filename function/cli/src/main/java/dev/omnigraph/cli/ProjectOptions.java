package dev.omnigraph.cli;

import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The project folder that a graph is to be as. */
final class ProjectOptions {
  @Parameters(
      paramLabel = "DIR",
      description = {
        "The project folder: graph.pg, queries/ with *.gq, and policy/ with *.cedar.",
        "A part that is not there stays as it is on the graph.",
        "A folder that is there names all of its kind, so an empty one removes them.",
        "Policies are those of main: on another branch, policy/ is left alone."
      })
  private Path folder = Path.of("");

  @Option(
      names = "--erase-history",
      description =
          "What is dropped also goes from all earlier commits: it cannot be read at any time."
              + " Without it, they keep it until cleanup.")
  private boolean eraseHistory;

  boolean eraseHistory() {
    return eraseHistory;
  }

  /** What counts on a branch, without mistakes that can be found without the graph. */
  ProjectFolder read(BranchName branch) {
    ProjectFolder project = ProjectFolder.read(folder);
    project.check();
    return branch.equals(BranchName.MAIN) ? project : project.withoutPolicy();
  }

  /** That the graph be made as the folder, what it leaves out included. */
  ApplyRequest request(ProjectFolder project, WriteOptions options) {
    return new ApplyRequest(
        project.schema(),
        project.schemaFile(),
        project.queries(),
        project.policy(),
        true,
        eraseHistory,
        options);
  }
}
