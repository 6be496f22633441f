package dev.meridian.local.prove;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be proved at length. Every build runs the short form of each; the long form is the same test with more seeds,
 * which the test reads from the property {@code meridian.prove.seeds}.
 */
enum Proof {
    IDENTITY(
            "customer-center",
            List.of("IdentityResolutionTests"),
            300,
            "identities equal an oracle that joins evidence by union-find, in any order of events"),
    LEDGER(
            "membership-center",
            List.of("LedgerHistoryTests"),
            20_000,
            "every balance, lot and statement equals an oracle after random histories"),
    SEGMENTS(
            "tag-center",
            List.of("EvaluatingRulesTests", "SeededBatchesTests"),
            100_000,
            "a rule's answer and until when it holds equal brute force, also in batches with merges"),
    DELIVERY(
            "platform/messaging",
            List.of("StreamProgressTests"),
            100_000,
            "repeats are dropped and gaps noticed and healed in any order of arrival"),
    FUZZ(
            "identity-center,customer-center,membership-center,tag-center",
            List.of("HostileRequestsTests"),
            25_000,
            "no operation of any center fails on our side, whatever is sent; the seeds are for each center"),
    JOURNEY(
            "e2e",
            List.of("CustomerJourney"),
            20,
            "the customer's journey through a whole fleet, plain and with a center killed on the way");

    /** Which seeded tests there are is checked by a test of the launcher. */
    private final String module;

    private final List<String> tests;
    private final int seeds;
    private final String says;

    Proof(String module, List<String> tests, int seeds, String says) {
        this.module = module;
        this.tests = tests;
        this.seeds = seeds;
        this.says = says;
    }

    /** What people call it by. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The Maven module its tests stand in; several with commas between, each of which has all of them. */
    String module() {
        return module;
    }

    /** The simple names of its test classes. */
    List<String> tests() {
        return tests;
    }

    /** How many seeds its long form takes. */
    int seeds() {
        return seeds;
    }

    /** The sentence that is proved. */
    String says() {
        return says;
    }

    static Optional<Proof> labelled(String label) {
        return Arrays.stream(values())
                .filter(proof -> proof.label().equals(label))
                .findFirst();
    }

    /** Maven's arguments for its long form. */
    List<String> arguments(int chosenSeeds) {
        return List.of(
                "--batch-mode",
                "--no-transfer-progress",
                "-pl",
                module,
                "-am",
                module.equals("e2e") ? "verify" : "test",
                "-Dtest=" + String.join(",", tests),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dspotless.check.skip=true",
                "-Dmeridian.prove.seeds=" + chosenSeeds);
    }
}
