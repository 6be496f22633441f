package dev.meridian.platform.web.idempotency;

import dev.meridian.platform.tokens.Caller;
import java.util.regex.Pattern;

/**
 * One key of one client, or of one person where a person calls: all who use an app share its client id. They cannot
 * meet in each other's keys, nor can brands.
 *
 * @param brand the caller's scope as the database knows it
 * @param clientId the API client, with the account of the person who uses it
 * @param key what the client chose
 */
record IdempotencyKey(String brand, String clientId, String key) {

    private static final Pattern WELL_FORMED = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final char SEPARATOR = '\u001F';

    static boolean isWellFormed(String key) {
        return WELL_FORMED.matcher(key).matches();
    }

    static IdempotencyKey of(Caller caller, String key) {
        return new IdempotencyKey(caller.scope().databaseValue(), caller.actor(), key);
    }

    /** What the lock on this key is taken by. */
    String lockName() {
        return "idempotency" + SEPARATOR + brand + SEPARATOR + clientId + SEPARATOR + key;
    }
}
