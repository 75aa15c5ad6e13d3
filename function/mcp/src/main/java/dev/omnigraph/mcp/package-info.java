/**
 * A graph as tools of agents: the Model Context Protocol, without a session, over whatever carries
 * JSON. Start at {@link dev.omnigraph.mcp.McpServer}; what the tools are is {@link
 * dev.omnigraph.mcp.GraphTools}.
 */
@NullMarked
package dev.omnigraph.mcp;

import org.jspecify.annotations.NullMarked;
