package dev.meridian.customer.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What other centers are told of a source profile. Nothing personal gets past here. */
@Component
final class SharedAttributes {

    private final Map<String, AttributeDefinition> catalogue;
    private final ZoneId zone;

    SharedAttributes(AttributeCatalogue catalogue, ZoneId zone) {
        this.catalogue = catalogue.byName();
        this.zone = zone;
    }

    /** A value as the contract of the event has it. */
    record Value(Object value, Instant observedAt) {}

    /** @param attributes everything the source profile says; what may not be shared is left out here */
    Map<String, Value> of(List<StoredAttribute> attributes, Instant now) {
        Map<String, Value> shared = new TreeMap<>();
        attributes.forEach(attribute -> add(attribute, shared, now));
        return shared;
    }

    private void add(StoredAttribute attribute, Map<String, Value> shared, Instant now) {
        AttributeDefinition definition = catalogue.get(attribute.name());
        String value = attribute.value();
        if (definition == null || value == null) {
            return;
        }
        if (definition.shareable()) {
            shared.put(attribute.name(), new Value(definition.type().wire(value), attribute.observedAt()));
        } else if (definition.type() == AttributeType.BIRTH_DATE) {
            LocalDate born = LocalDate.parse(value);
            shared.put("birthMonth", new Value(born.getMonthValue(), attribute.observedAt()));
            shared.put("birthDay", new Value(born.getDayOfMonth(), attribute.observedAt()));
            shared.put("ageBand", new Value(ageBand(born, LocalDate.ofInstant(now, zone)), attribute.observedAt()));
        }
    }

    /** Ten-year bands, wide enough not to give the year of birth away. */
    private static String ageBand(LocalDate born, LocalDate today) {
        int age = Period.between(born, today).getYears();
        if (age < 18) {
            return "under_18";
        }
        if (age < 25) {
            return "18_24";
        }
        if (age >= 65) {
            return "65_plus";
        }
        int from = 25 + (age - 25) / 10 * 10;
        return from + "_" + (from + 9);
    }
}
