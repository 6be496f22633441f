package dev.meridian.e2e;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A person nobody has seen before, with a mobile number and a mini-program openid of brand Aurora. */
record Person(String phone, String openid) {

    static Person unseen() {
        long digits = ThreadLocalRandom.current().nextLong(100_000_000L);
        return new Person(
                "+86139" + "%08d".formatted(digits),
                "o" + UUID.randomUUID().toString().replace("-", ""));
    }

    Map<String, Object> byPhone() {
        return Map.of("type", "phone", "value", phone);
    }

    Map<String, Object> byOpenid() {
        return Map.of("type", "wechat_openid", "value", openid);
    }

    /** A paid order as the brand's back end sends it. */
    static Map<String, Object> order(
            String id, String occurredAt, Object amount, List<Map<String, Object>> identifiers) {
        return Map.of(
                "id",
                id,
                "type",
                "order.paid",
                "occurredAt",
                occurredAt,
                "channel",
                "mini_program",
                "identifiers",
                identifiers,
                "properties",
                Map.of("orderId", "order-" + id, "amount", amount, "currency", "CNY"));
    }
}
