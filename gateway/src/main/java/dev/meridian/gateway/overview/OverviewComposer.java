package dev.meridian.gateway.overview;

import dev.meridian.gateway.callers.CallerToken;
import dev.meridian.gateway.overview.Overview.Missing;
import dev.meridian.platform.tokens.Caller;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks all centers at once and puts together what came back in time. */
@Component
final class OverviewComposer {

    private static final Logger LOG = LoggerFactory.getLogger(OverviewComposer.class);

    private static final String PROFILE = "/api/customers/{customerId}";
    private static final String MEMBERSHIPS = "/api/customers/{customerId}/memberships";
    private static final String SEGMENTS = "/api/customers/{customerId}/segments?limit=500";

    private final CenterClient centers;
    private final OverviewProperties properties;
    private final JsonMapper json;

    OverviewComposer(CenterClient centers, OverviewProperties properties, JsonMapper json) {
        this.centers = centers;
        this.properties = properties;
        this.json = json;
    }

    /** The view of one customer. Fails with {@link NoProfile} when customer-center gives no profile. */
    Mono<Overview> compose(ServerWebExchange caller, String customerId) {
        Mono<JsonNode> profile = centers.get(
                        caller, properties.customerCenter(), PROFILE, customerId, properties.profile())
                .map(this::profile);
        Mono<Part> memberships = part(
                caller, "memberships", "membership-center", properties.membershipCenter(), MEMBERSHIPS, customerId);
        // What a brand thinks of its customers is not for them to read.
        Mono<Part> segments = CallerToken.callerOf(caller)
                .ofType(Caller.Customer.class)
                .<Part>map(customer -> new Part.LeftOut())
                .switchIfEmpty(part(caller, "segments", "tag-center", properties.tagCenter(), SEGMENTS, customerId));
        return Mono.zip(profile, memberships, segments)
                .map(parts -> overview(parts.getT1(), parts.getT2(), parts.getT3()));
    }

    private JsonNode profile(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody();
        if (answer.getStatusCode().value() != 200 || body == null) {
            throw new NoProfile(answer);
        }
        return json.readTree(body);
    }

    private Mono<Part> part(
            ServerWebExchange caller, String name, String center, URI address, String path, String customerId) {
        return centers.get(caller, address, path, customerId, properties.part())
                .map(answer -> Part.read(name, center, answer, json))
                .onErrorResume(failure -> Mono.just(Part.lacking(name, center, failure)));
    }

    private static Overview overview(JsonNode profile, Part memberships, Part segments) {
        List<Missing> degraded = Stream.of(memberships, segments)
                .flatMap(part -> switch (part) {
                    case Part.Had ignored -> Stream.<Missing>empty();
                    case Part.LeftOut ignored -> Stream.<Missing>empty();
                    case Part.Lacking lacking -> Stream.of(lacking.missing());
                })
                .toList();
        degraded.forEach(missing -> LOG.atWarn()
                .addKeyValue("part", missing.part())
                .addKeyValue("center", missing.center())
                .addKeyValue("reason", missing.reason())
                .log("Overview without a part"));
        return new Overview(profile.path("customerId"), profile, memberships.items(), segments.items(), degraded);
    }

    /** Customer-center refused or failed; without a profile there is nothing to show. */
    static final class NoProfile extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ResponseEntity<byte[]> answer;

        NoProfile(ResponseEntity<byte[]> answer) {
            super("customer-center answered " + answer.getStatusCode().value());
            this.answer = answer;
        }

        ResponseEntity<byte[]> answer() {
            return answer;
        }
    }
}
