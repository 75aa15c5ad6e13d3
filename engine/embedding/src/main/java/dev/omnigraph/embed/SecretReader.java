package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** {@code GetSecretValue} of AWS Secrets Manager. */
final class SecretReader {
  private final String arn;
  private final URI endpoint;
  private final Caller caller;
  private final AwsCredentialsProvider credentials;
  private final EmbedSettings settings;

  SecretReader(
      String arn,
      URI endpoint,
      Caller caller,
      AwsCredentialsProvider credentials,
      EmbedSettings settings) {
    this.arn = arn;
    this.endpoint = endpoint;
    this.caller = caller;
    this.credentials = credentials;
    this.settings = settings;
  }

  /** The region that an ARN names. */
  static String region(String arn) {
    return arn.split(":", 5)[3];
  }

  /**
   * The text of the secret, or, where it is a JSON object of one member, as the console makes them,
   * the value of that.
   *
   * @throws GraphException {@code embedding_refused}, {@code embedding_unavailable}
   */
  String read() {
    Message message =
        new Message(
            endpoint,
            Json.bytes(Json.object().put("SecretId", arn)),
            Map.of(
                "Content-Type", "application/x-amz-json-1.1",
                "X-Amz-Target", "secretsmanager.GetSecretValue"));
    JsonNode answer =
        caller.send(
            message,
            new AwsProof("secretsmanager", region(arn), credentials),
            node -> node.path("Message").asText(node.path("message").asText("")),
            caller.end(settings.time()));
    String text = answer.path("SecretString").asText("").strip();
    if (text.startsWith("{")) {
      JsonNode members = Json.read(text.getBytes(StandardCharsets.UTF_8));
      text = members.size() == 1 ? members.iterator().next().asText("") : "";
    }
    if (text.isEmpty()) {
      throw GraphException.of(
              EmbedError.EMBEDDING_REFUSED,
              "The secret of OMNIGRAPH_EMBED_KEY_SECRET is neither a text nor a JSON object with one member.")
          .with("secret", arn)
          .next("Store the key of the embedding model as the text of the secret.")
          .build();
    }
    return text;
  }
}
