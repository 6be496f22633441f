package dev.meridian.membership.programs;

import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.BrandScope;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The programmes of the group and their rules; what changes is recorded in the group's chain. */
@Component
public class Programs {

    private final JdbcPrograms stored;
    private final Audit audit;
    private final Clock clock;
    private final ZoneId usualZone;

    /** @param usualZone of a programme that says none */
    Programs(JdbcPrograms stored, Audit audit, Clock clock, ZoneId usualZone) {
        this.stored = stored;
        this.audit = audit;
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
    public PutProgramOutcome put(ProgramKey key, Program.Terms terms, Actor by) {
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
            record(by, "program.created", null, fresh);
            return new PutProgramOutcome.Created(fresh);
        }
        stored.lock(key);
        Program before = find(key).orElseThrow();
        if (!stored.change(key, terms)) {
            return new PutProgramOutcome.CurrencyFixed();
        }
        Program after = find(key).orElseThrow();
        if (!after.equals(before)) {
            record(by, "program.changed", before, after);
        }
        return new PutProgramOutcome.Changed(after);
    }

    /** Sets since when a programme earns, as the deployment wants it, unless somebody has put it. */
    @Transactional
    public void letEarnSince(ProgramKey key, Instant since) {
        stored.lock(key);
        Optional<Program> before = find(key);
        if (stored.letEarnSince(key, since)) {
            record(
                    Actor.deployment(),
                    "program.changed",
                    before.orElseThrow(),
                    find(key).orElseThrow());
        }
    }

    /** Puts a rule in force, as a new version unless the one in force says the same. */
    @Transactional
    public PutRuleOutcome put(ProgramKey program, RuleKey key, EarningTerms terms, Actor by) {
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
        audit.record(new Act(
                BrandScope.group(),
                by,
                inForce.isPresent() ? "earning_rule.changed" : "earning_rule.created",
                "earning_rule",
                program.value() + "/" + key.value(),
                inForce.<Map<String, ?>>map(EarningRule::described).orElse(null),
                next.described()));
        return inForce.isPresent() ? new PutRuleOutcome.Changed(next) : new PutRuleOutcome.Created(next);
    }

    private void record(Actor by, String action, @Nullable Program before, Program after) {
        audit.record(new Act(
                BrandScope.group(),
                by,
                action,
                "program",
                after.key().value(),
                before == null ? null : before.described(),
                after.described()));
    }
}
