package dev.omnigraph.cli;

import picocli.CommandLine.Command;

@Command(
    name = "schema",
    description = "Shows and changes the schema of a graph.",
    footer = {"", "Example:", "  omnigraph schema show"},
    mixinStandardHelpOptions = true,
    subcommands = {
      SchemaShowCommand.class,
      SchemaPlanCommand.class,
      SchemaApplyCommand.class,
    })
final class SchemaCommand {}
