package dev.omnigraph.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private static final String ISSUER = "https://issuer.example";
  private static final String AUDIENCE = "graphs";

  private static PublicJsonWebKey rsa;
  private static PublicJsonWebKey ec;
  private static PublicJsonWebKey foreign;

  private final MovableClock clock = new MovableClock();
  private StubServer issuer;
  private JwtVerifier verifier;

  @BeforeAll
  static void makeKeys() throws JoseException {
    rsa = RsaJwkGenerator.generateJwk(2048);
    rsa.setKeyId("rsa-1");
    ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    ec.setKeyId("ec-1");
    foreign = RsaJwkGenerator.generateJwk(2048);
    foreign.setKeyId("rsa-1");
  }

  @BeforeEach
  void start() throws Exception {
    issuer = new StubServer();
    issuer.answers(200, keys(rsa, ec));
    verifier =
        new JwtVerifier(
            new JwtSettings(ISSUER, AUDIENCE, issuer.address(), "groups"),
            new Fetch(Duration.ofMinutes(1)),
            clock);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void aTokenOfTheIssuerIsItsSubjectWithItsGroups() throws Exception {
    Principal ann = Principal.of(Kind.USER, "ann", "analysts", "staff");

    assertThat(verifier.verify(signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims())))
        .isEqualTo(ann);
    assertThat(
            verifier.verify(
                signed(ec, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, claims())))
        .isEqualTo(ann);
  }

  @Test
  void aTokenForSeveralAudiencesMayBeForThisOne() throws Exception {
    JwtClaims claims = claims();
    claims.setAudience("other", AUDIENCE);

    assertThat(verifier.verify(rs256(claims)).name()).isEqualTo("ann");
  }

  @Test
  void aTokenWithoutASignatureIsRefused() throws Exception {
    String payload = rs256(claims()).split("\\.")[1];

    for (String header :
        List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"None\",\"kid\":\"rsa-1\"}",
            "{\"alg\":\"\",\"kid\":\"rsa-1\"}",
            "{\"kid\":\"rsa-1\"}")) {
      assertRefused(base64(header) + "." + payload + ".");
    }
  }

  @Test
  void thePublicKeyIsNotASharedSecret() throws Exception {
    for (byte[] secret :
        List.of(
            rsa.getPublicKey().getEncoded(),
            pem(rsa).getBytes(StandardCharsets.US_ASCII),
            rsa.toJson().getBytes(StandardCharsets.US_ASCII))) {
      JsonWebSignature forged = signature(claims(), AlgorithmIdentifiers.HMAC_SHA256, "rsa-1");
      forged.setKey(new HmacKey(secret));

      assertRefused(forged.getCompactSerialization());
    }
  }

  @Test
  void aSymmetricKeyAmongTheIssuersSignsNothing() throws Exception {
    byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    issuer.answers(
        200,
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\""
            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret)
            + "\"}]}");
    JsonWebSignature forged = signature(claims(), AlgorithmIdentifiers.HMAC_SHA256, "s");
    forged.setKey(new HmacKey(secret));

    assertRefused(forged.getCompactSerialization());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS384", "RS512", "PS256"})
  void otherAlgorithmsAreRefused(String algorithm) throws Exception {
    assertRefused(signed(rsa, algorithm, claims()));
  }

  @Test
  void aForeignKeyOfTheSameNameIsRefused() throws Exception {
    assertRefused(signed(foreign, AlgorithmIdentifiers.RSA_USING_SHA256, claims()));
  }

  @Test
  void aKeyThatTheTokenBringsCountsForNothing() throws Exception {
    for (Consumer<JsonWebSignature> header :
        List.<Consumer<JsonWebSignature>>of(
            jws -> jws.setJwkHeader(foreign),
            jws -> jws.setHeader("jku", issuer.address().toString()),
            jws -> jws.setHeader("x5u", issuer.address().toString()))) {
      for (String id : List.of("rsa-1", "theirs")) {
        JsonWebSignature forged = signature(claims(), AlgorithmIdentifiers.RSA_USING_SHA256, id);
        forged.setKey(foreign.getPrivateKey());
        header.accept(forged);

        assertRefused(forged.getCompactSerialization());
      }
    }
  }

  @Test
  void aTokenThatNamesNoKeyIsRefused() throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims().toJson());
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    jws.setKey(rsa.getPrivateKey());

    assertRefused(jws.getCompactSerialization());
  }

  @Test
  void aChangedTokenIsRefused() throws Exception {
    String[] parts = rs256(claims()).split("\\.");
    String other = base64(claims().toJson().replace("ann", "bob"));

    assertRefused(parts[0] + "." + other + "." + parts[2]);
    assertRefused(parts[0] + "." + parts[1] + "." + parts[2].substring(4));
    assertRefused(parts[0] + "." + parts[1] + ".");
  }

  @Test
  void aSignatureOfZerosIsRefused() throws Exception {
    String[] parts =
        signed(ec, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, claims()).split("\\.");
    String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

    assertRefused(parts[0] + "." + parts[1] + "." + zeros);
  }

  @Test
  void claimsThatDoNotFitAreRefused() throws Exception {
    for (Consumer<JwtClaims> wrong :
        List.<Consumer<JwtClaims>>of(
            claims -> claims.setIssuer("https://issuer.example.evil"),
            claims -> claims.unsetClaim("iss"),
            claims -> claims.setAudience("other"),
            claims -> claims.unsetClaim("aud"),
            claims -> claims.unsetClaim("exp"),
            claims -> claims.setClaim("exp", "never"),
            claims -> claims.setExpirationTime(seconds(-61)),
            claims -> claims.setNotBefore(seconds(62)),
            claims -> claims.unsetClaim("sub"),
            claims -> claims.setSubject(""),
            claims -> claims.setSubject("ann\nroot"),
            claims -> claims.setClaim("sub", List.of("ann")),
            claims -> claims.setClaim("groups", Map.of("a", 1)),
            claims -> claims.setClaim("groups", List.of(1)))) {
      JwtClaims claims = claims();
      wrong.accept(claims);

      assertRefused(rs256(claims));
    }
  }

  @Test
  void clocksMayDifferByAMinute() throws Exception {
    JwtClaims expired = claims();
    expired.setExpirationTime(seconds(-59));
    JwtClaims early = claims();
    early.setNotBefore(seconds(59));

    assertThat(verifier.verify(rs256(expired)).name()).isEqualTo("ann");
    assertThat(verifier.verify(rs256(early)).name()).isEqualTo("ann");
  }

  @Test
  void aClaimThatIsThereTwiceIsRefused() throws Exception {
    JsonWebSignature jws = signature(claims(), AlgorithmIdentifiers.RSA_USING_SHA256, "rsa-1");
    jws.setPayload(claims().toJson().replaceFirst("\\{", "{\"sub\":\"bob\","));
    jws.setKey(rsa.getPrivateKey());

    assertRefused(jws.getCompactSerialization());
  }

  @Test
  void aCriticalHeaderThatNobodyUnderstandsIsRefused() throws Exception {
    String[] parts = rs256(claims()).split("\\.");
    String header = base64("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"crit\":[\"x\"],\"x\":1}");

    assertRefused(header + "." + parts[1] + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "ey..", "eyJ.a.b", "a.b.c.d.e", "ey\u0000.a.b"})
  void whatIsNoJwtIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void aHugeTokenIsRefusedUnread() throws Exception {
    JwtClaims claims = claims();
    claims.setClaim("x", "y".repeat(10_000));

    assertRefused(rs256(claims));
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void keysAreReadOnceForManyTokens() throws Exception {
    for (int i = 0; i < 20; i++) {
      verifier.verify(rs256(claims()));
    }

    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void unknownKeysAreAskedForOnceAMinuteAtMost() throws Exception {
    verifier.verify(rs256(claims()));
    clock.move(Duration.ofSeconds(61));
    for (int i = 0; i < 20; i++) {
      assertRefused(signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims(), "no-" + i));
    }
    assertThat(issuer.requests()).hasSize(2);

    clock.move(Duration.ofSeconds(61));
    assertRefused(signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims(), "no"));
    assertThat(issuer.requests()).hasSize(3);
  }

  @Test
  void aNewKeyIsAcceptedAndAnOldOneIsForgotten() throws Exception {
    verifier.verify(rs256(claims()));
    issuer.answers(200, keys(ec));
    clock.move(Duration.ofMinutes(16));

    assertRefused(rs256(claims()));
    assertThat(
            verifier
                .verify(
                    signed(ec, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, claims()))
                .name())
        .isEqualTo("ann");
  }

  @Test
  void keysAreKeptForHoursWhileTheIssuerIsAway() throws Exception {
    verifier.verify(rs256(claims()));
    issuer.answers(500, "");
    clock.move(Duration.ofHours(5));

    assertThat(verifier.verify(rs256(claims())).name()).isEqualTo("ann");

    clock.move(Duration.ofHours(2));
    assertUnavailable(rs256(claims()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{\"keys\":1}", "[]"})
  void withoutKeysTheFailureIsNotTheCallers(String answer) throws Exception {
    issuer.answers(200, answer);

    assertUnavailable(rs256(claims()));
  }

  @Test
  void anEndlessDocumentOfKeysIsNotRead() throws Exception {
    issuer.answers(200, "{\"keys\":[]}" + " ".repeat(1 << 20));

    assertUnavailable(rs256(claims()));
  }

  @Test
  void keysComeOverHttps() {
    assertThatThrownBy(
            () ->
                new JwtSettings(
                    ISSUER, AUDIENCE, URI.create("http://issuer.example/keys"), "groups"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject("ann");
    claims.setExpirationTime(seconds(300));
    claims.setStringListClaim("groups", "analysts", "staff");
    return claims;
  }

  private NumericDate seconds(long fromNow) {
    return NumericDate.fromSeconds(clock.instant().getEpochSecond() + fromNow);
  }

  private static String rs256(JwtClaims claims) throws JoseException {
    return signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims);
  }

  private static String signed(PublicJsonWebKey key, String algorithm, JwtClaims claims)
      throws JoseException {
    return signed(key, algorithm, claims, key.getKeyId());
  }

  private static String signed(PublicJsonWebKey key, String algorithm, JwtClaims claims, String id)
      throws JoseException {
    JsonWebSignature jws = signature(claims, algorithm, id);
    jws.setKey(key.getPrivateKey());
    return jws.getCompactSerialization();
  }

  private static JsonWebSignature signature(JwtClaims claims, String algorithm, String id) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setKeyIdHeaderValue(id);
    return jws;
  }

  private static String keys(PublicJsonWebKey... keys) {
    return Arrays.stream(keys)
        .map(key -> key.toJson(OutputControlLevel.PUBLIC_ONLY))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static String pem(PublicJsonWebKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPublicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(CredentialException.class);
  }

  private void assertUnavailable(String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(CallerError.JWKS_UNAVAILABLE)).isTrue());
  }
}
