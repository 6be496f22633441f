package dev.meridian.membership.programs;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The programmes of the group and their rules. */
@Component
public class Programs {

    private final JdbcPrograms stored;
    private final Clock clock;
    private final ZoneId usualZone;

    /** @param usualZone of a programme that says none */
    Programs(JdbcPrograms stored, Clock clock, ZoneId usualZone) {
        this.stored = stored;
        this.clock = clock;
        this.usualZone = usualZone;
    }

    /** All programmes, by key. */
    @Transactional(readOnly = true)
    public List<Program> all() {
        return stored.all();
    }

    /** All programmes with all versions of their rules. */
    @Transactional(readOnly = true)
    public History history() {
        return new History(stored.all(), stored.everyVersion());
    }

    /**
     * The programmes with every version of their rules, to say which were in force at a time.
     *
     * @param versions in any order
     */
    public record History(List<Program> programs, List<EarningRule> versions) {

        public History {
            programs = List.copyOf(programs);
            versions = versions.stream()
                    .sorted(Comparator.comparingInt(EarningRule::version))
                    .toList();
        }

        /** The programmes as they are now, each with the rules that were in force then. */
        public List<Program> at(Instant then) {
            return programs.stream()
                    .map(program -> program.withRules(inForce(program.key(), then)))
                    .toList();
        }

        private List<EarningRule> inForce(ProgramKey program, Instant then) {
            Map<RuleKey, EarningRule> latest = new LinkedHashMap<>();
            versions.stream()
                    .filter(rule -> rule.program().equals(program)
                            && !rule.inForceSince().isAfter(then))
                    .forEach(rule -> latest.put(rule.key(), rule));
            return List.copyOf(latest.values());
        }
    }

    /** One programme; empty where there is none of that key. */
    @Transactional(readOnly = true)
    public Optional<Program> find(ProgramKey key) {
        return stored.all().stream()
                .filter(program -> program.key().equals(key))
                .findFirst();
    }

    /** Makes a programme, or changes what may change of it; what is not put stays as it is. */
    @Transactional
    public PutProgramOutcome put(ProgramKey key, Program.Terms terms) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Program fresh = new Program(
                key,
                terms.name(),
                terms.currency(),
                Objects.requireNonNullElse(terms.enrolment(), Program.Enrolling.ON_FIRST_ORDER),
                Objects.requireNonNullElse(terms.earnsSince(), now),
                Objects.requireNonNullElse(terms.zone(), usualZone),
                List.of());
        if (stored.add(fresh, now)) {
            return new PutProgramOutcome.Created(fresh);
        }
        return stored.change(key, terms)
                ? new PutProgramOutcome.Changed(find(key).orElseThrow())
                : new PutProgramOutcome.CurrencyFixed();
    }

    /** Sets since when a programme earns, unless somebody has put it. */
    @Transactional
    public void letEarnSince(ProgramKey key, Instant since) {
        stored.letEarnSince(key, since);
    }

    /** Puts a rule in force, as a new version unless the one in force says the same. */
    @Transactional
    public PutRuleOutcome put(ProgramKey program, RuleKey key, EarningTerms terms) {
        stored.lockRule(program, key);
        Optional<Program> owner = find(program);
        if (owner.isEmpty()) {
            return new PutRuleOutcome.UnknownProgram();
        }
        Optional<EarningRule> inForce = owner.get().earningRules().stream()
                .filter(rule -> rule.key().equals(key))
                .findFirst();
        if (inForce.isPresent() && inForce.get().terms().equals(terms)) {
            return new PutRuleOutcome.Unchanged(inForce.get());
        }
        int version = inForce.map(rule -> rule.version() + 1).orElse(1);
        EarningRule next = new EarningRule(
                program,
                owner.get().currency(),
                key,
                version,
                terms,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        stored.add(next);
        return inForce.isPresent() ? new PutRuleOutcome.Changed(next) : new PutRuleOutcome.Created(next);
    }
}
