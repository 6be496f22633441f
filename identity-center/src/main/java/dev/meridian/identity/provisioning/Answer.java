package dev.meridian.identity.provisioning;

import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What Keycloak answered. */
record Answer(int status, JsonNode body) {

    private static final int FIRST_ERROR = 300;

    static Answer of(ResponseEntity<JsonNode> response) {
        JsonNode body = response.getBody();
        return new Answer(response.getStatusCode().value(), body == null ? MissingNode.getInstance() : body);
    }

    /** Itself when it is a success; a failure that names path and status otherwise. */
    Answer require(String path) {
        if (status >= FIRST_ERROR) {
            throw new KeycloakFailure("Keycloak answered " + status + " to " + path, null);
        }
        return this;
    }

    /** Without the body, which may hold secrets. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
