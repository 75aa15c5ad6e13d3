package dev.omnigraph.mcp;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/** What can be wrong with the use of a tool. */
public enum McpError implements ErrorCode {
  UNKNOWN_TOOL(
      ErrorKind.NOT_FOUND,
      "There is no tool of that name, or none that the caller may use.",
      "`tools/list` names the tools that there are."),
  TOOL_ARGUMENT(
      ErrorKind.INVALID,
      "An argument of a tool is missing, unknown or of another type.",
      "Send the arguments as the tool's schema says."),
  TOOL_ANSWER_TOO_LARGE(
      ErrorKind.TOO_LARGE,
      "The answer of a tool is larger than an agent can be given.",
      "Ask for less: a `limit`, fewer columns, or one type.");

  private final Entry entry;

  McpError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
