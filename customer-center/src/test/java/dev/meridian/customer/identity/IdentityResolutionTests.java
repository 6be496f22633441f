package dev.meridian.customer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Random evidence on a real database, against an oracle of a few lines. A failure names its seed. */
@CenterTest
class IdentityResolutionTests {

    private final IdentityResolution resolution;
    private final IdentityStore store;
    private final IdentityProperties rules;
    private final TransactionTemplate transactions;
    private final TestDatabase database;

    IdentityResolutionTests(
            IdentityResolution resolution,
            IdentityStore store,
            IdentityProperties rules,
            PlatformTransactionManager transactions,
            TestDatabase database) {
        this.resolution = resolution;
        this.store = store;
        this.rules = rules;
        this.transactions = new TransactionTemplate(transactions);
        this.database = database;
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("meridian.prove.seeds", 6));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_stream_ends_in_the_partition_of_a_plain_union_find_limits_included(long seed) {
        Random random = new Random(seed);
        List<Observation> stream = RandomEvidence.crowded(random, 400);
        UnionFindOracle oracle = new UnionFindOracle(rules);
        Map<Brand, UnionFindOracle> ofBrands = new HashMap<>();
        Map<Brand, Integer> heldOfBrands = new HashMap<>();
        int held = 0;
        for (List<Observation> batch : RandomEvidence.cut(stream, random)) {
            List<Resolved> all = inTransaction(batch).resolved();
            for (int i = 0; i < batch.size(); i++) {
                Observation observation = batch.get(i);
                held += all.get(i).notes().size();
                heldOfBrands.merge(
                        observation.brand(), all.get(i).inBrand().notes().size(), Integer::sum);
                oracle.observe(observation);
                ofBrands.computeIfAbsent(observation.brand(), unused -> new UnionFindOracle(rules))
                        .observe(observation);
            }
        }

        assertThat(partition(stream)).isEqualTo(oracle.partition());
        assertThat(held).as("the stream runs into limits").isPositive().isEqualTo(oracle.held());
        customersAreTheComponentsOfLinks(stream);
        // What a brand knows is what its own evidence makes, as if nobody else had ever sent anything.
        assertThat(ofBrands).hasSize(RandomEvidence.BRANDS.size());
        ofBrands.forEach((brand, alone) -> {
            assertThat(partition(brand, stream)).as(brand.key()).isEqualTo(alone.partition());
            assertThat(heldOfBrands.get(brand)).as(brand.key()).isEqualTo(alone.held());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void where_no_limit_stands_the_order_of_the_evidence_does_not_matter(long seed) {
        Random random = new Random(seed);
        List<Observation> stream = RandomEvidence.people(random, "order" + seed, 40);
        List<Observation> shuffled = RandomEvidence.renamed(stream, "again");
        Collections.shuffle(shuffled, random);
        RandomEvidence.cut(stream, random).forEach(this::inTransaction);
        RandomEvidence.cut(shuffled, random).forEach(this::inTransaction);

        assertThat(partition(shuffled))
                .isEqualTo(partition(stream).stream()
                        .map(group -> group.stream().map(name -> name + "again").collect(Collectors.toSet()))
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void many_workers_at_once_end_in_the_same_partition_as_one(long seed) throws Exception {
        Random random = new Random(seed);
        List<Observation> stream = RandomEvidence.people(random, "workers" + seed, 60);
        stream.addAll(stream.subList(0, stream.size() / 3));
        Collections.shuffle(stream, random);

        atOnce(RandomEvidence.cut(stream, random));

        UnionFindOracle oracle = new UnionFindOracle(rules);
        stream.forEach(oracle::observe);
        assertThat(oracle.held()).isZero();
        assertThat(partition(stream)).isEqualTo(oracle.partition());
        customersAreTheComponentsOfLinks(stream);
        for (Brand brand : RandomEvidence.BRANDS) {
            UnionFindOracle alone = new UnionFindOracle(rules);
            stream.stream().filter(one -> one.brand().equals(brand)).forEach(alone::observe);
            assertThat(partition(brand, stream)).as(brand.key()).isEqualTo(alone.partition());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void many_workers_at_once_break_no_limit(long seed) throws Exception {
        Random random = new Random(seed);
        List<Observation> stream = RandomEvidence.crowded(random, 300);

        atOnce(RandomEvidence.cut(stream, random));

        customersAreTheComponentsOfLinks(stream);
        for (Set<Known> members : known(stream).values()) {
            assertThat(members).hasSizeLessThanOrEqualTo(rules.componentCap());
            members.stream()
                    .collect(Collectors.groupingBy(member ->
                            member.identifier().type() + member.identifier().scope()))
                    .values()
                    .forEach(alike -> {
                        Integer limit =
                                rules.limits().get(alike.getFirst().identifier().type());
                        assertThat(alike).hasSizeLessThanOrEqualTo(limit == null ? Integer.MAX_VALUE : limit);
                    });
        }
    }

    @Test
    void a_merge_keeps_what_undoing_it_needs() {
        String run = UUID.randomUUID().toString();
        Resolved older = see(phone(run, 1)).resolved().getFirst();
        Resolved younger = see(openid(run, 1)).resolved().getFirst();

        Resolution merged = see(openid(run, 1), phone(run, 1));

        assertThat(merged.resolved().getFirst().customer()).isEqualTo(older.customer());
        UUID mergeId = merged.merges().getFirst().mergeId();
        assertThat(database.rows(
                        "select survivor_id, absorbed_id, cause, source from merge where merge_id = ?", mergeId))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("survivor_id", older.customer().value())
                        .containsEntry("absorbed_id", younger.customer().value())
                        .containsEntry("cause", "shared_identifier"));
        assertThat(database.rows("select identifier_id from merge_moved_identifier where merge_id = ?", mergeId))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("identifier_id", younger.primary().value()));
        assertThat(database.rows(
                        "select survivor_id from customer_alias where absorbed_id = ?",
                        younger.customer().value()))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("survivor_id", older.customer().value()));
    }

    @Test
    void evidence_that_repeats_changes_nothing() {
        String run = UUID.randomUUID().toString();
        see(openid(run, 1), phone(run, 1));
        Map<String, Long> before = counts();

        Resolution again = see(openid(run, 1), phone(run, 1));

        assertThat(again.created()).isEmpty();
        assertThat(again.merges()).isEmpty();
        assertThat(counts()).isEqualTo(before);
    }

    private record Known(IdentifierId id, Identifier identifier) {}

    private Map<CustomerId, Set<Known>> known(Collection<Observation> stream) {
        Map<IdentifierKey, Identifier> keys = new HashMap<>();
        stream.forEach(observation -> observation
                .identifiers()
                .forEach(sighting -> keys.put(resolution.keyOf(sighting.identifier()), sighting.identifier())));
        Map<CustomerId, Set<Known>> byCustomer = new HashMap<>();
        Map<IdentifierKey, KnownIdentifier> found = store.find(keys.keySet().stream()
                        .map(key -> new AtStake.SightingKey(RandomEvidence.AURORA, key))
                        .toList())
                .identifiers();
        assertThat(found).hasSameSizeAs(keys);
        found.forEach((key, identifier) -> byCustomer
                .computeIfAbsent(identifier.customer(), unused -> new HashSet<>())
                .add(new Known(identifier.id(), keys.get(key))));
        return byCustomer;
    }

    private Set<Set<String>> partition(Collection<Observation> stream) {
        return known(stream).values().stream()
                .map(group -> group.stream()
                        .map(one -> RandomEvidence.name(one.identifier()))
                        .collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    /** The customers of one brand, by what is stored. */
    private Set<Set<String>> partition(Brand brand, Collection<Observation> stream) {
        Map<AtStake.SightingKey, Identifier> keys = new HashMap<>();
        stream.stream()
                .filter(observation -> observation.brand().equals(brand))
                .flatMap(observation -> observation.identifiers().stream())
                .map(Observation.Sighting::identifier)
                .forEach(one -> keys.put(new AtStake.SightingKey(brand, resolution.keyOf(one)), one));
        Map<AtStake.SightingKey, KnownSighting> found =
                ActiveBrandScope.<Map<AtStake.SightingKey, KnownSighting>, RuntimeException>call(
                        BrandScope.group(),
                        () -> transactions.execute(
                                status -> store.find(keys.keySet()).sightings()));
        assertThat(found).hasSameSizeAs(keys);
        Map<CustomerId, Set<String>> groups = new HashMap<>();
        found.forEach((key, seen) -> groups.computeIfAbsent(seen.customer(), unused -> new HashSet<>())
                .add(RandomEvidence.name(keys.get(key))));
        return new HashSet<>(groups.values());
    }

    /** The materialised customers must be what the links say, and nothing else. */
    private void customersAreTheComponentsOfLinks(Collection<Observation> stream) {
        Map<CustomerId, Set<Known>> customers = known(stream);
        Map<UUID, UUID> root = new HashMap<>();
        customers
                .values()
                .forEach(group ->
                        group.forEach(one -> root.put(one.id().value(), one.id().value())));
        for (Map<String, Object> link : database.rows("select low, high from identity_link")) {
            UUID low = (UUID) link.get("low");
            if (root.containsKey(low)) {
                root.put(find(root, low), find(root, (UUID) link.get("high")));
            }
        }
        Map<UUID, Set<UUID>> components = new HashMap<>();
        root.keySet()
                .forEach(id -> components
                        .computeIfAbsent(find(root, id), unused -> new HashSet<>())
                        .add(id));
        assertThat(customers.values().stream()
                        .map(group ->
                                group.stream().map(one -> one.id().value()).collect(Collectors.toSet()))
                        .collect(Collectors.toSet()))
                .isEqualTo(new HashSet<>(components.values()));
    }

    private static UUID find(Map<UUID, UUID> root, UUID id) {
        UUID at = id;
        while (!root.get(at).equals(at)) {
            at = root.get(at);
        }
        return at;
    }

    private void atOnce(List<List<Observation>> batches) throws InterruptedException, ExecutionException {
        AtomicInteger deadlocks = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<Future<Resolution>> running = new ArrayList<>();
            for (List<Observation> batch : batches) {
                Callable<Resolution> work = () -> patiently(batch, deadlocks);
                running.add(workers.submit(work));
            }
            for (Future<Resolution> one : running) {
                assertThat(one.get().resolved()).isNotEmpty();
            }
        }
        assertThat(deadlocks).as("transactions that lost against another").hasValue(0);
    }

    /** As a consumer does: a transaction that lost against another is run again. */
    private Resolution patiently(List<Observation> batch, AtomicInteger deadlocks) {
        while (true) {
            try {
                return inTransaction(batch);
            } catch (PessimisticLockingFailureException e) {
                int unused = deadlocks.incrementAndGet();
            }
        }
    }

    @CanIgnoreReturnValue
    private Resolution inTransaction(List<Observation> batch) {
        return ActiveBrandScope.<Resolution, RuntimeException>call(
                BrandScope.group(), () -> transactions.execute(status -> resolution.resolve(batch)));
    }

    @CanIgnoreReturnValue
    private Resolution see(Identifier... identifiers) {
        return inTransaction(List.of(RandomEvidence.observation(RandomEvidence.AURORA, List.of(identifiers))));
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        for (String table : List.of("customer", "identifier", "identity_link", "identifier_sighting", "merge")) {
            counts.put(table, database.number("select count(*) from " + table));
        }
        return counts;
    }

    private static Identifier phone(String run, int number) {
        return RandomEvidence.identifier(RandomEvidence.AURORA, IdentifierType.PHONE, run + number);
    }

    private static Identifier openid(String run, int number) {
        return RandomEvidence.identifier(RandomEvidence.AURORA, IdentifierType.WECHAT_OPENID, run + number);
    }
}
