/**
 * The command line. Start at {@link dev.omnigraph.cli.Main}, and read {@link
 * dev.omnigraph.cli.SnapshotCommand} as the shortest command.
 *
 * <p>A command reaches a graph in a folder, in a bucket, or behind a URL, and does not know which:
 * it opens a {@link dev.omnigraph.cli.Reach} and asks it one thing in two spellings, as a call of
 * {@link dev.omnigraph.Graph} whose answer {@code function/wire} writes as JSON, and as the {@link
 * dev.omnigraph.cli.remote.ApiRequest} to which the API answers with the same JSON. So there is one
 * {@link dev.omnigraph.cli.Answer}, a tree, and one rendering of it by {@link
 * dev.omnigraph.cli.Output}: for people, as it came, a line for each element, or CSV. What both
 * spellings have in common, such as options of a write or a state that is read, is checked before
 * either is used. A test in {@code function/local} runs every command in both ways against the real
 * server and compares what is printed and the exit codes.
 *
 * <p>What is not JSON goes past this seam: rows of a graph at hand that are printed as they are
 * found, exports ({@code RemoteExport}) and contents of blobs ({@code BlobSource}). What needs the
 * files of a graph asks {@link dev.omnigraph.cli.GraphOption} for the graph itself, which refuses a
 * URL.
 *
 * <p>A new command is a class with its description, an example in its footer, the mixins that it
 * needs ({@code GraphOption}, {@code BranchOption}, {@code OutputOptions}, {@code ActorOption},
 * {@code WriteConditions}) and one {@code call}; a line in {@code Main}; a line in the test of both
 * ways; and {@code -Dpages.write=true} for its place in {@code docs/use/command-line.md}.
 */
@NullMarked
package dev.omnigraph.cli;

import org.jspecify.annotations.NullMarked;
