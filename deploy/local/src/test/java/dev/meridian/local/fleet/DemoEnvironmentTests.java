package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DemoEnvironmentTests {

    @Test
    void has_what_the_documents_promise_in_the_form_of_shell_variables() {
        String text = DemoEnvironment.text(
                DemoEnvironment.of("http://gate", "http://tokens", client -> "secret-of-" + client.label()));

        assertThat(text.lines())
                .contains(
                        "MERIDIAN_GATEWAY=http://gate",
                        "MERIDIAN_TOKEN_URL=http://tokens",
                        "MERIDIAN_AURORA_CLIENT_ID=aurora.backend",
                        "MERIDIAN_AURORA_CLIENT_SECRET=secret-of-aurora",
                        "MERIDIAN_BOREAL_CLIENT_ID=boreal.backend",
                        "MERIDIAN_BOREAL_CLIENT_SECRET=secret-of-boreal",
                        "MERIDIAN_CASCADE_CLIENT_ID=cascade.backend",
                        "MERIDIAN_MARKETER_CLIENT_ID=marketer",
                        "MERIDIAN_MARKETER_CLIENT_SECRET=secret-of-marketer",
                        "MERIDIAN_OPERATOR_CLIENT_ID=operator",
                        "MERIDIAN_OPERATOR_CLIENT_SECRET=secret-of-operator",
                        "MERIDIAN_APPROVER_CLIENT_ID=approver",
                        "MERIDIAN_APPROVER_CLIENT_SECRET=secret-of-approver")
                .allMatch(line -> line.matches("MERIDIAN_[A-Z_]+=\\S+"));
    }

    @Test
    void clients_are_known_by_label_and_by_client_id() {
        assertThat(DemoClient.named("aurora")).isEqualTo(DemoClient.AURORA);
        assertThat(DemoClient.named("aurora.backend")).isEqualTo(DemoClient.AURORA);
        assertThatThrownBy(() -> DemoClient.named("zephyr")).hasMessageContaining("operator");
    }
}
