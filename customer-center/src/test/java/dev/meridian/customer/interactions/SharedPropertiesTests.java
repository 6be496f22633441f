package dev.meridian.customer.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.wire.JsonBody;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which properties other centers are told. */
class SharedPropertiesTests {

    private final SharedProperties sharing =
            new SharedProperties(new IngestProperties(1, Map.of("order.paid", Set.of("orderId", "storeName"))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"phone\":\"x\"}",
                "{\"receiverPhone\":\"x\"}",
                "{\"user_name\":\"x\"}",
                "{\"shippingAddress\":\"x\"}",
                "{\"openId\":\"x\"}",
                "{\"收货人\":\"x\"}",
                "{\"手机号\":\"x\"}",
                "{\"ID-card\":\"x\",\"idCard\":\"x\"}",
                "{\"a\":\"li@example.com\"}",
                "{\"a\":\"call 138 0013 8000 now\"}",
                "{\"a\":\"+8613800138000\"}",
                "{\"a\":13800138000}",
                "{\"a\":\"11010519491231002X\"}",
                "{\"a\":\"6222020200112233445\"}",
                "{\"a\":\"oAbCdEfGhIjKlMnOpQrStUvWxYz0\"}",
                "{\"a\":{\"b\":1}}",
                "{\"a\":[1]}",
                "{\"a\":null}",
                "{\"clientIp\":\"10.0.0.1\"}",
                "{\"lat\":31.2}",
                "{\"remark\":\"x\"}"
            })
    void what_looks_personal_or_is_no_scalar_stays_here(String sent) {
        SharedProperties.Split split = sharing.split("thing.done", JsonBody.parseOwn(sent));

        assertThat(split.withheld()).isNotEmpty();
        assertThat(split.shared().toString())
                .doesNotContain("x\"")
                .doesNotContain("138")
                .doesNotContain("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":1200.50}", "{\"currency\":\"CNY\"}", "{\"gift\":true}", "{\"sku\":\"A-17\"}",
                "{\"orderNo\":\"2026000117\"}", "{\"at\":1772438400000}", "{\"shipping\":\"express\"}",
                        "{\"page\":\"/home\"}"
            })
    void plain_facts_are_told(String sent) {
        SharedProperties.Split split = sharing.split("thing.done", JsonBody.parseOwn(sent));

        assertThat(split.withheld()).isEmpty();
        assertThat(split.shared()).isEqualTo(JsonBody.parseOwn(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"orderId\":\"13800138000\"}", "{\"storeName\":\"No. 1\"}"})
    void what_is_declared_for_the_type_is_told_whatever_it_looks_like(String sent) {
        assertThat(sharing.split("order.paid", JsonBody.parseOwn(sent)).withheld())
                .isEmpty();
        assertThat(sharing.split("order.sent", JsonBody.parseOwn(sent)).withheld())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 257})
    void a_text_is_told_up_to_256_characters(int length) {
        String sent = "{\"a\":\"" + "z".repeat(length) + "\"}";

        assertThat(sharing.split("thing.done", JsonBody.parseOwn(sent)).shared().size())
                .isEqualTo(length == 256 ? 1 : 0);
    }
}
