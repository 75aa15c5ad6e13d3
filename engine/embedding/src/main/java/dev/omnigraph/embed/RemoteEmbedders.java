package dev.omnigraph.embed;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Puts the clients of servers together. Makes no request. */
final class RemoteEmbedders {
  private static final URI OPENAI = URI.create("https://api.openai.com/v1");

  private final EmbedSettings settings;
  private final Pace pace;
  private final @Nullable URI secrets;
  private final AwsCredentialsProvider credentials;

  /** As a deployment has them. */
  RemoteEmbedders(EmbedSettings settings) {
    this(settings, Pace.usual(), null, DefaultCredentialsProvider.builder().build());
  }

  /**
   * @param secrets another Secrets Manager than that of AWS
   */
  RemoteEmbedders(
      EmbedSettings settings,
      Pace pace,
      @Nullable URI secrets,
      AwsCredentialsProvider credentials) {
    this.settings = settings;
    this.pace = pace;
    this.secrets = secrets;
    this.credentials = credentials;
  }

  Embedder bedrock() {
    String region = settings.region().orElseGet(RemoteEmbedders::region);
    URI endpoint = settings.url().orElseGet(() -> aws("bedrock-runtime", region));
    Provider provider = new BedrockProvider(settings, endpoint);
    return with(provider, new AwsProof("bedrock", region, credentials), caller());
  }

  Embedder openAi() {
    if (settings.url().isEmpty() && !settings.provider().equals("openai")) {
      throw EmbedSettings.wrong(
          "URL",
          "It is missing: the address of the API that has the model \"%s\", such as http://localhost:11434/v1."
              .formatted(settings.model()));
    }
    Caller caller = caller();
    Provider provider = new OpenAiProvider(settings, settings.url().orElse(OPENAI));
    return with(provider, new KeyProof(settings.keyHeader(), () -> key(caller)), caller);
  }

  private Optional<String> key(Caller caller) {
    return settings.keySecret().map(arn -> reader(arn, caller).read()).or(settings::key);
  }

  private SecretReader reader(String arn, Caller caller) {
    URI endpoint = secrets == null ? aws("secretsmanager", SecretReader.region(arn)) : secrets;
    return new SecretReader(arn, endpoint, caller, credentials, settings);
  }

  private Caller caller() {
    return new Caller(settings.timeout(), pace);
  }

  private Embedder with(Provider provider, Proof proof, Caller caller) {
    return new RemoteEmbedder(settings.model(), provider, proof, caller, settings.time());
  }

  private static URI aws(String service, String region) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://%s.%s.%s/".formatted(service, region, domain));
  }

  private static String region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw EmbedSettings.wrong("REGION", "Neither it nor AWS_REGION is set.");
    }
  }
}
