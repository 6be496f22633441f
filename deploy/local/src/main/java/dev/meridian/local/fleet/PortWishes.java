package dev.meridian.local.fleet;

import java.util.Map;
import java.util.Optional;

/**
 * The ports somebody asked for.
 *
 * @param base start of the block, if one was asked for
 * @param others ports by name that shall lie elsewhere
 */
public record PortWishes(Optional<Integer> base, Map<String, Integer> others) {

    /** No wish: the ports of last time, or the defaults. */
    public static PortWishes none() {
        return new PortWishes(Optional.empty(), Map.of());
    }

    /** A block above a base. */
    public static PortWishes above(int base) {
        return new PortWishes(Optional.of(base), Map.of());
    }

    /** The ports to use, where a fleet may have had others before. */
    FleetPorts given(Optional<FleetPorts> before) {
        if (base.isEmpty() && others.isEmpty()) {
            return before.orElseGet(() -> FleetPorts.above(FleetPorts.DEFAULT_BASE, Map.of()));
        }
        return FleetPorts.above(base.orElse(FleetPorts.DEFAULT_BASE), others);
    }
}
