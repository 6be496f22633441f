package dev.meridian.customer.identity;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How identities are resolved.
 *
 * @param priority identifier types, strongest first; a call or event stays with its strongest identifier
 * @param weak types that never join two customers
 * @param limits how many identifiers of a type a customer may have, per brand for types of one brand
 * @param componentCap how many identifiers a customer may have altogether
 * @param defaultRegion region of phone numbers without a country code
 * @param blocked values that stand for nobody, by exact match without regard to case
 * @param blockedPatterns values that stand for nobody, by pattern
 * @param blockedByType further patterns for single types
 */
@Validated
@ConfigurationProperties("meridian.customer.identity")
public record IdentityProperties(
        @NotEmpty List<IdentifierType> priority,
        Set<IdentifierType> weak,
        Map<IdentifierType, @Min(1) Integer> limits,
        @Min(2) @Max(1000) @DefaultValue("50") int componentCap,
        @DefaultValue("CN") String defaultRegion,
        @DefaultValue List<String> blocked,
        @DefaultValue List<Pattern> blockedPatterns,
        @DefaultValue Map<IdentifierType, List<Pattern>> blockedByType) {

    public IdentityProperties {
        priority = List.copyOf(priority);
        weak = Set.copyOf(weak);
        limits = Map.copyOf(limits);
        blocked = List.copyOf(blocked);
        blockedPatterns = List.copyOf(blockedPatterns);
        blockedByType = Map.copyOf(blockedByType);
        if (!Set.copyOf(priority).containsAll(Set.of(IdentifierType.values()))
                || priority.size() != IdentifierType.values().length) {
            throw new IllegalArgumentException("meridian.customer.identity.priority must name every type once");
        }
    }
}
