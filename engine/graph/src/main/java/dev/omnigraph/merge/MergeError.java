package dev.omnigraph.merge;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can stand against a merge. */
public enum MergeError implements ErrorCode {
  MERGE_CONFLICTS(
      ErrorKind.CONFLICT,
      "The two sides of a merge changed the same in ways that do not go together.",
      "Decide about each conflict (`resolutions`, `--take`), or name the side to prefer (`prefer`,"
          + " `--prefer`), and send it again. Nothing was written."),
  MERGE_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "A merge changes more entities than fit the memory that one merge may have.",
      "Merge it in steps: name earlier commits of the source, one after the other (`source_commit`,"
          + " `--commit`). Or give the process more memory (`OMNIGRAPH_MEMORY_QUERIES`). Nothing was"
          + " written."),
  MERGE_CURSOR(
      ErrorKind.INVALID,
      "The cursor of conflicts is not one, or it belongs to a merge of other commits, or to one that"
          + " was decided otherwise.",
      "Ask for the next page with the source, the branch and the decisions of the page before it, or"
          + " begin again without a cursor."),
  MERGE_SCHEMAS_DIFFER(
      ErrorKind.CONFLICT,
      "Both sides of a merge changed the schema, or one side went back to a schema that the rows of"
          + " the other do not fit.",
      "Compare the steps of both sides. Bring one of the branches to the schema of the other by a"
          + " schema change, or load its entities into the other. Nothing was written."),
  MERGE_INTO_ITSELF(
      ErrorKind.INVALID,
      "A merge names one branch as its source and as its target, and asks to delete it.",
      "Name the branch to merge into."),
  PICK_OF_SCHEMA(
      ErrorKind.INVALID,
      "A commit that changed the schema cannot be undone or picked by itself.",
      "Change the schema back, or restore the branch to the commit before it."),
  MERGE_RESOLUTION(
      ErrorKind.INVALID,
      "A resolution of a merge names a type or property that is not there, or decides twice about"
          + " one entity.",
      "Name each entity once, by the type and the id that the conflict shows.");

  private final Entry entry;

  MergeError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
