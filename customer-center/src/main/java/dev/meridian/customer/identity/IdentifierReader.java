package dev.meridian.customer.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.meridian.customer.identity.IdentifierReading.Blocked;
import dev.meridian.customer.identity.IdentifierReading.Invalid;
import dev.meridian.customer.identity.IdentifierReading.Usable;
import java.net.IDN;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Brings identifiers into their one normal form, however people and systems write them. */
@Component
public final class IdentifierReader {

    /** The longest value taken. */
    public static final int LONGEST = 256;

    private static final int LONGEST_EMAIL = 254;
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\s]+");
    private static final Pattern DASH = Pattern.compile("\\p{Pd}");
    private static final Pattern PHONE = Pattern.compile("[+(]?[0-9+() ./-]{4,40}");
    private static final Pattern EMAIL_LOCAL =
            Pattern.compile("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern EMAIL_DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    private static final Pattern WECHAT_ID = Pattern.compile("[A-Za-z0-9_.:=+/-]{1,128}");
    private static final Pattern OPAQUE = Pattern.compile("[^\\p{Cntrl}]{1,128}");

    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    private final IdentityProperties properties;
    private final Set<String> blocked;

    public IdentifierReader(IdentityProperties properties) {
        this.properties = properties;
        this.blocked = properties.blocked().stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads one value.
     *
     * @param written as it came
     * @param scope whose it is, see {@link IdentifierType#scopeFor}
     */
    public IdentifierReading read(IdentifierType type, String written, String scope) {
        if (written.length() > LONGEST) {
            return new Invalid("too_long");
        }
        if (isBlocked(type, written)) {
            return new Blocked();
        }
        String normal = switch (type) {
            case PHONE -> phone(written);
            case EMAIL -> email(written);
            case WECHAT_OPENID, WECHAT_UNIONID -> matching(WECHAT_ID, written.strip());
            case EXTERNAL_ID, MEMBER_NO, DEVICE_ID ->
                matching(OPAQUE, Normalizer.normalize(written, Form.NFC).strip());
        };
        if (normal.isEmpty()) {
            return new Invalid("invalid_" + type.wireName());
        }
        return new Usable(new Identifier(type, scope, normal));
    }

    private boolean isBlocked(IdentifierType type, String written) {
        String plain = plain(written).toLowerCase(Locale.ROOT);
        return plain.isEmpty()
                || blocked.contains(plain)
                || anyMatches(properties.blockedPatterns(), plain)
                || anyMatches(properties.blockedByType().getOrDefault(type, List.of()), plain);
    }

    private static boolean anyMatches(List<Pattern> patterns, String value) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(value).matches());
    }

    /** Full-width forms become ASCII, invisible marks that copying brings along go, any space becomes one. */
    private static String plain(String written) {
        String narrow =
                INVISIBLE.matcher(Normalizer.normalize(written, Form.NFKC)).replaceAll("");
        return SPACE.matcher(narrow).replaceAll(" ").strip();
    }

    private String phone(String written) {
        String plain = DASH.matcher(plain(written)).replaceAll("-");
        if (!PHONE.matcher(plain).matches()) {
            return "";
        }
        try {
            PhoneNumber number = phones.parse(plain, properties.defaultRegion());
            return phones.isValidNumber(number) ? phones.format(number, PhoneNumberFormat.E164) : "";
        } catch (NumberParseException e) {
            return "";
        }
    }

    private static String email(String written) {
        String plain = plain(written).toLowerCase(Locale.ROOT);
        int at = plain.lastIndexOf('@');
        if (at < 1 || plain.length() > LONGEST_EMAIL) {
            return "";
        }
        String local = plain.substring(0, at);
        String domain = asciiDomain(plain.substring(at + 1));
        boolean valid = EMAIL_LOCAL.matcher(local).matches()
                && EMAIL_DOMAIN.matcher(domain).matches();
        return valid ? local + "@" + domain : "";
    }

    private static String asciiDomain(String domain) {
        try {
            return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String matching(Pattern shape, String value) {
        return shape.matcher(value).matches() ? value : "";
    }
}
