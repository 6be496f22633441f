package dev.meridian.customer.identity;

import dev.meridian.customer.identity.Observation.Sighting;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Streams of evidence, each made from a seed, with values nobody has used before. */
final class RandomEvidence {

    static final Brand AURORA = new Brand("aurora");

    /** Who sends it. The first sends most, as it is in life. */
    static final List<Brand> BRANDS = List.of(AURORA, new Brand("boreal"), new Brand("cirrus"));

    private static final Instant SEEN = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<IdentifierType> SHARED = List.of(
            IdentifierType.PHONE,
            IdentifierType.EMAIL,
            IdentifierType.WECHAT_OPENID,
            IdentifierType.WECHAT_UNIONID,
            IdentifierType.EXTERNAL_ID);

    private RandomEvidence() {}

    /** Few values for many people, so that limits are met. */
    static List<Observation> crowded(Random random, int count) {
        String run = UUID.randomUUID().toString();
        List<Observation> stream = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<IdentifierType, Identifier> one = new LinkedHashMap<>();
            Brand brand = brand(random);
            int many = 1 + random.nextInt(3);
            for (int j = 0; j < many; j++) {
                IdentifierType type = SHARED.get(random.nextInt(SHARED.size()));
                one.put(type, identifier(brand, type, run + "-" + random.nextInt(60)));
            }
            stream.add(observation(brand, List.copyOf(one.values())));
        }
        return stream;
    }

    /** People who keep within the limits, each seen through a few of their identifiers at a time. */
    static List<Observation> people(Random random, String run, int people) {
        String salt = run + UUID.randomUUID();
        List<Observation> stream = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            for (int i = 0; i < 8; i++) {
                Brand brand = brand(random);
                List<Identifier> own = ofPerson(brand, salt + person);
                Collections.shuffle(own, random);
                stream.add(observation(brand, own.subList(0, 1 + random.nextInt(3))));
            }
        }
        Collections.shuffle(stream, random);
        return stream;
    }

    private static List<Identifier> ofPerson(Brand brand, String person) {
        return new ArrayList<>(List.of(
                identifier(brand, IdentifierType.WECHAT_UNIONID, person),
                identifier(brand, IdentifierType.PHONE, person + "a"),
                identifier(brand, IdentifierType.PHONE, person + "b"),
                identifier(brand, IdentifierType.EMAIL, person),
                identifier(brand, IdentifierType.WECHAT_OPENID, person + "a"),
                identifier(brand, IdentifierType.WECHAT_OPENID, person + "b"),
                identifier(brand, IdentifierType.EXTERNAL_ID, person)));
    }

    private static Brand brand(Random random) {
        return random.nextInt(3) == 0 ? BRANDS.get(random.nextInt(BRANDS.size())) : AURORA;
    }

    static List<Observation> renamed(List<Observation> stream, String suffix) {
        return stream.stream()
                .map(observation -> observation(
                        observation.brand(),
                        observation.identifiers().stream()
                                .map(Sighting::identifier)
                                .map(one -> identifier(observation.brand(), one.type(), one.value() + suffix))
                                .toList()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    static List<List<Observation>> cut(List<Observation> stream, Random random) {
        List<List<Observation>> batches = new ArrayList<>();
        for (int from = 0; from < stream.size(); ) {
            int to = Math.min(stream.size(), from + 1 + random.nextInt(25));
            batches.add(stream.subList(from, to));
            from = to;
        }
        return batches;
    }

    static Observation observation(Brand brand, List<Identifier> identifiers) {
        return new Observation(
                brand,
                Observation.Source.EVENT,
                UUID.randomUUID().toString(),
                SEEN,
                identifiers.stream().map(one -> new Sighting(one, false)).toList());
    }

    static Identifier identifier(Brand brand, IdentifierType type, String value) {
        return new Identifier(type, type.scopeFor(brand), value);
    }

    static String name(Identifier identifier) {
        return identifier.type() + "@" + identifier.scope() + ":" + identifier.value();
    }
}
