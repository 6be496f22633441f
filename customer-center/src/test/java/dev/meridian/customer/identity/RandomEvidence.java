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

    private static final Brand AURORA = new Brand("aurora");
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
            int many = 1 + random.nextInt(3);
            for (int j = 0; j < many; j++) {
                IdentifierType type = SHARED.get(random.nextInt(SHARED.size()));
                one.put(type, identifier(type, run + "-" + random.nextInt(60)));
            }
            stream.add(observation(List.copyOf(one.values())));
        }
        return stream;
    }

    /** People who keep within the limits, each seen through a few of their identifiers at a time. */
    static List<Observation> people(Random random, String run, int people) {
        String salt = run + UUID.randomUUID();
        List<Observation> stream = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            List<Identifier> own = new ArrayList<>(List.of(
                    identifier(IdentifierType.WECHAT_UNIONID, salt + person),
                    identifier(IdentifierType.PHONE, salt + person + "a"),
                    identifier(IdentifierType.PHONE, salt + person + "b"),
                    identifier(IdentifierType.EMAIL, salt + person),
                    identifier(IdentifierType.WECHAT_OPENID, salt + person + "a"),
                    identifier(IdentifierType.WECHAT_OPENID, salt + person + "b"),
                    identifier(IdentifierType.EXTERNAL_ID, salt + person)));
            for (int i = 0; i < 8; i++) {
                Collections.shuffle(own, random);
                stream.add(observation(own.subList(0, 1 + random.nextInt(3))));
            }
        }
        Collections.shuffle(stream, random);
        return stream;
    }

    static List<Observation> renamed(List<Observation> stream, String suffix) {
        return stream.stream()
                .map(observation -> observation(observation.identifiers().stream()
                        .map(Sighting::identifier)
                        .map(one -> identifier(one.type(), one.value() + suffix))
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

    static Observation observation(List<Identifier> identifiers) {
        return new Observation(
                AURORA,
                Observation.Source.EVENT,
                UUID.randomUUID().toString(),
                SEEN,
                identifiers.stream().map(one -> new Sighting(one, false)).toList());
    }

    static Identifier identifier(IdentifierType type, String value) {
        return new Identifier(type, type.isOfOneBrand() ? "aurora" : "", value);
    }

    static String name(Identifier identifier) {
        return identifier.type() + ":" + identifier.value();
    }
}
