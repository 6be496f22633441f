package dev.meridian.customer.profile;

import dev.meridian.customer.identity.Identifier;
import dev.meridian.customer.identity.IdentifierReader;
import dev.meridian.customer.identity.IdentifierReading;
import dev.meridian.customer.identity.IdentifierType;
import dev.meridian.customer.identity.Observation;
import dev.meridian.customer.identity.SightingsReader;
import dev.meridian.customer.identity.SightingsReader.Sightings;
import dev.meridian.platform.json.JsonBody;
import dev.meridian.platform.json.JsonFields;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the bodies of calls about customers. Whatever is wrong is refused with all its faults at once. */
@Component
final class CustomerRequests {

    private static final Set<String> IDENTIFY_FIELDS = Set.of("identifiers", "attributes");
    private static final Set<String> CHANGE_FIELDS = Set.of("attributes");
    private static final Set<String> LOOKUP_FIELDS = Set.of("type", "value", "brand");
    private static final int LONGEST_NAME = 64;

    /** Where {@code platform/web} keeps the id that the answer names. */
    private static final String REQUEST_ID = "requestId";

    private final SightingsReader sightings;
    private final IdentifierReader identifiers;
    private final AttributeCatalogue catalogue;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final ZoneId zone;

    CustomerRequests(
            SightingsReader sightings,
            IdentifierReader identifiers,
            AttributeCatalogue catalogue,
            TimeOrderedIds ids,
            Clock clock,
            ZoneId zone) {
        this.sightings = sightings;
        this.identifiers = identifiers;
        this.catalogue = catalogue;
        this.ids = ids;
        this.clock = clock;
        this.zone = zone;
    }

    /** A call to identify somebody. */
    record Identify(Observation observation, Sightings sightings, List<AttributeChange> changes) {}

    Identify identify(byte[] body, Caller caller) {
        Brand brand = caller.requireBrand();
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(JsonBody.parse(body), "", errors);
        refuse(errors);
        fields.refuseOthers(IDENTIFY_FIELDS);
        Sightings seen = sightings.read(fields, brand, errors);
        List<AttributeChange> changes = attributes(fields.optional("attributes"), errors);
        refuse(errors);
        Observation observation = new Observation(
                brand, Observation.Source.IDENTIFY, evidence(caller), clock.instant(), seen.sightings());
        return new Identify(observation, seen, changes);
    }

    List<AttributeChange> changes(byte[] body) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(JsonBody.parse(body), "", errors);
        refuse(errors);
        fields.refuseOthers(CHANGE_FIELDS);
        List<AttributeChange> changes = attributes(fields.required("attributes"), errors);
        refuse(errors);
        return changes;
    }

    /** The identifier to look for; empty for a value that stands for nobody, which finds nobody. */
    Optional<Identifier> lookup(byte[] body, Caller caller) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(JsonBody.parse(body), "", errors);
        refuse(errors);
        fields.refuseOthers(LOOKUP_FIELDS);
        String type = fields.text("type", LONGEST_NAME);
        String value = fields.text("value", IdentifierReader.LONGEST);
        String brand = fields.optional("brand") == null ? null : fields.text("brand", LONGEST_NAME);
        refuse(errors);
        return type == null || value == null ? Optional.empty() : lookup(type, value, brand, caller);
    }

    private Optional<Identifier> lookup(String typeName, String value, @Nullable String brandKey, Caller caller) {
        List<FieldError> errors = new ArrayList<>();
        Optional<IdentifierType> type = IdentifierType.ofWireName(typeName);
        if (type.isEmpty()) {
            errors.add(new FieldError("/type", "unknown_type"));
        }
        String scope = type.map(known -> scope(known, brandKey, caller, errors)).orElse("");
        refuse(errors);
        return switch (identifiers.read(type.orElseThrow(), value, scope)) {
            case IdentifierReading.Usable(Identifier identifier) -> Optional.of(identifier);
            case IdentifierReading.Blocked ignored -> Optional.empty();
            case IdentifierReading.Invalid(String code) -> {
                errors.add(new FieldError("/value", code));
                throw invalid(errors);
            }
        };
    }

    /** Whose identifiers are looked through: a brand's own, and for the group those of the brand it names. */
    private static String scope(
            IdentifierType type, @Nullable String brandKey, Caller caller, List<FieldError> errors) {
        Optional<Brand> own = caller.brand();
        if (own.isPresent()) {
            if (brandKey != null && !brandKey.equals(own.get().key())) {
                errors.add(new FieldError("/brand", "not_your_brand"));
            }
            return type.scopeFor(own.get());
        }
        if (brandKey == null) {
            if (type.isOfOneBrand()) {
                errors.add(new FieldError("/brand", "required"));
            }
            return "";
        }
        try {
            return type.scopeFor(new Brand(brandKey));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("/brand", "invalid_value", "brand key"));
            return "";
        }
    }

    private List<AttributeChange> attributes(@Nullable JsonNode node, List<FieldError> errors) {
        return node == null
                ? List.of()
                : catalogue.read(node, "/attributes", new AttributeType.Now(clock.instant(), zone), errors);
    }

    /** Who asked and by which request, so that somebody who asks why can find it in the logs. */
    private String evidence(Caller caller) {
        String request = MDC.get(REQUEST_ID);
        return "client " + caller.clientId() + ", request " + (request == null ? ids.next() : request);
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return new ProblemException(Problem.invalid(StandardProblem.INVALID_REQUEST, errors));
    }
}
