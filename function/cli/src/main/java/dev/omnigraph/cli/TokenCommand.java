package dev.omnigraph.cli;

import picocli.CommandLine.Command;

@Command(
    name = "token",
    description = "Makes, lists and revokes the API tokens of a deployment.",
    footer = {"", "Example:", "  omnigraph token list --file tokens.json"},
    mixinStandardHelpOptions = true,
    subcommands = {TokenNewCommand.class, TokenListCommand.class, TokenRevokeCommand.class})
final class TokenCommand {}
