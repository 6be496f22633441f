package dev.meridian.customer.profile;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What values an attribute takes. Each type has one normal text form, which is what is stored. */
enum AttributeType {
    TEXT {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return text(value).map(String::strip).filter(text -> !text.isEmpty());
        }
    },
    CHOICE {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return text(value);
        }
    },
    /** A division of China by its code of GB/T 2260: six digits. */
    REGION_CODE {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return text(value).filter(text -> SIX_DIGITS.matcher(text).matches());
        }
    },
    BIRTH_DATE {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return text(value).flatMap(text -> birthDate(text, now));
        }
    },
    INSTANT {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return text(value).flatMap(text -> instant(text, now));
        }
    },
    /** A language tag of BCP 47, such as {@code zh-CN}. */
    LANGUAGE {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return text(value).flatMap(AttributeType::languageTag);
        }
    },
    NUMBER {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return value.isNumber() ? number(value.decimalValue()) : Optional.empty();
        }

        @Override
        Object wire(String normal) {
            return new BigDecimal(normal);
        }
    },
    FLAG {
        @Override
        Optional<String> normal(JsonNode value, Now now) {
            return value.isBoolean() ? Optional.of(String.valueOf(value.booleanValue())) : Optional.empty();
        }

        @Override
        Object wire(String normal) {
            return Boolean.valueOf(normal);
        }
    };

    /** When a value is looked at, and where: whether somebody is born yet is a question of a day. */
    record Now(Instant instant, ZoneId zone) {

        LocalDate today() {
            return LocalDate.ofInstant(instant, zone);
        }
    }

    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final int LARGEST_SCALE = 6;
    private static final int MOST_DIGITS = 15;

    /** The normal form; empty for a value that is not of this type. */
    abstract Optional<String> normal(JsonNode value, Now now);

    /** How a stored value goes out: text, number or truth value. */
    Object wire(String normal) {
        return normal;
    }

    private static Optional<String> text(JsonNode value) {
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Optional<String> birthDate(String text, Now now) {
        try {
            LocalDate date = LocalDate.parse(text);
            boolean outside = date.isBefore(EARLIEST) || date.isAfter(now.today());
            return outside ? Optional.empty() : Optional.of(date.toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> instant(String text, Now now) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            boolean outside = instant.isBefore(EARLIEST.atStartOfDay().toInstant(ZoneOffset.UTC))
                    || instant.isAfter(now.instant().plus(1, ChronoUnit.DAYS));
            return outside
                    ? Optional.empty()
                    : Optional.of(instant.truncatedTo(ChronoUnit.MILLIS).toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> languageTag(String text) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            return locale.getLanguage().isEmpty() ? Optional.empty() : Optional.of(locale.toLanguageTag());
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> number(BigDecimal value) {
        if (value.signum() == 0) {
            return Optional.of("0");
        }
        BigDecimal plain = value.stripTrailingZeros();
        boolean fits = plain.scale() <= LARGEST_SCALE && plain.precision() - plain.scale() <= MOST_DIGITS;
        return fits ? Optional.of(plain.toPlainString()) : Optional.empty();
    }
}
