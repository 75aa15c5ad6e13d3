package dev.omnigraph.stored;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can be wrong with stored queries. */
public enum StoredError implements ErrorCode {
  STORED_QUERY_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The branch has no stored query of that name, or none that the caller may know of.",
      "`GET queries` and `omnigraph queries list` name those that there are."),
  STORED_QUERY_TWICE(
      ErrorKind.INVALID,
      "Two files of stored queries have a query of the same name.",
      "Rename one of them: a stored query is called by its name alone."),
  STORED_FILE_NAME(
      ErrorKind.INVALID,
      "The name of a file of stored queries is not one that can be kept.",
      "Use a name such as `people.gq`, or `reports/people.gq`: letters, digits, `_`, `-` and `.`,"
          + " in folders separated by `/`, 200 characters at most."),
  STORED_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The files of stored queries are larger than a branch may have.",
      "Store at most 1 MiB of text in at most 1,000 files. What is needed once need not be stored."),
  SCHEMA_BREAKS_QUERIES(
      ErrorKind.CONFLICT,
      "Stored queries do not fit the schema that a change or a merge would bring into force.",
      "Send the new text of these queries together with the schema (`omnigraph apply`, or `queries`"
          + " beside `schema`), or change them first so that they fit both. Nothing was written."),
  MERGE_QUERIES_DIFFER(
      ErrorKind.CONFLICT,
      "Both sides of a merge changed the same file of stored queries.",
      "Name the side to prefer (`prefer`, `--prefer`), or store the merged text on the source and"
          + " merge again. Nothing was written."),
  POLICY_OF_A_BRANCH(
      ErrorKind.INVALID,
      "Policies were sent to a branch other than main.",
      "Send them to main: its policies count for all branches."),
  STORED_READS_THE_PAST(
      ErrorKind.INVALID,
      "A stored query that writes was called at a commit or a time.",
      "Call it on a branch. Only queries that read can be called at a state of the past.");

  private final Entry entry;

  StoredError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
