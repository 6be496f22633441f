package dev.meridian.tag.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EvaluatingRulesTests {

    private static final long SEEDS = Long.getLong("meridian.prove.seeds", 3_000);
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Map<String, Object> BIG_SPENDERS = Map.of(
            "all",
            List.of(
                    activity("order.paid", "P3M", "count", Map.of("gt", 3)),
                    Map.of(
                            "activity",
                            Map.of(
                                    "event",
                                    "order.paid",
                                    "within",
                                    "P3M",
                                    "measure",
                                    "avg",
                                    "of",
                                    "amount",
                                    "is",
                                    Map.of("gt", 1000)))));
    private static final Map<String, Object> DORMANT =
            Map.of("not", activity("app.login", "P30D", "count", Map.of("gte", 1)));

    @Test
    void the_answer_equals_brute_force_and_holds_until_the_instant_it_names() {
        int flipping = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            // Month ends are where calendar windows go wrong.
            Instant now = random.nextInt(3) == 0
                    ? Instant.parse("2027-03-%02dT09:00:00Z".formatted(27 + random.nextInt(5)))
                    : NOW.plusSeconds(random.nextInt(400 * 86_400));
            RandomRules make = new RandomRules(random, now);
            Map<String, Object> json = make.rule(4);
            Rule rule = accepted(json);
            CustomerFacts customer = make.customer(12);
            Rule.Evaluation answer = rule.evaluate(customer, now);

            assertThat(answer.in()).as("seed %s", seed).isEqualTo(BruteForce.isIn(json, customer, now));
            assertThat(rule.timeline(customer).at(now)).isEqualTo(answer.in());
            for (Instant probe : probes(random, customer, now)) {
                boolean then = BruteForce.isIn(json, customer, probe);
                assertThat(rule.timeline(customer).at(probe))
                        .as("seed %s at %s", seed, probe)
                        .isEqualTo(then);
                if (answer.validUntil() == null || probe.isBefore(answer.validUntil())) {
                    assertThat(then).as("seed %s at %s", seed, probe).isEqualTo(answer.in());
                }
            }
            if (answer.validUntil() != null) {
                flipping++;
                assertThat(answer.validUntil()).isAfter(now);
                assertThat(BruteForce.isIn(json, customer, answer.validUntil()))
                        .as("seed %s: not woken in vain", seed)
                        .isNotEqualTo(answer.in());
            }
        }
        assertThat(flipping).as("the cases are worth something").isGreaterThan((int) (SEEDS / 15));
    }

    /** Random instants after now, and the instants around every boundary a fact could have. */
    private static TreeSet<Instant> probes(Random random, CustomerFacts customer, Instant now) {
        TreeSet<Instant> probes = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            probes.add(now.plusSeconds(random.nextInt(400 * 86_400)));
        }
        for (Fact fact : customer.activity()) {
            addAround(probes, fact.occurredAt());
            for (String window :
                    List.of("P1M", "P3M", "P30D", "P1Y", "PT12H", "P1M1DT1H", "P7D", "P14D", "P6M", "PT1M30S")) {
                addAround(probes, within(window).leavesAt(fact.occurredAt()));
            }
        }
        return new TreeSet<>(probes.tailSet(now, false));
    }

    private static void addAround(TreeSet<Instant> probes, Instant boundary) {
        probes.addAll(List.of(boundary.minusNanos(1), boundary, boundary.plusNanos(1)));
    }

    @Test
    void facts_that_no_longer_matter_may_be_left_out() {
        for (long seed = 0; seed < 1_000; seed++) {
            RandomRules make = new RandomRules(new Random(seed), NOW);
            Rule rule = accepted(make.rule(4));
            CustomerFacts customer = make.customer(12);
            Instant from = rule.factsMatterAfter(NOW);
            List<Fact> kept = customer.activity().stream()
                    .filter(fact ->
                            fact.occurredAt().isAfter(from) && rule.events().contains(fact.type()))
                    .toList();
            CustomerFacts pruned = new CustomerFacts(customer.attributes(), kept);
            assertThat(rule.timeline(pruned).at(NOW))
                    .isEqualTo(rule.timeline(customer).at(NOW));
            assertThat(rule.timeline(pruned).nextFlipAfter(NOW))
                    .isEqualTo(rule.timeline(customer).nextFlipAfter(NOW));
        }
    }

    @Test
    void a_rule_reads_back_as_it_was_written() {
        for (long seed = 0; seed < 1_000; seed++) {
            Rule rule = accepted(new RandomRules(new Random(seed), NOW).rule(5));
            assertThat(accepted(rule.json())).isEqualTo(rule);
        }
    }

    @Test
    void four_orders_of_1200_on_average_are_in_until_the_oldest_is_three_months_old() {
        Instant oldest = Instant.parse("2026-09-01T10:00:00Z");
        CustomerFacts customer = orders(oldest, "900", "1500", "1200", "1200");
        Rule.Evaluation answer = accepted(BIG_SPENDERS).evaluate(customer, NOW);

        assertThat(answer.in()).isTrue();
        assertThat(answer.validUntil()).isEqualTo("2026-12-01T10:00:00Z");
        Evidence count = answer.evidence().children().getFirst();
        assertThat(count.actual()).isEqualTo(new BigDecimal("4"));
        assertThat(count.expected()).isEqualTo(Map.of("gt", new BigDecimal("3")));
        assertThat(count.interactionIds()).hasSize(4);
        assertThat(count.flipsAt()).isEqualTo("2026-12-01T10:00:00Z");
    }

    @Test
    void three_orders_are_out() {
        assertThat(accepted(BIG_SPENDERS)
                        .evaluate(orders(NOW.minus(Duration.ofDays(9)), "2000", "2000", "2000"), NOW)
                        .in())
                .isFalse();
    }

    @Test
    void an_average_of_exactly_1000_is_out_and_a_cent_more_is_in() {
        Instant first = NOW.minus(Duration.ofDays(9));
        Rule rule = accepted(BIG_SPENDERS);
        assertThat(rule.evaluate(orders(first, "999.99", "1000.01", "333.33", "1666.67"), NOW)
                        .in())
                .isFalse();
        assertThat(rule.evaluate(orders(first, "999.99", "1000.01", "333.33", "1666.68"), NOW)
                        .in())
                .isTrue();
    }

    @Test
    void a_third_of_a_cent_is_not_lost_to_rounding() {
        Map<String, Object> json = Map.of(
                "activity",
                Map.of(
                        "event",
                        "order.paid",
                        "measure",
                        "avg",
                        "of",
                        "amount",
                        "is",
                        Map.of("gt", new BigDecimal("0.3333333333333333333333333333"))));
        assertThat(accepted(json)
                        .evaluate(orders(NOW.minusSeconds(9), "1", "0", "0"), NOW)
                        .in())
                .isTrue();
    }

    @Test
    void a_login_exactly_30_days_ago_is_no_longer_within_30_days() {
        CustomerFacts customer = did("app.login", NOW.minus(Duration.ofDays(30)));
        assertThat(accepted(DORMANT).evaluate(customer, NOW).in()).isTrue();
        Rule.Evaluation before = accepted(DORMANT).evaluate(customer, NOW.minusNanos(1));
        assertThat(before.in()).isFalse();
        assertThat(before.validUntil()).isEqualTo(NOW);
    }

    @Test
    void a_login_that_lies_ahead_counts_when_its_time_has_come() {
        Instant ahead = NOW.plus(Duration.ofHours(3));
        Rule.Evaluation answer = accepted(DORMANT).evaluate(did("app.login", ahead), NOW);
        assertThat(answer.in()).isTrue();
        assertThat(answer.validUntil()).isEqualTo(ahead);
    }

    @Test
    void nothing_sums_to_zero_and_has_no_average() {
        CustomerFacts nobody = new CustomerFacts(Map.of(), List.of());
        assertThat(accepted(measured("sum", Map.of("eq", 0)))
                        .evaluate(nobody, NOW)
                        .in())
                .isTrue();
        assertThat(accepted(measured("sum", Map.of("lt", 1)))
                        .evaluate(nobody, NOW)
                        .in())
                .isTrue();
        for (String comparator : List.of("eq", "ne", "lt", "gte")) {
            assertThat(accepted(measured("avg", Map.of(comparator, 0)))
                            .evaluate(nobody, NOW)
                            .in())
                    .as(comparator)
                    .isFalse();
        }
    }

    @Test
    void only_numbers_and_decimal_texts_are_summed_and_averaged() {
        List<Fact> facts = new ArrayList<>();
        for (Scalar amount : List.of(
                new Scalar.Text("10.50"),
                new Scalar.Text("1e3"),
                new Scalar.Text("ten"),
                new Scalar.Flag(true),
                new Scalar.Amount(new BigDecimal("9.5")))) {
            facts.add(fact("order.paid", NOW.minusSeconds(1), Map.of("amount", amount)));
        }
        facts.add(fact("order.paid", NOW.minusSeconds(1), Map.of()));
        CustomerFacts customer = new CustomerFacts(Map.of(), facts);
        assertThat(accepted(measured("sum", Map.of("eq", 20)))
                        .evaluate(customer, NOW)
                        .in())
                .isTrue();
        assertThat(accepted(measured("avg", Map.of("eq", 10)))
                        .evaluate(customer, NOW)
                        .in())
                .isTrue();
        assertThat(Scalar.of(new BigDecimal("1e999999"))).isEmpty();
    }

    @Test
    void a_missing_attribute_satisfies_only_ne_and_exists_false() {
        CustomerFacts nobody = new CustomerFacts(Map.of(), List.of());
        Map<String, Object> none = Map.of("exists", false);
        assertThat(attribute(none).evaluate(nobody, NOW).in()).isTrue();
        assertThat(attribute(Map.of("ne", "x")).evaluate(nobody, NOW).in()).isTrue();
        for (Map<String, Object> is : List.<Map<String, Object>>of(
                Map.of("eq", "x"),
                Map.of("in", List.of("x")),
                Map.of("lt", 1),
                Map.of("between", List.of(0, 9)),
                Map.of("contains", "x"),
                Map.of("startsWith", "x"),
                Map.of("exists", true))) {
            assertThat(attribute(is).evaluate(nobody, NOW).in()).as("%s", is).isFalse();
        }
    }

    @Test
    void evidence_names_the_newest_20_and_counts_them_all() {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            facts.add(fact("order.paid", NOW.minusSeconds(i), Map.of()));
        }
        Map<String, Object> json = activity("order.paid", "P1D", "count", Map.of("gte", 30));
        Evidence evidence =
                accepted(json).evaluate(new CustomerFacts(Map.of(), facts), NOW).evidence();
        assertThat(evidence.interactionCount()).isEqualTo(30);
        assertThat(evidence.interactionIds())
                .containsExactlyElementsOf(
                        facts.subList(0, 20).stream().map(Fact::interactionId).toList());
    }

    static Rule accepted(Object json) {
        RuleReading reading = RuleParser.parse(json, "/rule");
        assertThat(reading).as("%s", json).isInstanceOf(RuleReading.Accepted.class);
        return ((RuleReading.Accepted) reading).rule();
    }

    private static Window within(String duration) {
        Rule rule = accepted(activity("order.paid", duration, "count", Map.of("gt", 0)));
        return ((Condition.Activity) rule.condition()).window();
    }

    private static Rule attribute(Map<String, Object> is) {
        return accepted(Map.of("attribute", "grade", "is", is));
    }

    private static Map<String, Object> activity(String event, String within, String measure, Map<String, Object> is) {
        return Map.of("activity", Map.of("event", event, "within", within, "measure", measure, "is", is));
    }

    private static Map<String, Object> measured(String measure, Map<String, Object> is) {
        return Map.of("activity", Map.of("event", "order.paid", "measure", measure, "of", "amount", "is", is));
    }

    @Test
    void instants_are_equal_however_they_are_written_and_a_microsecond_apart_they_are_not() {
        List<String> spellings = List.of(
                "2026-03-15", "2026-03-15T00:00:00Z", "2026-03-15T08:00:00+08:00", "2026-03-15T00:00:00.0000009Z");
        for (String written : spellings) {
            CustomerFacts customer = new CustomerFacts(Map.of("grade", new Scalar.Text(written)), List.of());
            for (String asked : spellings) {
                assertThat(attribute(Map.of("eq", asked))
                                .evaluate(customer, NOW)
                                .in())
                        .as("%s is %s", written, asked)
                        .isTrue();
                assertThat(attribute(Map.of("ne", asked))
                                .evaluate(customer, NOW)
                                .in())
                        .isFalse();
                assertThat(attribute(Map.of("in", List.of("x", asked)))
                                .evaluate(customer, NOW)
                                .in())
                        .isTrue();
                assertThat(attribute(Map.of("gte", asked, "lte", asked))
                                .evaluate(customer, NOW)
                                .in())
                        .isTrue();
            }
            assertThat(attribute(Map.of("eq", "2026-03-15T00:00:00.000001Z"))
                            .evaluate(customer, NOW)
                            .in())
                    .isFalse();
        }
    }

    private static CustomerFacts did(String event, Instant at) {
        return new CustomerFacts(Map.of(), List.of(fact(event, at, Map.of())));
    }

    private static CustomerFacts orders(Instant first, String... amounts) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            Map<String, Scalar> properties = Map.of("amount", new Scalar.Amount(new BigDecimal(amounts[i])));
            facts.add(fact("order.paid", first.plusSeconds(i), properties));
        }
        return new CustomerFacts(Map.of(), facts);
    }

    private static Fact fact(String type, Instant at, Map<String, Scalar> properties) {
        return new Fact(UUID.randomUUID(), "aurora", type, "app", at, properties);
    }
}
