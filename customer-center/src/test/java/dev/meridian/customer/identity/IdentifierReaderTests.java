package dev.meridian.customer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.Brand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** How people and systems write identifiers, under the rules as shipped. */
class IdentifierReaderTests {

    private static final Brand AURORA = new Brand("aurora");
    private static final IdentifierReader READER = new IdentifierReader(asShipped());

    static IdentityProperties asShipped() {
        try {
            StandardEnvironment environment = new StandardEnvironment();
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
            return Binder.get(environment)
                    .bind("meridian.customer.identity", IdentityProperties.class)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "13800138000|+8613800138000",
                "+8613800138000|+8613800138000",
                "+86 138 0013 8000|+8613800138000",
                "+86-138-0013-8000|+8613800138000",
                "0086 13800138000|+8613800138000",
                "008613800138000|+8613800138000",
                "0086-138-0013-8000|+8613800138000",
                "8613800138000|+8613800138000",
                "86-13800138000|+8613800138000",
                "(+86)13800138000|+8613800138000",
                "(+86) 138-0013-8000|+8613800138000",
                "  138 0013 8000  |+8613800138000",
                "138-0013-8000|+8613800138000",
                "138.0013.8000|+8613800138000",
                "138–0013—8000|+8613800138000",
                "１３８００１３８０００|+8613800138000",
                "＋８６　１３８　００１３　８０００|+8613800138000",
                "138　0013　8000|+8613800138000",
                "\u202d13800138000\u202c|+8613800138000",
                "138\u00a00013\u00a08000|+8613800138000",
                "138\u200b00138000|+8613800138000",
                "19912345678|+8619912345678",
                "010-62781234|+861062781234",
                "(021) 6278 1234|+862162781234",
                "+852 9123 4567|+85291234567",
                "00852-91234567|+85291234567",
                "+886 912 345 678|+886912345678",
                "+1 (415) 555-2671|+14155552671",
                "+44 20 7946 0958|+442079460958",
                "+65 9123 4567|+6591234567",
                "+81 90-1234-5678|+819012345678"
            })
    void a_phone_number_has_one_form_however_it_is_written(String written, String normal) {
        assertThat(read(IdentifierType.PHONE, written)).isEqualTo(usable(IdentifierType.PHONE, "", normal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345",
                "1380013800",
                "138001380001",
                "23800138000",
                "phone",
                "1380013800O",
                "+86",
                "13800138000.0",
                "1.38E+10",
                "138 0013 8000 ext 5",
                "13800138000;13900139000",
                "13800138000/13900139000",
                "110",
                "+999 123456789",
                "tel:13800138000",
                "138****8000",
                "'13800138000"
            })
    void what_is_no_phone_number_is_refused(String written) {
        assertThat(read(IdentifierType.PHONE, written)).isEqualTo(new IdentifierReading.Invalid("invalid_phone"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "li.lei@example.com|li.lei@example.com",
                "  Li.Lei@Example.COM |li.lei@example.com",
                "ＬＩ＠ＥＸＡＭＰＬＥ．ＣＯＭ|li@example.com",
                "li+news@example.co.uk|li+news@example.co.uk",
                "\u200bli@example.com\ufeff|li@example.com",
                "12345678@qq.com|12345678@qq.com",
                "李雷@例子.中国|李雷@xn--fsqu00a.xn--fiqs8s",
                "o'neil@example.ie|o'neil@example.ie"
            })
    void an_email_has_one_form_however_it_is_written(String written, String normal) {
        assertThat(read(IdentifierType.EMAIL, written)).isEqualTo(usable(IdentifierType.EMAIL, "", normal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "li",
                "li@",
                "@example.com",
                "li@example",
                "li..lei@example.com",
                ".li@example.com",
                "li@-a.com",
                "li@example.com, han@example.com",
                "li lei@example.com",
                "li@exa_mple.com",
                "<li@example.com>",
                "li@example.123",
                "mailto:li@example.com"
            })
    void what_is_no_email_is_refused(String written) {
        assertThat(read(IdentifierType.EMAIL, written)).isEqualTo(new IdentifierReading.Invalid("invalid_email"));
    }

    @ParameterizedTest
    @CsvSource({
        "wechat_openid, oAbCdEfGhIjKlMnOpQrStUvWxYz0, aurora",
        "wechat_unionid, oXyZ_-123, ''",
        "external_id, CRM-00017, aurora",
        "member_no, 6201 0000 1, aurora",
        "device_id, 2F0A-11, aurora"
    })
    void ids_handed_out_by_systems_keep_their_case(String type, String value, String scope) {
        IdentifierType known = IdentifierType.ofWireName(type).orElseThrow();
        assertThat(read(known, " " + value + "\t")).isEqualTo(usable(known, scope, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "NULL",
                " Null ",
                "undefined",
                "anonymous",
                "Unknown",
                "-1",
                "0",
                "000",
                "0000-0000",
                "N/A",
                "none",
                "ｎｕｌｌ",
                "\u200b",
                "匿名",
                "[object Object]",
                "false"
            })
    void a_value_that_stands_for_nobody_is_left_out_whatever_its_type(String written) {
        for (IdentifierType type : IdentifierType.values()) {
            assertThat(read(type, written)).as(type.wireName()).isInstanceOf(IdentifierReading.Blocked.class);
        }
    }

    @Test
    void shop_tablets_and_till_defaults_are_left_out() {
        Map<String, IdentifierType> defaults = Map.of(
                "11111111111", IdentifierType.PHONE,
                "13333333333", IdentifierType.PHONE,
                "+86 18888888888", IdentifierType.PHONE,
                "noreply@example.com", IdentifierType.EMAIL,
                "00000000-0000-0000-0000-000000000000", IdentifierType.DEVICE_ID,
                "02:00:00:00:00:00", IdentifierType.DEVICE_ID);
        defaults.forEach(
                (value, type) -> assertThat(read(type, value)).as(value).isInstanceOf(IdentifierReading.Blocked.class));
    }

    @Test
    void an_ordinary_value_is_not_mistaken_for_a_blocked_one() {
        assertThat(read(IdentifierType.EXTERNAL_ID, "00001")).isInstanceOf(IdentifierReading.Usable.class);
        assertThat(read(IdentifierType.EXTERNAL_ID, "nullable")).isInstanceOf(IdentifierReading.Usable.class);
        assertThat(read(IdentifierType.PHONE, "13888888881")).isInstanceOf(IdentifierReading.Usable.class);
        assertThat(read(IdentifierType.EMAIL, "null.pointer@example.com")).isInstanceOf(IdentifierReading.Usable.class);
    }

    @Test
    void a_value_never_shows_in_a_log() {
        assertThat(read(IdentifierType.PHONE, "13800138000").toString()).doesNotContain("13800138000");
    }

    @Test
    void no_input_whatever_makes_reading_fail() {
        Random random = new Random(20261122);
        String alphabet = "0123456789+-() .@ａ１＠\u0000\ud83d\ude00\u202e李x/\\'\"<>%;\ud800";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int c = 0; c < length; c++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (IdentifierType type : IdentifierType.values()) {
                assertThat(read(type, text.toString())).isNotNull();
            }
        }
    }

    private static IdentifierReading read(IdentifierType type, String written) {
        return READER.read(type, written, type.scopeFor(AURORA));
    }

    private static IdentifierReading usable(IdentifierType type, String scope, String value) {
        return new IdentifierReading.Usable(new Identifier(type, scope, value));
    }
}
