package dev.meridian.tag.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.rules.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A customer as one scope sees it. Attributes are nested name-value pairs, so that brands may have as many different
 * ones as they like without the index growing a field for each; those that every preview is broken down by are fields.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchDocument(
        String scope,
        String customerId,
        @Nullable String city,
        @Nullable String gender,
        @Nullable String ageBand,
        List<Attribute> attributes) {

    /** Kinds of values, as the index names them. */
    static final String TEXT = "text";

    static final String NUMBER = "number";
    static final String FLAG = "flag";

    /** One attribute: what it is, and what it means where a number or an instant, in microseconds, is asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attribute(
            String name,
            String kind,
            @Nullable String text,
            @Nullable BigDecimal number,
            @Nullable Long moment) {

        static Attribute of(String name, Scalar value) {
            BigDecimal number = value.asNumber().orElse(null);
            Long moment = value.asMoment().map(AttributeQuery::micros).orElse(null);
            return switch (value) {
                case Scalar.Text(String text) -> new Attribute(name, TEXT, text, number, moment);
                case Scalar.Amount _ -> new Attribute(name, NUMBER, null, number, null);
                case Scalar.Flag(boolean flag) -> new Attribute(name, FLAG, Boolean.toString(flag), null, null);
            };
        }
    }

    static SearchDocument of(String scope, CustomerId customer, Map<String, Scalar> golden) {
        List<Attribute> attributes = new ArrayList<>();
        golden.forEach((name, value) -> attributes.add(Attribute.of(name, value)));
        return new SearchDocument(
                scope,
                customer.toString(),
                text(golden.get("city")),
                text(golden.get("gender")),
                text(golden.get("ageBand")),
                attributes);
    }

    private static @Nullable String text(@Nullable Scalar value) {
        return value instanceof Scalar.Text(String text) ? text : null;
    }
}
