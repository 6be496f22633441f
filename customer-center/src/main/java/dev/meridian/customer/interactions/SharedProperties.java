package dev.meridian.customer.interactions;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides which properties of an event other centers are told: scalars that do not look personal, and what the
 * configuration declares for the event's type. In doubt a property is withheld; it stays on the timeline, encrypted.
 */
@Component
final class SharedProperties {

    private static final int LONGEST_TEXT = 256;

    /** Words that make a name look personal. */
    private static final Set<String> PERSONAL_WORDS = Set.of(
            "phone",
            "mobile",
            "tel",
            "telephone",
            "fax",
            "email",
            "mail",
            "name",
            "nickname",
            "surname",
            "username",
            "address",
            "addr",
            "street",
            "openid",
            "unionid",
            "idcard",
            "idno",
            "identity",
            "passport",
            "birthday",
            "birthdate",
            "birth",
            "receiver",
            "recipient",
            "consignee",
            "contact",
            "wechat",
            "weixin",
            "qq",
            "ip",
            "latitude",
            "longitude",
            "lat",
            "lng",
            "lon",
            "gps",
            "plate",
            "bankcard",
            "cardno",
            "password",
            "token",
            "secret",
            "remark",
            "note",
            "comment",
            "message");

    /** Parts that make a name look personal wherever they stand. */
    private static final Pattern PERSONAL_PART = Pattern.compile(
            "phone|mobile|email|openid|unionid|idcard|passport|address|nickname|bankcard|shouji|dianhua|youxiang"
                    + "|xingming|dizhi|姓名|名字|昵称|手机|电话|邮箱|地址|身份证|护照|微信|生日|收货|收件|银行卡|备注");

    /** Values that look like an e-mail, a mobile number, an identity card, a bank card or a WeChat id. */
    private static final Pattern PERSONAL_VALUE = Pattern.compile("(?s).*[^\\s@]+[@＠][^\\s@]+.*"
            + "|(?s).*(?<![0-9A-Za-z])(\\+?(00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z]).*"
            + "|\\s*\\+[0-9][0-9 ()-]{6,18}\\s*"
            + "|(?s).*(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z]).*"
            + "|\\s*[0-9]{16,19}\\s*"
            + "|o[A-Za-z0-9_-]{27}");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^\\p{L}\\p{N}]+");

    private final IngestProperties properties;

    SharedProperties(IngestProperties properties) {
        this.properties = properties;
    }

    /** Properties in two parts. */
    record Split(ObjectNode shared, ObjectNode withheld) {}

    Split split(String eventType, JsonNode sent) {
        Set<String> declared = properties.declaredProperties().getOrDefault(eventType, Set.of());
        ObjectNode shared = JsonNodeFactory.instance.objectNode();
        ObjectNode withheld = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : sent.properties()) {
            JsonNode value = property.getValue();
            boolean share = isPlain(value)
                    && (declared.contains(property.getKey())
                            || !(looksPersonal(property.getKey()) || looksPersonal(value)));
            (share ? shared : withheld).set(property.getKey(), value);
        }
        return new Split(shared, withheld);
    }

    private static boolean isPlain(JsonNode value) {
        return value.isNumber()
                || value.isBoolean()
                || (value.isString() && value.stringValue().length() <= LONGEST_TEXT);
    }

    private static boolean looksPersonal(String name) {
        for (String word : WORD_END.split(name)) {
            if (PERSONAL_WORDS.contains(word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        String joined = WORD_END.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        return PERSONAL_PART.matcher(joined).find();
    }

    private static boolean looksPersonal(JsonNode value) {
        return !value.isBoolean() && PERSONAL_VALUE.matcher(value.asString()).matches();
    }
}
