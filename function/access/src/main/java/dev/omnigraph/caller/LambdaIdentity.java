package dev.omnigraph.caller;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Callers as the authorizer of an API, or of a function's URL, has found them. Lambda gives these
 * to the function beside the request, where a caller cannot write.
 */
public record LambdaIdentity(String groupsClaim) {
  private static final Pattern SESSION =
      Pattern.compile("arn:([^:]+):sts::(\\d{12}):assumed-role/([^/]+)/.+");

  /**
   * An identity of IAM. A session of a role is the role: what policies name must not change with
   * each session. The path of a role is not in the ARNs of its sessions, so it is not here either.
   *
   * @throws GraphException {@code principal_name}
   */
  public Principal iam(String userArn) {
    Matcher session = SESSION.matcher(userArn);
    return Principal.of(
        Kind.ROLE,
        session.matches()
            ? "arn:%s:iam::%s:role/%s"
                .formatted(session.group(1), session.group(2), session.group(3))
            : userArn);
  }

  /**
   * The subject of a JWT that the API's authorizer verified. It gives lists as a text in brackets,
   * {@code [a b]}, so the name of a group cannot have white space there. It may have a comma: a
   * group that is called {@code staff,admins} does not make anybody an admin.
   *
   * @throws CredentialException there is no subject
   * @throws GraphException {@code principal_name}
   */
  public Principal jwt(Map<String, String> claims) throws CredentialException {
    String subject = claims.get("sub");
    if (subject == null) {
      throw new CredentialException("The token has no subject.");
    }
    return new Principal(Kind.USER, subject, groups(claims.getOrDefault(groupsClaim, "")));
  }

  private static Set<String> groups(String list) {
    String inner =
        list.startsWith("[") && list.endsWith("]") ? list.substring(1, list.length() - 1) : list;
    return Arrays.stream(inner.split("\\s+"))
        .filter(group -> !group.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
