package dev.meridian.platform.testing.app;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The smallest thing that starts like a center; it keeps notes badly enough to be caught. */
@SpringBootApplication
public class TinyCenter {

    /** A note that anybody may read: what brand isolation is there to find. */
    public static final String LEAKY_NOTE = "leaky";

    /** A note that is refused in words that give it away. */
    public static final String WHISPERED_NOTE = "whispered";

    @RestController
    static class SettingsController {
        private final Environment environment;

        SettingsController(Environment environment) {
            this.environment = environment;
        }

        @GetMapping("/api/settings/{name}")
        Map<String, String> read(@PathVariable String name) {
            return Map.of("value", environment.getProperty(name, ""));
        }
    }

    @RestController
    static class NotesController {
        @GetMapping("/api/notes/{id}")
        ResponseEntity<byte[]> read(@PathVariable String id) {
            if (id.equals(LEAKY_NOTE)) {
                return ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body("{\"text\":\"Aurora's secret\"}".getBytes(StandardCharsets.UTF_8));
            }
            String title = id.equals(WHISPERED_NOTE) ? "Not yours" : "Not found";
            String problem = """
                    {"type":"https://meridian.dev/problems/not_found","title":"%s","status":404,"code":"not_found",
                     "requestId":"%s","retryable":false}""".formatted(title, System.nanoTime());
            return ResponseEntity.status(404)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem.getBytes(StandardCharsets.UTF_8));
        }
    }
}
