package dev.meridian.local.fleet;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The API clients every local fleet has; the seed gives them their scopes. */
public enum DemoClient {
    /** Back end of the brand Aurora. */
    AURORA("aurora.backend"),
    /** Back end of the brand Boreal. */
    BOREAL("boreal.backend"),
    /** Back end of the brand Cascade. */
    CASCADE("cascade.backend"),
    /** Reads customers of every brand, writes tags and segments. */
    MARKETER("marketer"),
    /** Administers the platform. */
    OPERATOR("operator"),
    /** Approves what the operator asks for in the group's name: one alone cannot. */
    APPROVER("approver");

    private final String clientId;

    DemoClient(String clientId) {
        this.clientId = clientId;
    }

    /** Its client id in the realm platform. */
    public String clientId() {
        return clientId;
    }

    /** How people call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Start of its variables in demo.env. */
    String variable() {
        return "MERIDIAN_" + name();
    }

    /**
     * The client people mean by a name.
     *
     * @param name its label or its client id
     * @throws FleetException when there is none of that name
     */
    public static DemoClient named(String name) {
        return Arrays.stream(values())
                .filter(client ->
                        client.label().equals(name) || client.clientId().equals(name))
                .findFirst()
                .orElseThrow(() -> new FleetException("there is no client named " + name + ", but "
                        + Arrays.stream(values()).map(DemoClient::label).collect(Collectors.joining(", "))));
    }
}
