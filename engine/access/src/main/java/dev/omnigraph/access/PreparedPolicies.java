package dev.omnigraph.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Policies that the native library keeps parsed, until this is closed, and the last decisions by
 * them. Threads may share it.
 */
final class PreparedPolicies implements AutoCloseable {
  private static final int MAX_DECISIONS = 1000;

  private final Cedar cedar;
  private final String name = UUID.randomUUID().toString();
  private final Map<String, PolicyText> policies;
  private final Map<List<Object>, Decision> decisions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, Decision> eldest) {
          return size() > MAX_DECISIONS;
        }
      };

  /**
   * @throws GraphException {@code policy_syntax}
   */
  PreparedPolicies(Cedar cedar, List<PolicyText> policies) {
    this.cedar = cedar;
    this.policies =
        policies.stream()
            .collect(
                Collectors.toMap(
                    PolicyText::key, policy -> policy, (a, b) -> a, LinkedHashMap::new));
    prepare();
  }

  private void prepare() {
    Map<String, String> texts = new LinkedHashMap<>();
    policies.forEach((key, policy) -> texts.put(key, policy.text()));
    String failure = cedar.prepare(name, texts);
    if (failure != null) {
      throw GraphException.of(AccessError.POLICY_SYNTAX, failure).build();
    }
  }

  Decision decide(Question question) {
    List<Object> key = question.key();
    synchronized (decisions) {
      Decision known = decisions.get(key);
      if (known != null) {
        return known;
      }
    }
    Decision decision = ask(question);
    synchronized (decisions) {
      decisions.put(key, decision);
    }
    return decision;
  }

  private Decision ask(Question question) {
    JsonNode answer = cedar.decide(name, question);
    if (!isSuccess(answer)) {
      // The library keeps a thousand sets at most, so it may have dropped this one.
      prepare();
      answer = cedar.decide(name, question);
    }
    if (!isSuccess(answer)) {
      throw Cedar.failed(answer.path("errors").path(0).path("message").asText("no answer"));
    }
    return decision(answer.path("response"));
  }

  private static boolean isSuccess(JsonNode answer) {
    return answer.path("type").asText("").equals("success");
  }

  private Decision decision(JsonNode response) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode key : response.path("diagnostics").path("reason")) {
      reasons.add(key.asText());
    }
    List<Decision.Failure> failures = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (JsonNode error : response.path("diagnostics").path("errors")) {
      String key = error.path("policyId").asText();
      failures.add(new Decision.Failure(name(key), error.path("error").path("message").asText("")));
      PolicyText policy = policies.get(key);
      if (policy == null || policy.forbids()) {
        refused.add(key);
      }
    }
    boolean allowed = response.path("decision").asText("").equals("allow");
    boolean stays = allowed && refused.isEmpty();
    List<String> deciding = allowed && !stays ? refused : reasons;
    return new Decision(stays, deciding.stream().sorted().map(this::name).toList(), failures);
  }

  private String name(String key) {
    PolicyText policy = policies.get(key);
    return policy == null ? key : policy.name();
  }

  @Override
  public void close() {
    cedar.forget(name);
  }
}
