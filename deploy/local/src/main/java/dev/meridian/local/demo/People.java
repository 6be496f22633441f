package dev.meridian.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes the people of a seed; each depends on the seed and its number only. */
final class People {

    /** How far back accounts and events go. */
    static final Duration HISTORY = Duration.ofDays(548);

    /** Every so many people, one shares the phone of the person before. */
    static final int PHONE_SHARING = 25;

    private static final double HAS_TWO_OPENIDS = 0.12;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final List<String> FAMILY_NAMES =
            List.of("王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗");
    private static final List<String> FEMALE_NAMES =
            List.of("芳", "娜", "敏", "静", "丽", "秀英", "婷", "雪", "欣怡", "梓涵", "雨桐", "佳宁", "思琪", "晓梅");
    private static final List<String> MALE_NAMES =
            List.of("伟", "强", "磊", "军", "洋", "勇", "杰", "涛", "明", "浩然", "子轩", "宇航", "俊熙", "建国");
    /** Shanghai, Beijing, Shenzhen, Guangzhou, Chengdu, Hangzhou, Wuhan, Chongqing, Nanjing, Xi'an; the first most. */
    private static final List<String> CITIES =
            List.of("310000", "110000", "440300", "440100", "510100", "330100", "420100", "500000", "320100", "610100");

    private final long seed;
    private final Instant end;

    People(long seed, Instant end) {
        this.seed = seed;
        this.end = end;
    }

    /** Randomness of its own for one purpose of one person. */
    Random random(int number, int purpose) {
        return new Random(seed * MIX ^ (number * 31L + purpose) * MIX);
    }

    Person person(int number) {
        Random random = random(number, 0);
        boolean female = random.nextDouble() < 0.58;
        String name = pick(FAMILY_NAMES, random) + pick(female ? FEMALE_NAMES : MALE_NAMES, random);
        String city = CITIES.get((int) (CITIES.size() * Math.pow(random.nextDouble(), 1.8)));
        LocalDate born = end.atZone(ZoneOffset.UTC).toLocalDate().minusDays(18 * 365L + random.nextInt(47 * 365));
        Optional<LocalDate> birthDate = random.nextDouble() < 0.8 ? Optional.of(born) : Optional.empty();
        Optional<String> email = random.nextDouble() < 0.4
                ? Optional.of(String.format(Locale.ROOT, "customer%06d@example.com", number))
                : Optional.empty();
        Optional<String> unionid =
                random.nextDouble() < 0.6 ? Optional.of("u" + letters(random, 27)) : Optional.empty();
        Map<DemoBrand, Person.Account> accounts = new EnumMap<>(DemoBrand.class);
        for (DemoBrand brand : DemoBrand.values()) {
            if (random.nextDouble() < brand.share()) {
                accounts.put(brand, account(number, brand, random));
            }
        }
        if (accounts.isEmpty()) {
            DemoBrand brand = DemoBrand.values()[random.nextInt(DemoBrand.values().length)];
            accounts.put(brand, account(number, brand, random));
        }
        return new Person(
                number,
                name,
                female ? "female" : "male",
                city,
                birthDate,
                phone(sharesPhone(number) ? number - 1 : number),
                email,
                unionid,
                accounts);
    }

    /** Whether the phone of this person is that of the person before. */
    static boolean sharesPhone(int number) {
        return number % PHONE_SHARING == PHONE_SHARING - 1;
    }

    private Person.Account account(int number, DemoBrand brand, Random random) {
        List<String> openids = new ArrayList<>();
        if (random.nextDouble() < 0.75) {
            openids.add("o" + letters(random, 27));
            if (random.nextDouble() < HAS_TWO_OPENIDS) {
                openids.add("o" + letters(random, 27));
            }
        }
        // More accounts are young than old: the group grows.
        long age = (long) (HISTORY.toSeconds() * Math.pow(random.nextDouble(), 1.3));
        return new Person.Account(
                String.format(
                        Locale.ROOT, "%s-%06d", brand.key().substring(0, 2).toUpperCase(Locale.ROOT), number),
                random.nextDouble() < 0.85,
                List.copyOf(openids),
                "d" + letters(random, 19),
                end.minusSeconds(age + Duration.ofDays(1).toSeconds()));
    }

    /** Digits that depend on the seed, so that two data sets do not meet in one fleet; never the same for two people. */
    private String phone(int number) {
        long offset = Math.floorMod(seed * MIX, 90_000_000L);
        return String.format(Locale.ROOT, "+86139%08d", (offset + number * 7_919L) % 100_000_000L);
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
