package dev.meridian.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meridian.local.events.EventLine;
import dev.meridian.local.events.EventSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DemoDataTests {

    private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CUSTOMERS = 2_000;
    private static final DemoData DATA = new DemoData(2026, CUSTOMERS, END);

    @Test
    void the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        byte[] first = bytes(new DemoData(7, 300, END));
        assertThat(bytes(new DemoData(7, 300, END))).isEqualTo(first);
        assertThat(bytes(new DemoData(8, 300, END))).isNotEqualTo(first);
    }

    @Test
    void a_person_is_the_same_in_a_smaller_and_in_a_larger_set() {
        List<Person> few = new DemoData(7, 50, END).people().toList();
        assertThat(new DemoData(7, 500, END).people().limit(50)).isEqualTo(few);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2026, -5, Long.MAX_VALUE})
    void one_person_in_25_shares_a_phone_and_nobody_else_does(long seed) {
        Map<String, Integer> byPhone = new TreeMap<>();
        new DemoData(seed, CUSTOMERS, END)
                .people()
                .forEach(person -> assertThat(byPhone.merge(person.phone(), 1, Integer::sum))
                        .isPositive());
        assertThat(byPhone.values().stream().filter(count -> count == 2)).hasSize(CUSTOMERS / People.PHONE_SHARING);
        assertThat(byPhone.values()).allMatch(count -> count <= 2);
        assertThat(byPhone.keySet()).allMatch(phone -> phone.matches("\\+86139[0-9]{8}"));
    }

    @Test
    void brands_overlap_and_some_people_have_two_openids_at_one_brand() {
        List<Person> people = DATA.people().toList();
        for (DemoBrand brand : DemoBrand.values()) {
            long known = people.stream()
                    .filter(each -> each.accounts().containsKey(brand))
                    .count();
            assertThat((double) known / CUSTOMERS).isCloseTo(brand.share(), within(0.12));
        }
        double several = share(people, person -> person.accounts().size() > 1);
        double twoOpenids = share(
                people,
                person -> person.accounts().values().stream()
                        .anyMatch(account -> account.openids().size() == 2));
        assertThat(several).isBetween(0.25, 0.5);
        assertThat(twoOpenids).isBetween(0.05, 0.2);
        assertThat(people).allSatisfy(person -> assertThat(person.accounts()).isNotEmpty());
    }

    @Test
    void strong_identifiers_but_the_phone_belong_to_one_person() {
        Set<String> seen = new HashSet<>();
        DATA.people().forEach(person -> {
            List<String> own = new ArrayList<>();
            person.email().ifPresent(own::add);
            person.unionid().ifPresent(own::add);
            person.accounts().values().forEach(account -> {
                own.add(account.externalId());
                own.addAll(account.openids());
            });
            own.forEach(value -> assertThat(seen.add(value)).as(value).isTrue());
        });
    }

    @Test
    void identification_names_what_the_attribute_catalogue_knows() {
        DATA.people()
                .limit(200)
                .forEach(person -> person.accounts().forEach((brand, account) -> {
                    ObjectNode body = DemoData.identification(person, account);
                    assertThat(body.path("identifiers")).isNotEmpty().hasSizeLessThanOrEqualTo(10);
                    assertThat(body.path("attributes").propertyNames())
                            .isSubsetOf("name", "gender", "city", "birthDate", "registeredAt");
                    assertThat(body.path("attributes").path("city").asString()).matches("[1-9][0-9]{5}");
                    assertThat(account.registeredAt())
                            .isBetween(END.minus(People.HISTORY).minus(Duration.ofDays(2)), END);
                }));
    }

    @Test
    void events_are_of_three_kinds_over_18_months_with_ids_of_their_own() {
        Set<String> ids = new HashSet<>();
        Map<String, Integer> kinds = new TreeMap<>();
        for (DemoBrand brand : DemoBrand.values()) {
            all(DATA.events(brand)).forEach(line -> {
                ObjectNode event = Objects.requireNonNull(line.event());
                assertThat(ids.add(line.id())).as(line.id()).isTrue();
                assertThat(line.id()).hasSizeLessThan(128);
                kinds.merge(event.path("type").asString(), 1, Integer::sum);
                assertThat(Instant.parse(event.path("occurredAt").asString()))
                        .isBetween(END.minus(People.HISTORY).minus(Duration.ofDays(2)), END);
                assertThat(event.path("identifiers")).hasSize(1);
                if (event.path("type").asString().equals("order.paid")) {
                    assertThat(event.path("properties").path("amount").asDecimal())
                            .isPositive();
                    assertThat(event.path("properties").path("orderId").asString())
                            .isNotBlank();
                }
            });
        }
        assertThat(kinds.keySet()).containsExactly("app.login", "order.paid", "page.viewed");
        assertThat((double) ids.size() / CUSTOMERS).isBetween(6.0, 20.0);
        assertThat(kinds.values()).allMatch(count -> count > CUSTOMERS);
    }

    @Test
    void an_event_comes_from_an_account_of_the_brand_and_not_before_it_began() {
        Map<String, Instant> began = new TreeMap<>();
        DATA.people()
                .forEach(person -> person.accounts().forEach((brand, account) -> {
                    account.openids().forEach(openid -> began.put(brand + openid, account.registeredAt()));
                    began.put(brand + account.externalId(), account.registeredAt());
                }));
        for (DemoBrand brand : DemoBrand.values()) {
            all(DATA.events(brand)).forEach(line -> {
                JsonNode identifier = line.event().path("identifiers").path(0);
                if (!identifier.path("type").asString().equals("phone")) {
                    Instant since = began.get(brand + identifier.path("value").asString());
                    assertThat(since).isNotNull();
                    assertThat(Instant.parse(line.event().path("occurredAt").asString()))
                            .isAfterOrEqualTo(since);
                }
            });
        }
    }

    @Test
    void a_few_customers_buy_much_and_most_buy_little() {
        Map<String, Integer> orders = new TreeMap<>();
        all(DATA.events(DemoBrand.AURORA))
                .filter(line -> line.event().path("type").asString().equals("order.paid"))
                .forEach(line -> orders.merge(line.id().split("-")[3], 1, Integer::sum));
        long total = orders.values().stream().mapToInt(Integer::intValue).sum();
        long ofTheTopTenth = orders.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(orders.size() / 10)
                .mapToInt(Integer::intValue)
                .sum();
        assertThat((double) ofTheTopTenth / total).isBetween(0.2, 0.6);
    }

    @Test
    void a_source_says_how_many_lines_it_has_and_what_it_is() {
        EventSource source = DATA.events(DemoBrand.BOREAL);
        assertThat(all(source).count()).isEqualTo(source.totalLines());
        assertThat(all(source).map(EventLine::line)).startsWith(1L, 2L, 3L);
        assertThat(source.key()).isEqualTo("demo-2026-2000-" + END.getEpochSecond() + "-boreal");
    }

    private static double share(List<Person> people, Predicate<Person> which) {
        return (double) people.stream().filter(which).count() / people.size();
    }

    private static byte[] bytes(DemoData data) {
        StringBuilder text = new StringBuilder();
        for (DemoBrand brand : DemoBrand.values()) {
            data.people()
                    .filter(person -> person.accounts().containsKey(brand))
                    .forEach(person -> text.append(DemoData.identification(
                                    person,
                                    Objects.requireNonNull(person.accounts().get(brand))))
                            .append('\n'));
            all(data.events(brand)).forEach(line -> text.append(line.event()).append('\n'));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Stream<EventLine> all(EventSource source) {
        return source.lines();
    }
}
