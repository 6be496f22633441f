package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/** Reads every chain from its first record on and computes every hash anew. */
final class AuditVerification {

    private static final int CHUNK = 1_000;

    private final JdbcAudit storage;
    private final TransactionOperations transactions;

    AuditVerification(JdbcAudit storage, TransactionOperations transactions) {
        this.storage = storage;
        this.transactions = transactions;
    }

    /** All chains, by brand. What is added meanwhile is left for the next time. */
    List<VerifiedChain> run() {
        return ActiveBrandScope.call(BrandScope.group(), () -> {
            List<VerifiedChain> chains = new ArrayList<>();
            for (ChainHead head : read(storage::heads)) {
                chains.add(verified(head));
            }
            return chains;
        });
    }

    private VerifiedChain verified(ChainHead head) {
        Hash previous = Hash.none();
        long position = 0;
        while (position < head.position()) {
            long after = position;
            List<AuditRecord> chunk = read(() -> storage.chain(head.brand(), after, CHUNK));
            if (chunk.isEmpty()) {
                return new VerifiedChain.Broken(head.brand(), position + 1, "is missing");
            }
            for (AuditRecord next : chunk) {
                if (position == head.position()) {
                    break;
                }
                position++;
                if (next.position() != position) {
                    return new VerifiedChain.Broken(head.brand(), position, "is missing");
                }
                if (!next.previous().equals(previous) || !next.computed().equals(next.hash())) {
                    return new VerifiedChain.Broken(head.brand(), position, "is not as it was written");
                }
                previous = next.hash();
            }
        }
        return previous.equals(head.hash())
                ? new VerifiedChain.Intact(head.brand(), position, previous)
                : new VerifiedChain.Broken(head.brand(), position, "is not the one that was written last");
    }

    private <R> R read(Supplier<R> statement) {
        R result = transactions.execute(_ -> statement.get());
        if (result == null) {
            throw new IllegalStateException("The transaction answered nothing");
        }
        return result;
    }
}
