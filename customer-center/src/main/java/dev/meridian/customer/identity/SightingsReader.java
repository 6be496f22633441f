package dev.meridian.customer.identity;

import dev.meridian.customer.identity.Observation.Sighting;
import dev.meridian.platform.json.JsonFields;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the list of identifiers that calls and events carry. */
@Component
public final class SightingsReader {

    private static final int MOST = 10;
    private static final Set<String> FIELDS = Set.of("type", "value", "verified");
    private static final int LONGEST_TYPE = 64;

    private final IdentifierReader identifiers;

    SightingsReader(IdentifierReader identifiers) {
        this.identifiers = identifiers;
    }

    /**
     * What a list of identifiers holds.
     *
     * @param sightings the usable ones
     * @param positions where each usable one stood in the list
     * @param blocked positions of those that stand for nobody
     */
    public record Sightings(List<Sighting> sightings, List<Integer> positions, List<Integer> blocked) {

        public Sightings {
            sightings = List.copyOf(sightings);
            positions = List.copyOf(positions);
            blocked = List.copyOf(blocked);
        }
    }

    /**
     * Reads the field {@code identifiers}.
     *
     * @param parent the fields it is one of
     * @param errors where faults are collected; also when no identifier is usable
     */
    public Sightings read(JsonFields parent, Brand brand, List<FieldError> errors) {
        List<Sighting> usable = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Integer> blocked = new ArrayList<>();
        int faultsBefore = errors.size();
        JsonNode list = parent.required("identifiers");
        String pointer = parent.at("identifiers");
        if (list != null && !list.isArray()) {
            errors.add(new FieldError(pointer, "wrong_type", "array"));
        } else if (list != null && list.size() > MOST) {
            errors.add(new FieldError(pointer, "too_many", String.valueOf(MOST)));
        } else if (list != null) {
            for (int position = 0; position < list.size(); position++) {
                switch (readOne(list.get(position), pointer + "/" + position, brand, errors)) {
                    case Item.Usable(Sighting sighting) -> {
                        usable.add(sighting);
                        positions.add(position);
                    }
                    case Item.Blocked ignored -> blocked.add(position);
                    case Item.Faulty ignored -> {}
                }
            }
            if (usable.isEmpty() && errors.size() == faultsBefore) {
                errors.add(new FieldError(pointer, list.isEmpty() ? "required" : "no_usable_identifier"));
            }
        }
        return new Sightings(usable, positions, blocked);
    }

    private sealed interface Item {
        record Usable(Sighting sighting) implements Item {}

        record Blocked() implements Item {}

        /** Its faults were collected. */
        record Faulty() implements Item {}
    }

    private Item readOne(JsonNode node, String pointer, Brand brand, List<FieldError> errors) {
        int faultsBefore = errors.size();
        JsonFields fields = new JsonFields(node, pointer, errors);
        fields.refuseOthers(FIELDS);
        String typeName = fields.text("type", LONGEST_TYPE);
        String value = fields.text("value", 0, IdentifierReader.LONGEST);
        boolean verified = fields.flag("verified");
        if (errors.size() > faultsBefore || typeName == null || value == null) {
            return new Item.Faulty();
        }
        Optional<IdentifierType> type = IdentifierType.ofWireName(typeName);
        if (type.isEmpty()) {
            errors.add(new FieldError(pointer + "/type", "unknown_type"));
            return new Item.Faulty();
        }
        return switch (identifiers.read(type.get(), value, type.get().scopeFor(brand))) {
            case IdentifierReading.Usable(Identifier identifier) -> new Item.Usable(new Sighting(identifier, verified));
            case IdentifierReading.Blocked ignored -> new Item.Blocked();
            case IdentifierReading.Invalid(String code) -> {
                errors.add(new FieldError(pointer + "/value", code));
                yield new Item.Faulty();
            }
        };
    }
}
