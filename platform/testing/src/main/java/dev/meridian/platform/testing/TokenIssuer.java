package dev.meridian.platform.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Issuers of tokens inside this JVM: they sign with RS256 and serve their public keys over HTTP, as Keycloak's realms. */
enum TokenIssuer {
    /** Vouches for services. */
    PLATFORM("service", "*", true),
    /** Vouches for staff. */
    STAFF("staff", "*", true),
    /** Vouches for customers. */
    CUSTOMERS("customer", "customer:read,member:read", false),
    /** Well-behaved, and trusted by nobody. */
    FOREIGN("", "", false);

    private static final int KEY_BITS = 2048;

    private final String kind;
    private final String scopes;
    private final boolean speaksForGroup;
    private final RSAKey key;
    private final String address;

    TokenIssuer(String kind, String scopes, boolean speaksForGroup) {
        this.kind = kind;
        this.scopes = scopes;
        this.speaksForGroup = speaksForGroup;
        try {
            key = new RSAKeyGenerator(KEY_BITS)
                    .keyID(UUID.randomUUID().toString())
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            server.createContext("/certs", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, keys.length);
                    exchange.getResponseBody().write(keys);
                }
            });
            server.start();
            address = "http://127.0.0.1:" + server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot make a signing key", e);
        }
    }

    /** The {@code iss} claim. */
    String issuer() {
        return address + "/realms/" + name().toLowerCase(Locale.ROOT);
    }

    /** Where the public keys are. */
    String keysAddress() {
        return address + "/certs";
    }

    /** How a resource server is told to trust it. */
    Map<String, String> settings() {
        return Map.of(
                "issuer", issuer(),
                "jwk-set-uri", keysAddress(),
                "kinds", kind,
                "scopes", scopes,
                "speaks-for-group", Boolean.toString(speaksForGroup));
    }

    /** Signs the claims. */
    String sign(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot sign a token", e);
        }
    }
}
