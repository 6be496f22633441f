package dev.meridian.membership.ledger;

import dev.meridian.platform.kernel.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction goes back to.
 *
 * @param type what kind of thing it is
 * @param id names it among its kind
 */
public record Cause(Type type, String id) {

    private static final int LONGEST_ID = 256;
    private static final int LARGEST_SCALE = 100;

    /** Kinds of causes. */
    public enum Type {
        ORDER,
        /** An event that earned without naming an order. */
        INTERACTION,
        MERGE,
        /** The end of a lot; named by the transaction that made the lot. */
        EXPIRY;

        /** As it is stored and told: lower-case. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads what {@link #code} wrote. */
        public static Type of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The order an event names, or the event itself where it names none. Text and number forms of an order id are the
     * same order.
     *
     * @return empty where the event names its order by something that could not be known again, such as a text without
     *     end or with control characters
     */
    public static Optional<Cause> of(@Nullable Object orderId, UUID interactionId) {
        return switch (orderId) {
            case null -> Optional.of(new Cause(Type.INTERACTION, interactionId.toString()));
            case String text when text.isBlank() -> Optional.of(new Cause(Type.INTERACTION, interactionId.toString()));
            case String text -> order(text.strip());
            case Integer number -> order(number.toString());
            case Long number -> order(number.toString());
            case BigInteger number -> order(number.toString());
            case BigDecimal number -> decimal(number);
            default -> Optional.empty();
        };
    }

    private static Optional<Cause> decimal(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return Math.abs((long) shortest.scale()) > LARGEST_SCALE ? Optional.empty() : order(shortest.toPlainString());
    }

    private static Optional<Cause> order(String id) {
        boolean usable = id.length() <= LONGEST_ID && Texts.isPlain(id);
        return usable ? Optional.of(new Cause(Type.ORDER, id)) : Optional.empty();
    }
}
