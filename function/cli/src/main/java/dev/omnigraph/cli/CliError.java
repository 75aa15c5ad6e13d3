package dev.omnigraph.cli;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a command before it reaches a graph. */
public enum CliError implements ErrorCode {
  GRAPH_MISSING(
      ErrorKind.INVALID,
      "A command that needs a graph is given none.",
      "Name it with --graph, or in the environment variable OMNIGRAPH_GRAPH."),
  SCHEMA_MISSING(
      ErrorKind.INVALID,
      "`omnigraph lint` is given neither a schema nor a graph.",
      "Name a file with --schema, or a graph with --graph or OMNIGRAPH_GRAPH."),
  QUERY_FILE_MISSING(
      ErrorKind.INVALID,
      "A command that runs a query is given no file of queries.",
      "Write it first, as in `omnigraph query FILE.gq NAME PARAM=VALUE`."),
  WRONG_ARGUMENT(
      ErrorKind.INVALID, "An argument of a query is not NAME=VALUE, or is given twice.", null),
  FILE_UNREADABLE(ErrorKind.INVALID, "A file that a command names cannot be read.", null),
  SEVERAL_TYPES(
      ErrorKind.INVALID,
      "A file in CSV or Parquet holds one type, and the export has several.",
      "Name one with --type, or name a folder with --output."),
  FILE_UNWRITABLE(ErrorKind.INVALID, "A file that a command is to write cannot be written.", null);

  private final Entry entry;

  CliError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
