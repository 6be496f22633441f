package dev.meridian.tag.rules;

import java.util.List;
import java.util.Map;

/**
 * All that a rule may know of one customer.
 *
 * @param attributes the golden attributes in the scope of the rule
 * @param activity what the customer did, in any order; may hold more than the rule asks for
 */
public record CustomerFacts(Map<String, Scalar> attributes, List<Fact> activity) {

    public CustomerFacts {
        attributes = Map.copyOf(attributes);
        activity = List.copyOf(activity);
    }
}
