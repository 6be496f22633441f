package dev.meridian.customer;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody nobody has met: every test makes its own people. */
public record Person(String phone, String openid, String email) {

    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 10_000_000L * 10);

    public static Person unseen() {
        String digits = "%08d".formatted(NEXT.incrementAndGet() % 100_000_000L);
        return new Person(
                "+86139" + digits,
                "o" + UUID.randomUUID().toString().replace("-", "").substring(0, 27),
                "p" + digits + "@mail.example");
    }

    public Map<String, Object> byPhone() {
        return identifier("phone", phone);
    }

    public Map<String, Object> byOpenid() {
        return identifier("wechat_openid", openid);
    }

    public Map<String, Object> byEmail() {
        return identifier("email", email);
    }

    public static Map<String, Object> identifier(String type, String value) {
        return Map.of("type", type, "value", value);
    }

    public static Map<String, Object> event(
            String id, String type, String occurredAt, Map<String, Object> properties, List<Map<String, Object>> by) {
        return Map.of(
                "id", id,
                "type", type,
                "occurredAt", occurredAt,
                "channel", "mini_program",
                "identifiers", by,
                "properties", properties);
    }
}
