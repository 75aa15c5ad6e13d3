package dev.omnigraph.cli;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a command before it reaches a graph. */
public enum CliError implements ErrorCode {
  GRAPH_MISSING(
      ErrorKind.INVALID,
      "A command that needs a graph is given none.",
      "Name it with --graph, in the environment variable OMNIGRAPH_GRAPH, or in a profile."),
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
  FILE_TWICE(
      ErrorKind.INVALID,
      "Two files that are to be stored together have the same name.",
      "Name the folder that has both of them, or rename one."),
  FOLDER_WITHOUT_FILES(
      ErrorKind.INVALID,
      "A folder that a command names has no file of the kind that it reads.",
      "Name a folder that has some. --none takes away all that are stored."),
  NO_POLICIES(
      ErrorKind.CONFLICT,
      "Decisions of policies are asked for, and the graph has none.",
      "What callers may do without any is a setting of the server; on the command line everything."
          + " Ask policies of files with --policy, or store some with `omnigraph policy put`."),
  SEVERAL_TYPES(
      ErrorKind.INVALID,
      "A file in CSV or Parquet holds one type, and the export has several.",
      "Name one with --type, or name a folder with --output."),
  FILE_UNWRITABLE(ErrorKind.INVALID, "A file that a command is to write cannot be written.", null),
  NOT_OVER_HTTP(
      ErrorKind.INVALID,
      "A command that works on the files of a graph is given the URL of its API.",
      "Run it with --graph s3://bucket/prefix where the bucket can be reached."),
  ACTOR_OF_A_SERVER(
      ErrorKind.INVALID,
      "A command that goes to a server says who its author is, which the server knows better.",
      "Leave --actor out: the server records who the token or the signature belongs to."),
  BRANCH_OF_A_SERVER(
      ErrorKind.INVALID,
      "A command that serves an agent by way of a server says where the agent works.",
      "Leave --branch out: the server's `omnigraph.mcp.branch` decides."),
  REGION_MISSING(
      ErrorKind.INVALID,
      "A request to a server at a domain of your own is to be signed, for an unknown region.",
      "Set AWS_REGION, or write region into the profile."),
  QUERY_NOT_KEPT(
      ErrorKind.NOT_FOUND,
      "A query that is to be run in the shell was not typed there before.",
      "`:queries` lists those that are kept; type it as `query name($a: String) { … }`."),
  NOT_A_PROJECT(
      ErrorKind.INVALID,
      "A folder that is to be a project folder has nothing that defines a graph.",
      "Put the schema into `graph.pg`, stored queries into `queries/` or policies into `policy/`."),
  NOT_A_PLAN(
      ErrorKind.INVALID,
      "The file that `omnigraph apply` is given with --plan is not a plan.",
      "Write it with `omnigraph plan DIR --out FILE`; a plan with a refused step is none."),
  PLAN_OUTDATED(
      ErrorKind.CONFLICT,
      "What a plan says is not what would be done now: the folder or the graph has changed.",
      "Run `omnigraph plan` again, and look at what it shows. Nothing was written."),
  TEST_MALFORMED(
      ErrorKind.INVALID,
      "A file of the tests of a project folder cannot be read as what it is to be.",
      "Write it like the example on the page on project folders."),
  NO_TESTS(
      ErrorKind.INVALID,
      "A project folder whose tests are to be run has none.",
      "Put them into its folder `tests`, as the page on project folders shows."),
  TIMEOUT_INVALID(
      ErrorKind.INVALID,
      "The time that a server may take is not a number of seconds.",
      "Set OMNIGRAPH_TIMEOUT to a number like 60, or leave it out.");

  private final Entry entry;

  CliError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
