package dev.meridian.platform.audit;

/** What became of checking a chain. */
sealed interface VerifiedChain {

    /** Whose chain: a brand's key, or {@code *}. */
    String brand();

    /**
     * Every record is as it was written.
     *
     * @param records how many there are
     * @param head the hash of the last, to be compared with what the logs say
     */
    record Intact(String brand, long records, Hash head) implements VerifiedChain {}

    /**
     * A record is not as it was written; what comes after it proves nothing.
     *
     * @param position the first such record
     * @param fault what is wrong with it
     */
    record Broken(String brand, long position, String fault) implements VerifiedChain {}
}
