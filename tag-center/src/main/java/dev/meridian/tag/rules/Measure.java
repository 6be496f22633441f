package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.util.Optional;

/** What is computed over the facts of a window. */
public sealed interface Measure {

    /** The measure's name as rules write it. */
    String name();

    /** What one fact adds to the sum; empty where the fact does not count for this measure. */
    Optional<BigDecimal> contribution(Fact fact);

    /** How many facts there are. */
    record Count() implements Measure {
        @Override
        public String name() {
            return "count";
        }

        @Override
        public Optional<BigDecimal> contribution(Fact fact) {
            return Optional.of(BigDecimal.ONE);
        }
    }

    /** The sum of a property. */
    record Sum(String of) implements Measure {
        @Override
        public String name() {
            return "sum";
        }

        @Override
        public Optional<BigDecimal> contribution(Fact fact) {
            return fact.number(of);
        }
    }

    /** The average of a property; over no fact there is none, and no comparison holds. */
    record Average(String of) implements Measure {
        @Override
        public String name() {
            return "avg";
        }

        @Override
        public Optional<BigDecimal> contribution(Fact fact) {
            return fact.number(of);
        }
    }
}
