package dev.meridian.membership.programs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a customer can be a member of. It belongs to the group: all brands share its members and their balances.
 *
 * @param key names it for ever
 * @param name for people
 * @param currency what its members earn; fixed
 * @param enrolment how customers become members
 * @param earnsSince what happened before never earns
 * @param zone where its days end
 * @param earningRules the version in force of each rule, by key
 */
public record Program(
        ProgramKey key,
        String name,
        String currency,
        Enrolling enrolment,
        Instant earnsSince,
        ZoneId zone,
        List<EarningRule> earningRules) {

    public Program {
        earningRules = List.copyOf(earningRules);
    }

    /** The day an instant belongs to in this programme. */
    public LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    Program withRules(List<EarningRule> rules) {
        return new Program(key, name, currency, enrolment, earnsSince, zone, rules);
    }

    /** What an audit record says of it; its rules have records of their own. */
    Map<String, ?> described() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        description.put("currency", currency);
        description.put("enrolment", enrolment.name().toLowerCase(Locale.ROOT));
        description.put("earnsSince", earnsSince.toString());
        description.put("zone", zone.getId());
        return description;
    }

    /**
     * What is put for a programme.
     *
     * @param name for people
     * @param currency what its members earn
     * @param enrolment null: as it is, or on the first order for a new programme
     * @param earnsSince null: as it is, or from its creation for a new programme
     * @param zone null: as it is, or the deployment's for a new programme
     */
    public record Terms(
            String name,
            String currency,
            @Nullable Enrolling enrolment,
            @Nullable Instant earnsSince,
            @Nullable ZoneId zone) {}

    /** How customers become members. */
    public enum Enrolling {
        /** By their first order that can earn. */
        ON_FIRST_ORDER,
        /** When somebody asks for it. */
        ON_REQUEST
    }
}
