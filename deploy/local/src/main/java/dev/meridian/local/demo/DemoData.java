package dev.meridian.local.demo;

import dev.meridian.local.events.EventLine;
import dev.meridian.local.events.EventSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole data set of a seed: who the customers are and what they did in the 18 months before its end. The same
 * arguments give the same bytes, ids included, so loading it a second time changes nothing.
 */
final class DemoData {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double SPREAD_OF_AMOUNTS = 0.8;
    private static final BigDecimal SMALLEST_AMOUNT = new BigDecimal("9.90");
    private static final BigDecimal LARGEST_AMOUNT = new BigDecimal("20000.00");
    private static final int MOST_OF_A_KIND = 40;

    private final long seed;
    private final int customers;
    private final Instant end;
    private final People people;

    /** @param end when it ends; kept with the data set, so that a later run does not move it */
    DemoData(long seed, int customers, Instant end) {
        this.seed = seed;
        this.customers = customers;
        this.end = end.truncatedTo(ChronoUnit.SECONDS);
        this.people = new People(seed, this.end);
    }

    /** Everybody, in order of their numbers. */
    Stream<Person> people() {
        return IntStream.range(0, customers).mapToObj(people::person);
    }

    /** A name for this data set and a brand's part in it. */
    String key(DemoBrand brand) {
        return "demo-" + seed + "-" + customers + "-" + end.getEpochSecond() + "-" + brand.key();
    }

    /** What the brand's back end posts to identify one of its customers. */
    static ObjectNode identification(Person person, Person.Account account) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode identifiers = body.putArray("identifiers");
        identify(identifiers, "external_id", account.externalId(), true);
        if (account.givesPhone()) {
            identify(identifiers, "phone", person.phone(), true);
        }
        person.email().ifPresent(email -> identify(identifiers, "email", email, false));
        account.openids().forEach(openid -> identify(identifiers, "wechat_openid", openid, true));
        if (!account.openids().isEmpty()) {
            person.unionid().ifPresent(unionid -> identify(identifiers, "wechat_unionid", unionid, true));
        }
        ObjectNode attributes = body.putObject("attributes");
        attributes.put("name", person.name()).put("gender", person.gender()).put("city", person.city());
        person.birthDate().ifPresent(date -> attributes.put("birthDate", date.toString()));
        attributes.put("registeredAt", account.registeredAt().toString());
        return body;
    }

    /** What the brand's customers did, customer by customer, as its back end posts it. */
    EventSource events(DemoBrand brand) {
        long total = people().filter(person -> person.accounts().containsKey(brand))
                .mapToLong(person -> events(person, brand).size())
                .sum();
        return new EventSource() {
            @Override
            public String key() {
                return DemoData.this.key(brand);
            }

            @Override
            public long totalLines() {
                return total;
            }

            @Override
            public Stream<EventLine> lines() {
                Numbering numbering = new Numbering();
                return people().filter(person -> person.accounts().containsKey(brand))
                        .flatMap(person -> events(person, brand).stream())
                        .map(event -> EventLine.of(numbering.next(), event));
            }
        };
    }

    private static final class Numbering {
        private long last;

        long next() {
            return ++last;
        }
    }

    private record Timed(Instant at, ObjectNode event) {}

    /** What one person did at one brand, in order of time. */
    private List<ObjectNode> events(Person person, DemoBrand brand) {
        Person.Account account = Objects.requireNonNull(person.accounts().get(brand));
        Random random = people.random(person.number(), 1 + brand.ordinal());
        // A few do much and many do little: the liveliness is a Pareto variable.
        double liveliness = Math.min(12, Math.pow(1 - random.nextDouble(), -0.6));
        List<Timed> timed = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int count = (int) Math.min(MOST_OF_A_KIND, Math.round(liveliness * kind.weight * random.nextDouble() * 2));
            for (int i = 0; i < count; i++) {
                Instant at = moment(account, random);
                timed.add(new Timed(at, event(kind, i, at, person, account, brand, random)));
            }
        }
        return timed.stream()
                .sorted(Comparator.comparing(Timed::at))
                .map(Timed::event)
                .toList();
    }

    private enum Kind {
        ORDER("order.paid", 1.2),
        PAGE("page.viewed", 2.2),
        LOGIN("app.login", 1.6);

        private final String type;
        private final double weight;

        Kind(String type, double weight) {
            this.type = type;
            this.weight = weight;
        }
    }

    private ObjectNode event(
            Kind kind, int ordinal, Instant at, Person person, Person.Account account, DemoBrand brand, Random random) {
        String channel = channel(kind, account, brand, random);
        String id = "demo-" + seed + "-" + brand.key() + "-" + person.number() + "-" + kind.type + "-" + ordinal;
        ObjectNode event = JSON.createObjectNode()
                .put("id", id)
                .put("type", kind.type)
                .put("occurredAt", at.toString())
                .put("channel", channel);
        ArrayNode identifiers = event.putArray("identifiers");
        boolean byPhone = kind == Kind.ORDER && account.givesPhone() && random.nextDouble() < 0.4;
        if (channel.equals("mini_program")) {
            identify(
                    identifiers,
                    "wechat_openid",
                    account.openids().get(random.nextInt(account.openids().size())),
                    true);
        } else if (byPhone) {
            identify(identifiers, "phone", person.phone(), false);
        } else {
            identify(identifiers, "external_id", account.externalId(), true);
        }
        ObjectNode properties = event.putObject("properties");
        switch (kind) {
            case ORDER ->
                properties
                        .put("orderId", "D" + seed + "-" + account.externalId() + "-" + ordinal)
                        .put("amount", amount(brand, random))
                        .put("currency", "CNY")
                        .put("items", 1 + random.nextInt(4));
            case PAGE ->
                properties
                        .put("page", random.nextDouble() < 0.7 ? "product" : "category")
                        .put("sku", "SKU-" + (1000 + random.nextInt(400)));
            case LOGIN -> properties.put("appVersion", "5." + random.nextInt(12));
        }
        return event;
    }

    private static String channel(Kind kind, Person.Account account, DemoBrand brand, Random random) {
        List<String> channels = switch (kind) {
            case ORDER -> brand.channels();
            case PAGE -> List.of("mini_program", "web", "app");
            case LOGIN -> List.of("app", "mini_program");
        };
        String channel = channels.get((int) (channels.size() * Math.pow(random.nextDouble(), 1.5)));
        return channel.equals("mini_program") && account.openids().isEmpty() ? "app" : channel;
    }

    /** Some time between the account's beginning and the end; later times are likelier, and nights are quiet. */
    private Instant moment(Person.Account account, Random random) {
        long span = Duration.between(account.registeredAt(), end).toSeconds();
        long before = (long) (span * Math.pow(random.nextDouble(), 1.4));
        Instant day = end.minusSeconds(before).truncatedTo(ChronoUnit.DAYS);
        // Between 9 and 23 o'clock in Shanghai.
        Instant at = day.plusSeconds(Duration.ofHours(1).toSeconds() + random.nextInt(14 * 3600));
        if (at.isAfter(end)) {
            return end;
        }
        return at.isBefore(account.registeredAt()) ? account.registeredAt() : at;
    }

    private static BigDecimal amount(DemoBrand brand, Random random) {
        double amount = Math.exp(brand.logOfMedianAmount() + SPREAD_OF_AMOUNTS * random.nextGaussian());
        return BigDecimal.valueOf(amount)
                .setScale(2, RoundingMode.HALF_UP)
                .max(SMALLEST_AMOUNT)
                .min(LARGEST_AMOUNT);
    }

    private static void identify(ArrayNode identifiers, String type, String value, boolean verified) {
        ObjectNode identifier = identifiers.addObject().put("type", type).put("value", value);
        if (verified) {
            identifier.put("verified", true);
        }
    }
}
