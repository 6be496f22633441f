package dev.meridian.membership;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.membership.earning.EarningDecision;
import dev.meridian.membership.earning.Interaction;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.membership.enrolment.BrandCustomer;
import dev.meridian.membership.enrolment.CustomerFact;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does what the center's consumers do, in the way they do it: in the group's scope, a batch in one transaction, and
 * again when others were in the way.
 */
public final class Consuming {

    /** Serialisation failure, deadlock, lock timeout, statement timeout. */
    private static final Set<String> CONTENTION = Set.of("40001", "40P01", "55P03", "57014");

    /** The schema of a test is made before its first order. */
    private static final Instant TODAY =
            Instant.now().plus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.MICROS);

    private final TransactionTemplate transactions;
    private final Enrolment enrolment;
    private final PointsEarning earning;
    private final AtomicInteger retries = new AtomicInteger();

    public Consuming(PlatformTransactionManager transactions, Enrolment enrolment, PointsEarning earning) {
        this.transactions = new TransactionTemplate(transactions);
        this.enrolment = enrolment;
        this.earning = earning;
    }

    public void facts(CustomerFact... facts) {
        facts(List.of(facts));
    }

    public void facts(List<CustomerFact> facts) {
        inTransaction(() -> enrolment.process(facts));
    }

    @CanIgnoreReturnValue
    public List<EarningDecision> interactions(Interaction... interactions) {
        return interactions(List.of(interactions));
    }

    @CanIgnoreReturnValue
    public List<EarningDecision> interactions(List<Interaction> interactions) {
        return inTransaction(() -> earning.earn(interactions));
    }

    /** Makes customers members of the club, by an order that earns nothing. */
    public void enrolled(String brand, CustomerId... customers) {
        facts(Stream.of(customers)
                .<CustomerFact>map(customer -> new CustomerFact.Ordered(customer, inBrand(customer, brand), TODAY))
                .toList());
    }

    public int retries() {
        return retries.get();
    }

    public static CustomerId someone() {
        return new CustomerId(UUID.randomUUID());
    }

    public static CustomerFact known(CustomerId customer, String brand) {
        return known(customer, brand, customer);
    }

    /** The brand knows the customer of the group by an id of its own. */
    public static CustomerFact known(CustomerId customer, String brand, CustomerId asKnownToTheBrand) {
        return new CustomerFact.Known(customer, inBrand(asKnownToTheBrand, brand));
    }

    public static CustomerFact mergedInBrand(String brand, CustomerId survivor, CustomerId absorbed) {
        return new CustomerFact.BrandMerge(
                UUID.randomUUID(), new Brand(brand), survivor, absorbed, Instant.parse("2026-11-01T10:00:00Z"));
    }

    private static BrandCustomer inBrand(CustomerId customer, String brand) {
        return new BrandCustomer(new Brand(brand), customer);
    }

    public static CustomerFact merged(CustomerId survivor, CustomerId absorbed) {
        return new CustomerFact.Merge(UUID.randomUUID(), survivor, absorbed, Instant.parse("2026-11-01T10:00:00Z"));
    }

    /** A paid order; a null amount is one that is missing. */
    public static Interaction order(CustomerId customer, String brand, String orderId, Object amount) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("orderId", orderId);
        if (amount != null) {
            properties.put("amount", amount);
        }
        return interaction(customer, brand, "order.paid", properties);
    }

    public static Interaction interaction(
            CustomerId customer, String brand, String type, Map<String, Object> properties) {
        return happened(customer, brand, type, TODAY, false, properties);
    }

    public static Interaction happened(
            CustomerId customer,
            String brand,
            String type,
            Instant occurredAt,
            boolean historical,
            Map<String, Object> properties) {
        return new Interaction(
                UUID.randomUUID(), customer, new Brand(brand), customer, type, occurredAt, historical, properties);
    }

    /** The same, by somebody whom the brand knows by an id of its own. */
    public static Interaction by(CustomerId asKnownToTheBrand, Interaction interaction) {
        return new Interaction(
                interaction.id(),
                interaction.customer(),
                interaction.brand(),
                asKnownToTheBrand,
                interaction.type(),
                interaction.occurredAt(),
                interaction.historical(),
                interaction.properties());
    }

    @CanIgnoreReturnValue
    private <T> T inTransaction(Supplier<T> work) {
        while (true) {
            try {
                return ActiveBrandScope.call(BrandScope.group(), () -> transactions.execute(status -> work.get()));
            } catch (DataAccessException e) {
                if (!contended(e)) {
                    throw e;
                }
                retries.incrementAndGet();
            }
        }
    }

    private static boolean contended(DataAccessException failure) {
        return failure.getMostSpecificCause() instanceof SQLException sql && CONTENTION.contains(sql.getSQLState());
    }
}
