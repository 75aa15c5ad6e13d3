package dev.omnigraph.access;

import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads Cedar, decides, and prints what that took: a program, so that a native executable of this
 * module alone can be tried and measured. The figures of the decision on the evaluator are its.
 */
public final class DecisionProbe {
  private static final Policies POLICIES =
      Policies.of(
          "p.cedar",
          """
          @id("readers") permit(principal in Group::"analysts", action == Action::"read", resource);
          @id("agents") permit(principal is Token, action in [Action::"read", Action::"change"], resource)
          when { resource has branch && resource.branch like "agent/*" };
          @id("closed") forbid(principal, action == Action::"change", resource)
          when { resource has protected && resource.protected };
          """);

  private DecisionProbe() {}

  public static void main(String[] args) throws IOException {
    Principal ann = Principal.of(Kind.USER, "ann", "analysts");
    Resource.Branch main = Resource.branch("flights", "main", true);
    long memory = resident();
    long start = System.nanoTime();
    CedarLibrary.load();
    print("library loaded, ms", millis(start));
    CedarAuthorizer authorizer = new CedarAuthorizer();
    start = System.nanoTime();
    Decision first = authorizer.decide(POLICIES, ann, Action.READ, main);
    print("first decision, ms", millis(start));
    print("first decision", first);
    print("resident for both, KB", resident() - memory);
    int types = Integer.getInteger("types", 1000);
    for (int round = 0; round < 3; round++) {
      start = System.nanoTime();
      long used = processor();
      for (int i = 0; i < types; i++) {
        Resource type = new Resource.Type("T" + round + "_" + i, main);
        authorizer.decide(POLICIES, ann, Action.READ, type);
      }
      print("a decision, us", millis(start) * 1000 / types);
      print("a decision, us of processor time", (processor() - used) * 1000.0 / types);
    }
    start = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      authorizer.decide(POLICIES, ann, Action.READ, new Resource.Type("T2_" + i % types, main));
    }
    print("a decision that was made before, us", millis(start) / 100);
    start = System.nanoTime();
    POLICIES.check();
    print("a check, ms", millis(start));
    refused(
        () ->
            Policies.of("q.cedar", "permit(principal, action == Action::\"raed\", resource);")
                .check());
    refused(
        () ->
            authorizer.decide(Policies.of("q.cedar", "permit(principal;"), ann, Action.READ, main));
  }

  private static void refused(Runnable attempt) {
    try {
      attempt.run();
      throw new IllegalStateException("It was accepted.");
    } catch (GraphException e) {
      print(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** Of all threads, in ms: the library decides in threads of its own. */
  private static long processor() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/self/stat")).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10;
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static void print(String what, Object value) {
    System.out.println(what + ": " + value);
  }
}
