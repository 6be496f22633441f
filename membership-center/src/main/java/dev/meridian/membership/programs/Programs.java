package dev.meridian.membership.programs;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The programmes of the group and their rules. */
@Component
public class Programs {

    private final JdbcPrograms stored;
    private final Clock clock;

    Programs(JdbcPrograms stored, Clock clock) {
        this.stored = stored;
        this.clock = clock;
    }

    /** All programmes, by key. */
    @Transactional(readOnly = true)
    public List<Program> all() {
        return stored.all();
    }

    /** One programme; empty where there is none of that key. */
    @Transactional(readOnly = true)
    public Optional<Program> find(ProgramKey key) {
        return stored.all().stream()
                .filter(program -> program.key().equals(key))
                .findFirst();
    }

    /** The rules in force that listen to one of these event types. */
    @Transactional(readOnly = true)
    public List<EarningRule> rulesFor(Set<String> eventTypes) {
        return stored.rulesInForce().stream()
                .filter(rule -> eventTypes.contains(rule.terms().eventType()))
                .toList();
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
