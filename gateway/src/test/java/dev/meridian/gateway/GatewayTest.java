package dev.meridian.gateway;

import dev.meridian.platform.servers.RedisAddress;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A running gateway before four stand-ins, with a real Redis. The servers beyond the stand-ins are not the subject. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class GatewayTest {

    static final Backend CUSTOMER = new Backend();
    static final Backend MEMBERSHIP = new Backend();
    static final Backend TAG = new Backend();
    static final Backend IDENTITY = new Backend();
    static final List<Backend> CENTERS = List.of(CUSTOMER, MEMBERSHIP, TAG, IDENTITY);

    /** An issuer that is trusted and cannot be reached: nothing listens on port 1. */
    static final String ISSUER_AWAY = "http://127.0.0.1:1/realms/away";

    static final String CUSTOMER_ID = "01980d2f-7c4e-7b6a-9d51-3f0f5f1b2a77";
    static final String PROBLEM = """
        {"type":"https://meridian.dev/problems/not_found","title":"Not found","status":404,\
        "detail":"No such customer","code":"not_found","requestId":"r","retryable":false,"errors":[]}\
        """;

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void edge(DynamicPropertyRegistry registry) {
        RedisAddress redis = SharedServers.redis();
        registry.add("MERIDIAN_REDIS_HOST", redis::host);
        registry.add("MERIDIAN_REDIS_PORT", redis::port);
        registry.add("MERIDIAN_CUSTOMER_CENTER", CUSTOMER::url);
        registry.add("MERIDIAN_MEMBERSHIP_CENTER", MEMBERSHIP::url);
        registry.add("MERIDIAN_TAG_CENTER", TAG::url);
        registry.add("MERIDIAN_IDENTITY_CENTER", IDENTITY::url);
        registry.add("MERIDIAN_RESPONSE_TIMEOUT", () -> "1s");
        registry.add("MERIDIAN_MANAGEMENT_PORT", () -> 0);
        registry.add("meridian.gateway.callers.headers-timeout", () -> "3s");
        TestTokens.trust().forEach((name, value) -> registry.add(name, () -> value));
        String away = "meridian.security.issuers[" + TestTokens.issuers() + "].";
        registry.add(away + "issuer", () -> ISSUER_AWAY);
        registry.add(away + "jwk-set-uri", () -> ISSUER_AWAY + "/certs");
        registry.add(away + "kinds", () -> "service");
    }

    @BeforeEach
    void all_centers_are_up() {
        CENTERS.forEach(Backend::reset);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where health and figures are told. */
    String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    /** Calls without a token. */
    ApiClient stranger() {
        return ApiClient.of(url(), "gateway");
    }

    /** Calls as a brand's back end, whatever is behind the gateway. */
    Door aurora() {
        return new Door(url(), Map.of()).as(TestTokens.brand("aurora", "customer:read"));
    }
}
