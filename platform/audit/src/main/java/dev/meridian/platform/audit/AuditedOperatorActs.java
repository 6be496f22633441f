package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.deadletters.OperatorActs;
import dev.meridian.platform.security.CurrentCaller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What operators do with events, in the group's chain: the events of all brands wait in one place. The act itself is many
 * transactions, and Kafka's part of it is none, so its record is committed before it begins.
 */
final class AuditedOperatorActs implements OperatorActs {

    private final Audit audit;
    private final TransactionTemplate own;

    AuditedOperatorActs(Audit audit, PlatformTransactionManager transactions) {
        this.audit = audit;
        this.own = new TransactionTemplate(transactions);
        // Also where the request has one: what is done to the events stays when that one is rolled back.
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void record(
            String action,
            String subjectKind,
            String subject,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after) {
        Actor actor = caller();
        own.executeWithoutResult(transaction ->
                audit.record(new Act(BrandScope.group(), actor, action, subjectKind, subject, before, after)));
    }

    private static Actor caller() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request) {
            return CurrentCaller.of(request.getRequest())
                    .map(Actor::of)
                    .orElseThrow(() -> new IllegalStateException("The request has no caller"));
        }
        throw new IllegalStateException("No request asks for this");
    }
}
