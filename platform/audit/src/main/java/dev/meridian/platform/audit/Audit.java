package dev.meridian.platform.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the record of administrative acts. The record is the last thing a transaction writes: the end of its chain is
 * locked from there to the commit, so acts of one brand wait for each other for that moment and no longer.
 */
public class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final JdbcAudit storage;
    private final JsonMapper json;
    private final Clock clock;

    Audit(JdbcAudit storage, JsonMapper json, Clock clock) {
        this.storage = storage;
        this.json = json;
        this.clock = clock;
    }

    /** Adds the act to its chain, in the running transaction: both are committed, or neither is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Act act) {
        String brand = act.brand().databaseValue();
        ChainHead head = storage.lockHead(brand);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        AuditRecord record = AuditRecord.chained(
                head, now, act, text(act.before()), text(act.after()), AuditRecord.Request.current());
        storage.append(record);
        // Whoever keeps the logs can tell later whether a whole chain was written anew.
        LOG.atInfo()
                .addKeyValue("chain", brand)
                .addKeyValue("position", record.position())
                .addKeyValue("action", record.action())
                .addKeyValue("hash", record.hash().toString())
                .log("administrative act");
    }

    private @Nullable String text(@Nullable Map<String, ?> state) {
        return state == null ? null : json.writeValueAsString(new TreeMap<>(state));
    }
}
