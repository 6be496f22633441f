package dev.meridian.platform.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Calls every operation of a running center or gateway with a token of every issuer and kind, and with bad ones, and
 * holds who is admitted to what the contract says beside each operation: its scope, and in {@code x-callers} which of
 * {@code service}, {@code staff} and {@code own-customer} it admits. The contract states this for itself, so a rule in
 * code that opens too much, or a contract that promises too much, is found by the other.
 *
 * <p>Calls carry no body and ids that nobody has: whoever is admitted is refused for that, after the admission.
 */
public final class CallerMatrix {

    private static final Set<String> CALLERS = Set.of("service", "staff", "own-customer");
    private static final Set<String> NOT_ADMITTED = Set.of("caller_not_admitted", "other_customer", "forbidden");
    private static final String CUSTOMER_ID = "customerId";
    private static final String BRAND = "aurora";
    private static final String ADMITTED = "yes";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApiClient api;
    private final UUID customer = UUID.randomUUID();
    private final List<String> faults = new ArrayList<>();

    private CallerMatrix(ApiClient api) {
        this.api = api;
    }

    /** @param api a client of what runs, knowing each contract whose operations are to be called */
    public static CallerMatrix of(ApiClient api) {
        return new CallerMatrix(api);
    }

    /**
     * Fails the test with every caller who is admitted against the contract or refused against it, or else when the
     * table in {@code docs/security/callers.md} is not what was found.
     *
     * @param section whose table it is there
     */
    public void verify(String section) {
        List<Row> rows = new ArrayList<>();
        for (OpenApiContract contract : api.contracts()) {
            for (Operation operation : contract.operations()) {
                rows.add(check(operation));
            }
        }
        requireNoFaults();
        CallerTable.of(section).requireCommitted(rows);
    }

    /**
     * For a door in front of centers: lets every good token through to the operations of these contracts, where the
     * centers judge it again, and no bad one.
     */
    public void verifyPassing(String... contracts) {
        for (String name : contracts) {
            for (Operation operation : OpenApiContract.load(name).operations()) {
                String scope = scope(operation);
                for (String token : List.of(
                        TestTokens.brand(BRAND, scope),
                        TestTokens.staff(BRAND, scope),
                        TestTokens.customer(BRAND, customer, scope))) {
                    expect(operation, "a good token", ADMITTED, answer(operation, token, customer));
                }
                expectBadTokensRefused(operation, scope);
            }
        }
        requireNoFaults();
    }

    /** One line of the table: an operation and how each caller was answered. */
    record Row(Operation operation, String scope, List<String> cells) {}

    private Row check(Operation operation) {
        String scope = scope(operation);
        Set<String> callers = callers(operation);
        String service = expectOf(operation, "a service", callers.contains("service"), TestTokens.brand(BRAND, scope));
        String ofGroup = expectOf(operation, "a group's service", callers.contains("service"), TestTokens.group(scope));
        String staff = expectOf(operation, "staff", callers.contains("staff"), TestTokens.staff(BRAND, scope));
        String groupStaff =
                expectOf(operation, "the group's staff", callers.contains("staff"), TestTokens.groupStaff(scope));
        expect(operation, "service of brand and group alike", service, ofGroup);
        expect(operation, "staff of brand and group alike", staff, groupStaff);

        boolean own = callers.contains("own-customer");
        String token = TestTokens.customer(BRAND, customer, scope);
        String itself = answer(operation, token, customer);
        expect(operation, "the customer itself", own ? ADMITTED : "403 caller_not_admitted", itself);
        String another = answer(operation, token, UUID.randomUUID());
        expect(operation, "another customer", own ? "403 other_customer" : "403 caller_not_admitted", another);

        String scopeless = "";
        for (String kind : callers) {
            scopeless = answer(operation, scopeless(kind), customer);
            expect(operation, kind + " without the scope", "403 forbidden", scopeless);
        }
        String none = answer(operation, null, customer);
        expect(operation, "no token", "401 unauthenticated", none);
        String bad = expectBadTokensRefused(operation, scope);
        return new Row(operation, scope, List.of(service, staff, itself, another, scopeless, none, bad));
    }

    private String expectOf(Operation operation, String who, boolean admitted, String token) {
        String answer = answer(operation, token, customer);
        expect(operation, who, admitted ? ADMITTED : "403 caller_not_admitted", answer);
        return answer;
    }

    @CanIgnoreReturnValue
    private String expectBadTokensRefused(Operation operation, String scope) {
        String last = "";
        for (String token : List.of(
                TestTokens.foreign(scope),
                TestTokens.forged(scope),
                TestTokens.customerClaims(BRAND, customer)
                        .claim("kind", "service")
                        .scopes(scope)
                        .sign(),
                TestTokens.customerClaims(BRAND, customer)
                        .claim("kind", "staff")
                        .scopes(scope)
                        .sign(),
                TestTokens.customer("*", customer, scope))) {
            last = answer(operation, token, customer);
            expect(operation, "a foreign, forged or overreaching token", "401 invalid_token", last);
        }
        return last;
    }

    private String scopeless(String caller) {
        return switch (caller) {
            case "service" -> TestTokens.brand(BRAND, "nothing:read");
            case "staff" -> TestTokens.staff(BRAND, "nothing:read");
            default -> TestTokens.customer(BRAND, customer, "nothing:read");
        };
    }

    private Set<String> callers(Operation operation) {
        Set<String> callers = new LinkedHashSet<>();
        operation.definition().path("x-callers").values().forEach(caller -> callers.add(caller.asString()));
        if (callers.isEmpty() || !CALLERS.containsAll(callers)) {
            faults.add(operation + ": x-callers must name some of " + CALLERS + " but is " + callers);
        }
        return callers;
    }

    private String scope(Operation operation) {
        JsonNode scope = operation.definition().at("/security/0/bearer/0");
        if (!scope.isString()) {
            faults.add(operation + ": its security names no scope");
        }
        return scope.asString("");
    }

    private void expect(Operation operation, String who, String expected, String found) {
        if (!expected.equals(found)) {
            faults.add("%s: %s must be answered '%s' but was '%s'".formatted(operation, who, expected, found));
        }
    }

    /** {@code yes}, or status and code of the refusal. */
    private String answer(Operation operation, @Nullable String token, UUID customerId) {
        Object[] variables = operation.variables().stream()
                .map(name -> name.equals(CUSTOMER_ID) ? customerId : UUID.randomUUID())
                .toArray();
        String path = ApiRequest.expand(operation.path(), variables);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.baseUrl() + path))
                .timeout(PATIENCE)
                .method(operation.method(), BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> response = api.http().send(request.build(), BodyHandlers.ofByteArray());
            String code = code(response);
            boolean refused =
                    response.statusCode() == 401 || response.statusCode() == 403 && NOT_ADMITTED.contains(code);
            if (response.statusCode() >= 500) {
                faults.add(operation + ": was answered " + response.statusCode());
            }
            return refused ? response.statusCode() + " " + code : ADMITTED;
        } catch (IOException e) {
            throw new UncheckedIOException(operation.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + operation, e);
        }
    }

    private static String code(HttpResponse<byte[]> response) {
        try {
            return response.body().length == 0
                    ? ""
                    : Json.parse(response.body()).path("code").asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    private void requireNoFaults() {
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), faults));
        }
    }
}
