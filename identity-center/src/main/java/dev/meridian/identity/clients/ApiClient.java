package dev.meridian.identity.clients;

import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.LiveSecret;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A back end that calls the platform.
 *
 * @param id its name
 * @param acts in whose name: one brand's, or the group's
 * @param channel the channel its calls come through, such as {@code api}
 * @param scopes what it may do; empty only while it waits for its first approval
 * @param state where it is in its life
 * @param approvedScopes the most that was approved; empty for a brand's client, which needs no approval
 * @param request the wish that waits for approval; null where none does
 * @param secrets its good secrets, oldest first; two at most
 * @param version grows with every change
 * @param createdAt when it was registered
 * @param updatedAt when it last changed
 */
public record ApiClient(
        ClientId id,
        BrandScope acts,
        String channel,
        Set<ApiScope> scopes,
        ClientState state,
        Set<ApiScope> approvedScopes,
        @Nullable Request request,
        List<LiveSecret> secrets,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public ApiClient {
        scopes = Set.copyOf(scopes);
        approvedScopes = Set.copyOf(approvedScopes);
        secrets = List.copyOf(secrets);
    }

    /** What it signs in as, one name per good secret. */
    public List<SignInName> signInNames() {
        return secrets.stream().map(LiveSecret::signInName).toList();
    }

    /** Whether it speaks for the group, which takes two to grant. */
    boolean speaksForGroup() {
        return acts.equals(BrandScope.group());
    }

    /** Whether these scopes are more than was approved. */
    boolean needsApprovalFor(Set<ApiScope> wanted) {
        return speaksForGroup() && !approvedScopes.containsAll(wanted);
    }

    /**
     * Every right that a secret of this client may come to give without anybody being asked for the secret again: those in
     * force, those it may be given back without an approval, and those that wait for one. Whoever is told a secret, or
     * makes one good again, holds them all.
     */
    Set<ApiScope> withinReach() {
        Set<ApiScope> wished = request == null ? Set.of() : request.scopes();
        return Stream.of(scopes, approvedScopes, wished).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    ApiClient with(String newChannel, Set<ApiScope> newScopes, ClientState newState) {
        return new ApiClient(
                id,
                acts,
                newChannel,
                newScopes,
                newState,
                approvedScopes,
                request,
                secrets,
                version,
                createdAt,
                updatedAt);
    }

    /** What an audit record says of it: all but its secrets. */
    Map<String, ?> described() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("brand", acts.databaseValue());
        description.put("channel", channel);
        description.put("scopes", scopes.stream().sorted().toList());
        description.put("state", state);
        if (request != null) {
            description.put(
                    "requestedScopes", request.scopes().stream().sorted().toList());
        }
        description.put(
                "secrets",
                secrets.stream().map(secret -> secret.signInName().value()).toList());
        return description;
    }

    /**
     * Scopes that wait for a second person.
     *
     * @param scopes the scopes it shall have
     * @param by who asked for them
     * @param at when
     */
    public record Request(Set<ApiScope> scopes, String by, Instant at) {
        public Request {
            scopes = Set.copyOf(scopes);
        }
    }
}
