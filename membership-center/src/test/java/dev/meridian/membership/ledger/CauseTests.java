package dev.meridian.membership.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CauseTests {

    private static final UUID INTERACTION = UUID.fromString("0199d3c4-7a20-7b21-9c3d-4e5f60718293");

    @Test
    void an_order_is_the_same_in_whatever_form_its_id_comes() {
        Cause order = new Cause(Cause.Type.ORDER, "1000");

        assertThat(Cause.of("1000", INTERACTION)).contains(order);
        assertThat(Cause.of(" 1000 ", INTERACTION)).contains(order);
        assertThat(Cause.of(1000, INTERACTION)).contains(order);
        assertThat(Cause.of(1000L, INTERACTION)).contains(order);
        assertThat(Cause.of(BigInteger.valueOf(1000), INTERACTION)).contains(order);
        assertThat(Cause.of(new BigDecimal("1000.0"), INTERACTION)).contains(order);
    }

    @Test
    void an_event_without_an_order_is_its_own_cause() {
        Cause itself = new Cause(Cause.Type.INTERACTION, INTERACTION.toString());

        assertThat(Cause.of(null, INTERACTION)).contains(itself);
        assertThat(Cause.of("  ", INTERACTION)).contains(itself);
    }

    @Test
    void what_cannot_be_a_name_is_no_order() {
        assertThat(Cause.of(true, INTERACTION)).isEmpty();
        assertThat(Cause.of("a\u0000b", INTERACTION)).isEmpty();
        assertThat(Cause.of("x".repeat(257), INTERACTION)).isEmpty();
        assertThat(Cause.of(new BigDecimal("1e999999999"), INTERACTION)).isEmpty();
    }
}
