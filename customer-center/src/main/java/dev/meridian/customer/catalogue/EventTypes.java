package dev.meridian.customer.catalogue;

import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.tokens.Caller;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Declares event types, and says which there are, in the caller's brand scope; what changes is recorded. */
@Component
class EventTypes {

    static final int MOST_TYPES = 200;
    static final int MOST_VERSIONS = 100;

    private final GroupEventTypes group;
    private final EventTypeStore store;
    private final EventCatalogue catalogue;
    private final Audit audit;
    private final Clock clock;

    EventTypes(GroupEventTypes group, EventTypeStore store, EventCatalogue catalogue, Audit audit, Clock clock) {
        this.group = group;
        this.store = store;
        this.catalogue = catalogue;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of a declaration. */
    sealed interface Declaration {

        /** It is in force. @param first whether the type is new */
        record InForce(EventSchema schema, boolean first) implements Declaration {}

        /** The type is the group's, and means the same for every brand. */
        record OfTheGroup() implements Declaration {}

        /** It would take away from the version in force. */
        record NotAdditive(List<FieldError> breaks) implements Declaration {}

        /** The brand has as many types as it may have, or the type as many versions. */
        record TooMany(int most) implements Declaration {}
    }

    /** Declares a type of the caller's brand, or its next version; what is in force already stays as it is. */
    @Transactional
    public Declaration declare(Caller caller, String type, ValueRule.Fields content, JsonNode document) {
        Brand brand = caller.requireBrand();
        if (group.types().containsKey(type)) {
            return new Declaration.OfTheGroup();
        }
        Optional<EventSchema> inForce = store.newest(brand, type);
        if (inForce.isPresent() && inForce.get().document().equals(document)) {
            return new Declaration.InForce(inForce.get(), false);
        }
        EventTypeStore.State ignored = store.change(brand);
        // Asked again: from here on nobody else changes this brand's types.
        Optional<EventSchema> earlier = store.newest(brand, type);
        Declaration declared = earlier.isPresent()
                ? next(brand, earlier.get(), content, document, caller.clientId())
                : first(brand, type, content, document, caller.clientId());
        if (declared instanceof Declaration.InForce(EventSchema schema, boolean isFirst)) {
            record(
                    caller,
                    isFirst ? "event_type.declared" : "event_type.changed",
                    "event_type",
                    type,
                    earlier.<Map<String, ?>>map(EventSchema::described).orElse(null),
                    schema.described());
        }
        return declared;
    }

    private Declaration first(Brand brand, String type, ValueRule.Fields content, JsonNode document, String by) {
        int before = store.count(brand);
        if (before >= MOST_TYPES) {
            return new Declaration.TooMany(MOST_TYPES);
        }
        store.addType(brand, type, before + 1, document, by, clock.instant());
        return new Declaration.InForce(new EventSchema(type, 1, EventSchema.Owner.BRAND, content, document), true);
    }

    private Declaration next(Brand brand, EventSchema earlier, ValueRule.Fields content, JsonNode document, String by) {
        List<FieldError> breaks = SchemaEvolution.breaks(earlier.content(), content);
        if (!breaks.isEmpty()) {
            return new Declaration.NotAdditive(breaks);
        }
        int version = earlier.version() + 1;
        if (version > MOST_VERSIONS) {
            return new Declaration.TooMany(MOST_VERSIONS);
        }
        store.replace(brand, earlier.type(), version, document, by, clock.instant());
        return new Declaration.InForce(
                new EventSchema(earlier.type(), version, EventSchema.Owner.BRAND, content, document), false);
    }

    /** The types a brand may send, by name. */
    @Transactional(readOnly = true)
    public List<EventSchema> all(Brand brand) {
        return catalogue.now(brand).types().values().stream()
                .sorted(Comparator.comparing(EventSchema::type))
                .toList();
    }

    /** One of them. */
    @Transactional(readOnly = true)
    public Optional<EventSchema> find(Brand brand, String type) {
        return Optional.ofNullable(catalogue.now(brand).types().get(type));
    }

    /** What a brand wants with what nobody declared. */
    @Transactional(readOnly = true)
    public UndeclaredPolicy policy(Brand brand) {
        return store.state(brand).policy();
    }

    /** Changes what the caller's brand wants with it. */
    @Transactional
    public void setPolicy(Caller caller, UndeclaredPolicy policy) {
        Brand brand = caller.requireBrand();
        UndeclaredPolicy before = store.change(brand).policy();
        store.setPolicy(brand, policy);
        if (before != policy) {
            record(
                    caller,
                    "event_policy.changed",
                    "event_policy",
                    brand.key(),
                    Map.of("undeclared", before.wireName()),
                    Map.of("undeclared", policy.wireName()));
        }
    }

    private void record(
            Caller caller,
            String action,
            String subjectKind,
            String subject,
            @Nullable Map<String, ?> before,
            Map<String, ?> after) {
        BrandScope chain = BrandScope.of(caller.requireBrand());
        audit.record(new Act(chain, Actor.of(caller), action, subjectKind, subject, before, after));
    }
}
