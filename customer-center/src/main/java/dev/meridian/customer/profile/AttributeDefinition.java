package dev.meridian.customer.profile;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One attribute of the catalogue.
 *
 * @param name such as {@code city} or {@code custom.preferredStore}
 * @param type what values it takes
 * @param personal whether its value identifies a person: then it is encrypted and never leaves this center
 * @param shareable whether other centers are told its value
 * @param values the values of a choice
 */
record AttributeDefinition(
        String name,
        AttributeType type,
        @DefaultValue("false") boolean personal,
        @DefaultValue("false") boolean shareable,
        @DefaultValue List<String> values) {

    AttributeDefinition {
        values = List.copyOf(values);
        if (!name.matches("[a-z][A-Za-z0-9]{0,63}(\\.[a-z][A-Za-z0-9]{0,63})?")) {
            throw new IllegalArgumentException("Not an attribute name: " + name);
        }
        if (personal && shareable) {
            throw new IllegalArgumentException(name + " cannot be personal and shareable at once");
        }
        if ((type == AttributeType.CHOICE) == values.isEmpty()) {
            throw new IllegalArgumentException(name + " has values if and only if it is a choice");
        }
    }
}
