package dev.meridian.local.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a client of a local fleet must know, as variables of a shell. */
final class DemoEnvironment {

    private DemoEnvironment() {}

    static Map<String, String> of(String gateway, String tokenUrl, Function<DemoClient, String> secrets) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MERIDIAN_GATEWAY", gateway);
        variables.put("MERIDIAN_TOKEN_URL", tokenUrl);
        for (DemoClient client : DemoClient.values()) {
            variables.put(client.variable() + "_CLIENT_ID", client.clientId());
            variables.put(client.variable() + "_CLIENT_SECRET", secrets.apply(client));
        }
        return variables;
    }

    static String text(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
