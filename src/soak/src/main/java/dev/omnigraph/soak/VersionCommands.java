package dev.omnigraph.soak;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The commands that are about several states of a graph. */
final class VersionCommands {
  private final Graph graph;

  VersionCommands(Graph graph) {
    this.graph = graph;
  }

  Reply run(Command command) {
    return switch (command.verb()) {
      case "fork" -> fork(command);
      case "drop" -> done(graph.deleteBranch(options(command)), false);
      case "merge" -> merge(command, false);
      case "merge and drop" -> merge(command, true);
      case "revert" ->
          done(
              graph.pick(
                  PickRequest.revert(commit(command), options(command))
                      .preferring(prefer(command))));
      case "pick" ->
          done(
              graph.pick(
                  PickRequest.cherryPick(from(command), commit(command), options(command))
                      .preferring(prefer(command))));
      case "restore" -> done(graph.restore(new RestoreRequest(commit(command), options(command))));
      default -> throw new IllegalArgumentException(command.verb());
    };
  }

  private Reply fork(Command command) {
    ReadAt at =
        argument(command, "commit") == null
            ? new ReadAt.Head(from(command))
            : new ReadAt.Commit(from(command), commit(command));
    Branch made = graph.createBranch(new BranchRequest(command.branch(), at, command.actor()));
    return done(made.head(), false);
  }

  private Reply merge(Command command, boolean drops) {
    MergeAnswer answer =
        graph.merge(
            MergeRequest.of(new ReadAt.Head(from(command)), options(command))
                .preferring(prefer(command))
                .deletingSource(drops));
    return new Reply.Merged(
        answer.commitId().text(),
        answer.source().text(),
        answer.replayed(),
        Boolean.TRUE.equals(answer.branchDeleted()));
  }

  private static Reply done(PickAnswer answer) {
    return done(answer.commitId(), answer.replayed());
  }

  private static Reply done(CommitId commit, boolean replayed) {
    return new Reply.Done(commit.text(), -1, -1, replayed);
  }

  private static WriteOptions options(Command command) {
    return WriteOptions.on(command.branch(), command.actor()).keyed(command.key());
  }

  private static BranchName from(Command command) {
    return new BranchName(text(command, "from"));
  }

  private static CommitId commit(Command command) {
    return new CommitId(text(command, "commit"));
  }

  private static Prefer prefer(Command command) {
    return Prefer.valueOf(text(command, "prefer"));
  }

  private static String text(Command command, String name) {
    return (String) Objects.requireNonNull(argument(command, name), name);
  }

  private static @Nullable Object argument(Command command, String name) {
    return command.arguments().get(name);
  }
}
