package dev.omnigraph.mcp;

import dev.omnigraph.Graph;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.commit.BranchExists;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.guard.Rights;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.manifest.ProtocolError;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The branch that an agent works on when it names none: {@code agent/{actor}/{date}}, made from
 * main with the first write. Until then it reads main.
 */
final class AgentBranch {
  private static final int LONGEST = 60;

  /**
   * Nothing else gives the same part: without a kind, it does not begin as one with a kind does,
   * and it does not end as one with a hash does.
   */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?!.*-[0-9a-f]{12}$)((user|token):|(?!user-|token-))[A-Za-z0-9][A-Za-z0-9_-]{0,%d}"
              .formatted(LONGEST));

  private final Graph graph;
  private final BranchName name;
  private final String actor;

  /**
   * @param pattern in which {@code {actor}} and {@code {date}} stand for the agent and the day
   */
  AgentBranch(Graph graph, String pattern, String actor, LocalDate today) {
    this.graph = graph;
    this.actor = actor;
    this.name =
        new BranchName(pattern.replace("{actor}", part(actor)).replace("{date}", today.toString()));
  }

  /**
   * An actor as a part of a branch's name: {@code token:helper} is {@code token-helper}. What does
   * not say all of it has a hash of it as well, so that no two actors share a branch.
   */
  static String part(String actor) {
    if (PLAIN.matcher(actor).matches()) {
      return actor.replace(':', '-');
    }
    String plain = actor.replaceAll("[^A-Za-z0-9_-]+", "-");
    String end = plain.length() > LONGEST ? plain.substring(plain.length() - LONGEST) : plain;
    String hash = Sha256.hex(actor).substring(0, 12);
    return (end + "-" + hash).replaceAll("^[^A-Za-z0-9]+", "");
  }

  BranchName name() {
    return name;
  }

  /** What the agent may do on it or on main. */
  Rights rights() {
    Rights main = graph.rights(BranchName.MAIN);
    return name.equals(BranchName.MAIN) ? main : main.or(graph.rights(name));
  }

  /** Reads from it, or from main while it is not there. */
  <T> T reading(Function<BranchName, T> read) {
    if (name.equals(BranchName.MAIN)) {
      return read.apply(name);
    }
    try {
      return read.apply(name);
    } catch (GraphException e) {
      if (isAbsent(e)) {
        return read.apply(BranchName.MAIN);
      }
      throw e;
    }
  }

  /** Writes to it, which makes it if it is not there. */
  <T> T writing(Function<BranchName, T> write) {
    try {
      return write.apply(name);
    } catch (GraphException e) {
      if (!isAbsent(e)) {
        throw e;
      }
    }
    try {
      graph.createBranch(new BranchRequest(name, ReadAt.main(), actor));
    } catch (BranchExists e) {
      // Another call of the same agent made it.
    }
    return write.apply(name);
  }

  /** Whoever may know nothing of a branch but its stored queries hears that there is no graph. */
  private boolean isAbsent(GraphException e) {
    return !name.equals(BranchName.MAIN)
        && (e.is(ProtocolError.BRANCH_NOT_FOUND)
            || e.is(ProtocolError.BRANCH_DELETED)
            || e.is(ProtocolError.GRAPH_NOT_FOUND));
  }
}
