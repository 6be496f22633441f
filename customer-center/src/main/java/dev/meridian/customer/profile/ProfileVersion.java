package dev.meridian.customer.profile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The version of a view: a digest of the source profiles in it and their versions. A number counted per customer would
 * rise when another brand writes, and so tell that another brand knows the customer.
 */
final class ProfileVersion {

    private static final int BYTES = 8;

    private ProfileVersion() {}

    /** @param sources what is visible, in the order of their ids */
    static String of(List<SourceProfiles.Visible> sources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SourceProfiles.Visible source : sources) {
                digest.update((source.id() + ":" + source.version() + ";").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
