package dev.meridian.platform.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** A look at an HTTP address. */
public final class Http {

    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(3).toMillis();

    private Http() {}

    /** Whether a GET answers 200 within a few seconds. */
    public static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
