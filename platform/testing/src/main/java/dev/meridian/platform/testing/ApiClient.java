package dev.meridian.platform.testing;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a center as a brand's developer would, and holds both sides to the OpenAPI document: a request the document
 * does not allow, and an answer whose status, media type, headers or body it does not promise, fail the test.
 *
 * <p>Immutable; every method that changes something answers a changed copy.
 */
public final class ApiClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Supplier<String> baseUrl;
    private final List<OpenApiContract> contracts;
    private final Map<String, String> headers;
    private final boolean requestChecked;

    private ApiClient(
            Supplier<String> baseUrl,
            List<OpenApiContract> contracts,
            Map<String, String> headers,
            boolean requestChecked) {
        this.baseUrl = baseUrl;
        this.contracts = contracts;
        this.headers = headers;
        this.requestChecked = requestChecked;
    }

    /**
     * A client of what runs at the address.
     *
     * @param baseUrl scheme, host and port
     * @param contracts names of OpenAPI documents ({@code openapi/<name>.yaml}); the first that knows a path rules it
     */
    public static ApiClient of(String baseUrl, String... contracts) {
        return of(() -> baseUrl, contracts);
    }

    static ApiClient of(Supplier<String> baseUrl, String... contracts) {
        List<OpenApiContract> documents = new ArrayList<>();
        for (String name : contracts) {
            documents.add(OpenApiContract.load(name));
        }
        return of(baseUrl, documents);
    }

    static ApiClient of(Supplier<String> baseUrl, List<OpenApiContract> contracts) {
        return new ApiClient(baseUrl, List.copyOf(contracts), Map.of(), true);
    }

    /** The same, knowing one more contract: the gateway's tests also speak the centers' languages. */
    public ApiClient alsoBy(String contract) {
        List<OpenApiContract> documents = new ArrayList<>(contracts);
        documents.add(OpenApiContract.load(contract));
        return new ApiClient(baseUrl, List.copyOf(documents), headers, requestChecked);
    }

    /** The same, presenting the token. */
    public ApiClient as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** The same, preferring a language, such as {@code zh-CN}. */
    public ApiClient language(String tag) {
        return header("Accept-Language", tag);
    }

    /** The same, with a header on every request. */
    public ApiClient header(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new ApiClient(baseUrl, contracts, Map.copyOf(changed), requestChecked);
    }

    /** The same, free to send what the contract forbids. Answers are still checked. */
    public ApiClient unchecked() {
        return new ApiClient(baseUrl, contracts, headers, false);
    }

    /**
     * @param path a path; {@code {names}} in it are filled from the variables in order
     * @param variables values, percent-encoded on the way
     */
    public ApiRequest get(String path, Object... variables) {
        return request("GET", path, variables);
    }

    /** As {@link #get}, with POST. */
    public ApiRequest post(String path, Object... variables) {
        return request("POST", path, variables);
    }

    /** As {@link #get}, with PUT. */
    public ApiRequest put(String path, Object... variables) {
        return request("PUT", path, variables);
    }

    /** As {@link #get}, with PATCH. */
    public ApiRequest patch(String path, Object... variables) {
        return request("PATCH", path, variables);
    }

    /** As {@link #get}, with DELETE. */
    public ApiRequest delete(String path, Object... variables) {
        return request("DELETE", path, variables);
    }

    /** As {@link #get}, with any method. */
    public ApiRequest request(String method, String path, Object... variables) {
        return new ApiRequest(this, method, ApiRequest.expand(path, variables));
    }

    HttpClient http() {
        return HTTP;
    }

    String baseUrl() {
        return baseUrl.get();
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean requestChecked() {
        return requestChecked;
    }

    List<OpenApiContract> contracts() {
        return contracts;
    }

    /** The operation the contracts know for the call, or null. */
    @Nullable
    Operation operation(String method, String path) {
        for (OpenApiContract contract : contracts) {
            Operation found = contract.find(method, path);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
