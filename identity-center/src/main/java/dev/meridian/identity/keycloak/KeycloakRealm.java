package dev.meridian.identity.keycloak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clients and client scopes of one realm. */
public final class KeycloakRealm {

    private static final int PAGE = 200;

    private final String name;
    private final KeycloakSession session;

    KeycloakRealm(String name, KeycloakSession session) {
        this.name = name;
        this.session = session;
    }

    /** Its name in Keycloak. */
    public String name() {
        return name;
    }

    /** All its clients. */
    public List<KeycloakClient> clients() {
        List<KeycloakClient> clients = new ArrayList<>();
        KeycloakClient[] page;
        do {
            page = session.get(
                    KeycloakClient[].class, "/{realm}/clients?first={first}&max={max}", name, clients.size(), PAGE);
            clients.addAll(List.of(page));
        } while (page.length == PAGE);
        return clients;
    }

    /** The client that signs in as this. */
    public Optional<KeycloakClient> client(String clientId) {
        KeycloakClient[] found = session.get(KeycloakClient[].class, "/{realm}/clients?clientId={id}", name, clientId);
        return found.length == 0 ? Optional.empty() : Optional.of(found[0]);
    }

    /** Makes a client with all it has. */
    public void create(KeycloakClient client) {
        session.create(client, "/{realm}/clients", name);
    }

    /** Changes what is given of a client's settings. */
    public void update(KeycloakClient actual, KeycloakClient wanted) {
        session.put(wanted, "/{realm}/clients/{id}", name, actual.requireId());
    }

    /** Removes a client; it and its tokens' renewal end at once. */
    public void delete(KeycloakClient client) {
        session.delete("/{realm}/clients/{id}", name, client.requireId());
    }

    /** Adds a mapper to a client. */
    public void add(KeycloakClient client, KeycloakMapper mapper) {
        session.create(mapper, "/{realm}/clients/{id}/protocol-mappers/models", name, client.requireId());
    }

    /** Puts a mapper of a client right. */
    public void replace(KeycloakClient client, KeycloakMapper actual, KeycloakMapper wanted) {
        session.put(
                wanted.withId(actual.id()),
                "/{realm}/clients/{id}/protocol-mappers/models/{mapper}",
                name,
                client.requireId(),
                String.valueOf(actual.id()));
    }

    /** Removes a mapper of a client. */
    public void remove(KeycloakClient client, KeycloakMapper mapper) {
        session.delete(
                "/{realm}/clients/{id}/protocol-mappers/models/{mapper}",
                name,
                client.requireId(),
                String.valueOf(mapper.id()));
    }

    /** All client scopes of the realm. */
    public List<KeycloakScope> scopes() {
        return List.of(session.get(KeycloakScope[].class, "/{realm}/client-scopes", name));
    }

    /** Makes a client scope. */
    public void create(KeycloakScope scope) {
        session.create(scope, "/{realm}/client-scopes", name);
    }

    /** Puts a client scope right. */
    public void update(KeycloakScope actual, KeycloakScope wanted) {
        session.put(wanted.withId(actual.id()), "/{realm}/client-scopes/{id}", name, String.valueOf(actual.id()));
    }

    /** Gives every token of the client the scope. */
    public void link(KeycloakClient client, String scopeId) {
        session.link("/{realm}/clients/{id}/default-client-scopes/{scope}", name, client.requireId(), scopeId);
    }

    /** Takes the scope from the tokens of the client. */
    public void unlink(KeycloakClient client, String scopeId) {
        session.delete("/{realm}/clients/{id}/default-client-scopes/{scope}", name, client.requireId(), scopeId);
    }

    /** Lets the client no longer ask for the scope. */
    public void unlinkOptional(KeycloakClient client, String scopeId) {
        session.delete("/{realm}/clients/{id}/optional-client-scopes/{scope}", name, client.requireId(), scopeId);
    }

    /** Whether anybody signed in as this client within the time that Keycloak remembers. */
    public boolean hasSignedIn(String clientId) {
        return session.get(
                                KeycloakEvent[].class,
                                "/{realm}/events?type=CLIENT_LOGIN&client={client}&max=1",
                                name,
                                clientId)
                        .length
                > 0;
    }
}
