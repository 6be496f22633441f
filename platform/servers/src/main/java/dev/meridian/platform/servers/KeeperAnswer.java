package dev.meridian.platform.servers;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the keeper answers: one line, either an address or why there is none. */
final class KeeperAnswer {

    private static final String FAILED = "failed ";

    private KeeperAnswer() {}

    static String address(Map<String, String> address) {
        return address.entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"))
                + "\n";
    }

    static String failure(String message) {
        return FAILED + encode(message) + "\n";
    }

    static Map<String, String> parse(String line) {
        if (line.startsWith(FAILED)) {
            throw new ServerException(decode(line.substring(FAILED.length())));
        }
        Map<String, String> address = new TreeMap<>();
        for (String pair : line.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new ServerException("the keeper's answer is not understood");
            }
            String ignored = address.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return address;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
