package dev.omnigraph.mcp;

import dev.omnigraph.error.GraphException;
import java.util.List;

/** The tools of one caller. */
public interface Toolbox {
  /**
   * That there is anything for the caller.
   *
   * @throws GraphException {@code graph_not_found}
   */
  void require();

  /** In the order in which an agent is shown them. */
  List<Tool> tools();

  /**
   * Uses a tool.
   *
   * @return a JSON object
   * @throws GraphException also when there is no such tool for the caller
   */
  String call(String name, ToolArguments arguments);
}
