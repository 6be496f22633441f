package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class FleetPortsTests {

    @Test
    void the_usual_ports_are_the_services_own_defaults() {
        FleetPorts ports = PortWishes.none().given(Optional.empty());

        assertThat(ports.of("gateway")).isEqualTo(8080);
        assertThat(ports.of("identity-center")).isEqualTo(8081);
        assertThat(ports.of("customer-center")).isEqualTo(8082);
        assertThat(ports.of("membership-center")).isEqualTo(8083);
        assertThat(ports.of("tag-center")).isEqualTo(8084);
        assertThat(ports.managementOf("gateway")).isEqualTo(9080);
        assertThat(ports.managementOf("tag-center")).isEqualTo(9084);
        assertThat(ports.of("keycloak")).isEqualTo(8180);
    }

    @Test
    void a_base_moves_all_of_them_and_none_meets_another() {
        FleetPorts ports = PortWishes.above(18080).given(Optional.empty());

        assertThat(ports.numbers().values())
                .allMatch(port -> port >= 18080 && port <= 18200 || port >= 19080 && port <= 19084);
        assertThat(new HashSet<>(ports.numbers().values()))
                .hasSameSizeAs(ports.numbers().values());
    }

    @Test
    void one_port_may_lie_elsewhere() {
        FleetPorts ports = new PortWishes(Optional.empty(), Map.of("postgres", 5433)).given(Optional.empty());

        assertThat(ports.of("postgres")).isEqualTo(5433);
        assertThat(ports.of("gateway")).isEqualTo(8080);
    }

    @Test
    void the_ports_of_last_time_are_kept_unless_others_are_wished_for() {
        Properties properties = new Properties();
        FleetPorts before = PortWishes.above(20000).given(Optional.empty());
        before.store(properties);

        assertThat(FleetPorts.load(properties)).contains(before);
        assertThat(PortWishes.none().given(FleetPorts.load(properties))).isEqualTo(before);
        assertThat(PortWishes.above(30000).given(FleetPorts.load(properties)).of("gateway"))
                .isEqualTo(30000);
        assertThat(FleetPorts.load(new Properties())).isEmpty();
    }

    @Test
    void a_fleet_that_was_started_before_services_had_two_ports_keeps_those_it_had() {
        Properties properties = new Properties();
        FleetPorts before = PortWishes.above(20000).given(Optional.empty());
        before.store(properties);
        properties.keySet().removeIf(name -> name.toString().endsWith("-center-management"));
        Object gateway = properties.remove("port.gateway-management");

        assertThat(gateway).isEqualTo("21000");
        assertThat(FleetPorts.load(properties)).contains(before);
    }

    @Test
    void unknown_names_and_impossible_numbers_are_refused() {
        assertThatThrownBy(() -> FleetPorts.above(8080, Map.of("oracle", 1521))).hasMessageContaining("oracle");
        assertThatThrownBy(() -> FleetPorts.above(65500, Map.of())).hasMessageContaining("outside");
    }
}
